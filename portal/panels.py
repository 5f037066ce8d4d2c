"""What the portal adds to the page people see after they log in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, PageQuerySet
from wagtail.permissions import page_permission_policy

from portal.registries import Awaiting, StartCard
from portal.translation import behind_their_source, hand_over_address, with_missing_texts

SHOWN = 3


def writing(request: HttpRequest) -> Iterator[Awaiting]:
    """The pages a person may edit whose last changes nobody can see yet, the newest first."""
    pages = page_permission_policy.instances_user_has_permission_for(request.user, "change")
    drafts = pages.filter(has_unpublished_changes=True).order_by("-latest_revision_created_at")
    return _each(drafts, _("Not published yet: %(page)s"))


def translating(request: HttpRequest) -> Iterator[Awaiting]:
    """Translated pages that lack texts, or whose source has changed since."""
    pages = page_permission_policy.instances_user_has_permission_for(request.user, "change")
    lacking = with_missing_texts(pages)
    yield from _each(lacking, _("Texts without a translation: %(page)s"))
    changed = behind_their_source(pages).exclude(pk__in=lacking.values("pk"))
    yield from _each(changed, _("The source has changed: %(page)s"), hand_over_address)


def _edit_address(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _each(
    pages: PageQuerySet, text: str, address: Callable[[Page], str] = _edit_address
) -> Iterator[Awaiting]:
    named = _("%(page)s (%(language)s)")
    for page in pages.select_related("locale")[:SHOWN]:
        title, language = page.get_admin_display_title(), page.locale.get_display_name()
        yield Awaiting(
            text % {"page": named % {"page": title, "language": language}}, address(page)
        )


START_CARDS = (
    StartCard(
        key="edit",
        title=gettext_lazy("Edit the site"),
        text=gettext_lazy("Write, translate and publish pages."),
        address="wagtailadmin_home",
        groups=frozenset({"editor"}),
        order=20,
        awaiting=writing,
    ),
    StartCard(
        key="translate",
        title=gettext_lazy("Translate pages"),
        text=gettext_lazy("Bring pages into the other languages and keep them up to date."),
        address="wagtailadmin_home",
        groups=frozenset({"translator"}),
        order=25,
        awaiting=translating,
    ),
    StartCard(
        key="accounts",
        title=gettext_lazy("Accounts"),
        text=gettext_lazy("Invite people and say which groups they belong to."),
        address="account_invitations",
        groups=frozenset({"administrator"}),
        order=800,
    ),
    StartCard(
        key="account",
        title=gettext_lazy("Your account"),
        text=gettext_lazy("Your profile, e-mail address, password, second factor and sessions."),
        address="account_profile",
        order=900,
    ),
)
