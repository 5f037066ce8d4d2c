"""What the portal adds to Wagtail's admin: countries and topics, and keeping what is used."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model, ProtectedError
from django.db.models.deletion import Collector
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, include, path, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.admin.userbar import ContentCheckerItem
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import page_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from portal import pagecache
from portal.accounts.urls import admin_urlpatterns
from portal.models import Country, Topic, User
from portal.snippets import SnippetViewSet
from portal.views_content import content_report
from portal.views_translation import (
    UpdateTranslationsView,
    convert_to_alias,
    keep_sources_from_translators,
    refuse_wrong_translation,
)
from portal.visits.report import VisitsReport


class CountryViewSet(SnippetViewSet):
    """Countries by which pages are found."""

    model = Country
    icon = "globe"
    list_display = ["__str__", "code"]
    panels = [FieldPanel("code"), FieldPanel("names")]


class TopicViewSet(SnippetViewSet):
    """Topics by which pages are found."""

    model = Topic
    icon = "tag"
    list_display = ["__str__", "slug", "broader"]
    panels = [
        FieldPanel("names"),
        FieldPanel("slug"),
        FieldPanel("aliases"),
        FieldPanel("broader"),
    ]


class VocabularyGroup(SnippetViewSetGroup):
    """One menu for the words by which pages are found."""

    items = (CountryViewSet, TopicViewSet)
    menu_label = _("Vocabulary")
    menu_icon = "tag"
    menu_order = 400


register_snippet(VocabularyGroup)


@hooks.register("before_delete_snippet")
def keep_what_is_used(request: HttpRequest, instances: Sequence[Model]) -> HttpResponse | None:
    """What something refers to is not deleted; the list of its uses says where."""
    used = [each for each in instances if is_used(each)]
    if not used:
        return None
    text = gettext(
        "“%(names)s” is in use and cannot be deleted. Take it out of these places first; "
        "what a released course shows is kept."
    )
    messages.error(request, text % {"names": "”, “".join(map(str, used))})
    snippets = used[0].snippet_viewset
    return redirect(snippets.get_url_name("usage"), used[0].pk)


@hooks.register("before_bulk_action")
def publish_only_what_is_complete(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """A draft that still lacks something is named instead of being published with others."""
    if action_type != "publish":
        return None
    pages = [each for each in objects if isinstance(each, Page)]
    if action.cleaned_form.cleaned_data["include_descendants"]:
        pages += [below for page in pages for below in page.get_descendants().not_live()]
    incomplete = [page for page in pages if not is_complete(page)]
    if not incomplete:
        return None
    text = gettext(
        "Nothing was published, because “%(titles)s” is not complete. Open it and publish it there "
        "to see what it lacks."
    )
    titles = "”, “".join(page.get_admin_display_title() for page in incomplete)
    messages.error(request, text % {"titles": titles})
    return redirect("wagtailadmin_explore", incomplete[0].get_parent().pk)


def is_complete(page: Page) -> bool:
    """Whether the newest draft of a page holds all that readers need."""
    try:
        page.get_latest_revision_as_object().full_clean()
    except ValidationError:
        return False
    return True


def is_used(instance: Model) -> bool:
    """Whether the text of a page, or a record that would be lost with it, refers to a row."""
    return bool(protected_by(instance)) or ReferenceIndex.get_references_to(instance).exists()


@hooks.register("before_delete_user")
def keep_who_is_on_record(request: HttpRequest, user: User) -> HttpResponse | None:
    """Whom records name is not deleted; the form of the account says how to close it."""
    kept = protected_by(user)
    if not kept:
        return None
    text = gettext(
        "“%(name)s” is named in what is kept for good (%(records)s) and cannot be deleted. "
        "Take away the tick at “Active” instead; then nobody can log in with this account."
    )
    names = sorted({str(each._meta.verbose_name_plural) for each in kept})
    messages.error(request, text % {"name": user, "records": ", ".join(names)})
    return redirect("wagtailusers_users:edit", user.pk)


@hooks.register("before_bulk_action")
def keep_all_who_are_on_record(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """The same for several people at once."""
    people = [each for each in objects if action_type == "delete" and isinstance(each, User)]
    refusals = [keep_who_is_on_record(request, user) for user in people]
    return next((refusal for refusal in refusals if refusal), None)


def protected_by(instance: Model) -> Collection[Model]:
    """The records that name a row and would be lost with it."""
    try:
        Collector(using="default").collect([instance])
    except ProtectedError as error:
        return error.protected_objects
    return ()


@hooks.register("register_admin_urls", order=-1)
def translation_addresses() -> list[URLPattern]:
    """Two addresses of wagtail-localize at which too only those publish who may."""
    return [
        path(
            "localize/update/<row:translation_source_id>/",
            UpdateTranslationsView.as_view(),
            name="portal_update_translations",
        ),
        path(
            "localize/page/<row:page_id>/convert_to_alias/",
            convert_to_alias,
            name="portal_convert_to_alias",
        ),
    ]


hooks.register("before_edit_page", keep_sources_from_translators, order=-2)
hooks.register("before_edit_page", refuse_wrong_translation, order=-1)


@hooks.register("register_admin_urls")
def content_report_address() -> list[URLPattern]:
    return [path("reports/content/", content_report, name="portal_content_report")]


class ContentReportMenuItem(MenuItem):
    """Seen by those who edit pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        return page_permission_policy.user_has_permission(request.user, "change")


@hooks.register("register_reports_menu_item")
def content_report_menu_item() -> MenuItem:
    return ContentReportMenuItem(
        _("Content to look at"), reverse_lazy("portal_content_report"), icon_name="tasks", order=10
    )


class MainContentCheckerItem(ContentCheckerItem):
    """Checks what the editor writes, not the frame of the site or the large numbers of figures."""

    axe_include = ["main"]
    axe_exclude = [".stated__value"]
    axe_run_only = [*ContentCheckerItem.axe_run_only, "image-alt"]


@hooks.register("construct_wagtail_userbar")
def check_main_content(request: HttpRequest, items: list[Any], page: Model) -> None:
    items[:] = [
        MainContentCheckerItem(in_editor=item.in_editor)
        if isinstance(item, ContentCheckerItem)
        else item
        for item in items
    ]


@hooks.register("register_admin_urls")
def visits_addresses() -> list[URLPattern]:
    """The report of visits, and what it fetches anew when it is narrowed."""
    results = VisitsReport.as_view(results_only=True)
    return [
        path("reports/visits/", VisitsReport.as_view(), name="portal_visits"),
        path("reports/visits/results/", results, name="portal_visits_results"),
    ]


class VisitsMenuItem(MenuItem):
    """Seen by those who may read the report."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("portal.view_pagevisits")


@hooks.register("register_reports_menu_item")
def visits_menu_item() -> MenuItem:
    return VisitsMenuItem(_("Visits"), reverse_lazy("portal_visits"), icon_name="view")


@hooks.register("insert_global_admin_css")
def admin_style() -> SafeString:
    """The look of our own form fields in the admin."""
    return format_html('<link rel="stylesheet" href="{}">', static("portal/css/admin.css"))


@hooks.register("register_admin_urls")
def invitation_addresses() -> list:
    return [path("accounts/", include(admin_urlpatterns))]


class InvitationsMenuItem(MenuItem):
    """Seen by those who may invite."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("portal.add_user")


@hooks.register("register_settings_menu_item")
def invitations_menu_item() -> MenuItem:
    address = reverse_lazy("account_invitations")
    return InvitationsMenuItem(_("Invitations"), address, icon_name="mail", order=595)


@hooks.register("after_edit_user")
def keep_one_address(request: HttpRequest, user: User) -> None:
    """An address that an administrator types replaces the one before, and is to be proved."""
    user.emailaddress_set.exclude(email__iexact=user.email).delete()


hooks.register("is_request_cacheable", pagecache.is_request_cacheable)
hooks.register("is_response_cacheable", pagecache.is_response_cacheable)
