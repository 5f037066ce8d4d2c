"""What the portal adds to Wagtail's admin: countries and topics, and keeping what is used."""

from collections.abc import Sequence

from django.contrib import messages
from django.db.models import Model, ProtectedError
from django.db.models.deletion import Collector
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.models import ReferenceIndex
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from portal.models import Country, Topic
from portal.views_translation import UpdateTranslationsView, convert_to_alias
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
        "“%(names)s” is in use and cannot be deleted. Take it out of these places first."
    )
    messages.error(request, text % {"names": "”, “".join(map(str, used))})
    snippets = used[0].snippet_viewset
    return redirect(snippets.get_url_name("usage"), used[0].pk)


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
