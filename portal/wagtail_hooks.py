"""What the portal adds to Wagtail's admin: countries and topics, and keeping what is used."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model, ProtectedError
from django.db.models.deletion import Collector
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, ReferenceIndex
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from portal.models import Country, Topic
from portal.snippets import SnippetViewSet
from portal.views_translation import (
    UpdateTranslationsView,
    convert_to_alias,
    refuse_wrong_translation,
)


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
        "“%(names)s” is in use and cannot be deleted. Take it out of these places first."
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
    try:
        Collector(using="default").collect([instance])
    except ProtectedError:
        return True
    return ReferenceIndex.get_references_to(instance).exists()


@hooks.register("register_admin_urls", order=-1)
def translation_addresses() -> list[URLPattern]:
    """Two addresses of wagtail-localize at which too only those publish who may."""
    return [
        path(
            "localize/update/<int:translation_source_id>/",
            UpdateTranslationsView.as_view(),
            name="portal_update_translations",
        ),
        path(
            "localize/page/<int:page_id>/convert_to_alias/",
            convert_to_alias,
            name="portal_convert_to_alias",
        ),
    ]


hooks.register("before_edit_page", refuse_wrong_translation, order=-1)


@hooks.register("insert_global_admin_css")
def admin_style() -> SafeString:
    """The look of our own form fields in the admin."""
    return format_html('<link rel="stylesheet" href="{}">', static("portal/css/admin.css"))
