"""The report of visits: per week, page and language."""

from collections.abc import Mapping
from typing import Any

import django_filters
from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncWeek
from django.urls import reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.coreutils import get_content_languages
from wagtail.permission_policies import ModelPermissionPolicy

from portal.models import PageVisits

LANGUAGE = "page__locale__language_code"


def language_name(row: Mapping[str, Any]) -> str:
    """The language of a row in words."""
    return get_language_info(row[LANGUAGE])["name_translated"]


def page_address(row: Mapping[str, Any]) -> str:
    """Where the page of a row is edited."""
    return reverse("wagtailadmin_pages:edit", args=[row["page_id"]])


class VisitsFilterSet(WagtailFilterSet):
    """Narrows the visits to a language and to days."""

    language = django_filters.ChoiceFilter(
        label=_("Language"),
        field_name=LANGUAGE,
        choices=lambda: get_content_languages().items(),
        empty_label=_("All"),
    )
    day = django_filters.DateFromToRangeFilter(label=_("Days"), widget=DateRangePickerWidget)

    class Meta:
        model = PageVisits
        fields = ["language", "day"]


class VisitsReport(ReportView):
    """How often each page was read in each week, the newest week first."""

    page_title = _("Visits")
    header_icon = "view"
    index_url_name = "portal_visits"
    index_results_url_name = "portal_visits_results"
    permission_policy = ModelPermissionPolicy(PageVisits)
    any_permission_required = ["view"]
    filterset_class = VisitsFilterSet
    default_ordering = None
    columns = [
        Column("week", label=_("Week from"), width="15%"),
        TitleColumn("page__title", label=_("Page"), get_url=page_address),
        Column("language", accessor=language_name, label=_("Language"), width="15%"),
        Column("visits", label=_("Visits"), width="15%"),
    ]
    list_export = ["week", "page__title", LANGUAGE, "visits"]
    export_headings = {
        "week": _("Week from"),
        "page__title": _("Page"),
        LANGUAGE: _("Language"),
        "visits": _("Visits"),
    }

    def get_queryset(self) -> QuerySet:
        weeks = PageVisits.objects.annotate(week=TruncWeek("day"))
        rows = weeks.values("week", "page_id", "page__title", LANGUAGE)
        return rows.annotate(visits=Sum("count")).order_by("-week", "-visits", "page_id")

    def get_filename(self) -> str:
        return "visits"
