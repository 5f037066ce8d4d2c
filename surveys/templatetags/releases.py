"""Tags that fetch what a page shows of a release."""

from __future__ import annotations

from django import template
from django.urls import reverse

from surveys import queries
from surveys.findings.charts import Chart
from surveys.findings.document import Report
from surveys.models import Release

register = template.Library()

KINDS = ("svg", "png", "csv")


@register.simple_tag
def report_of(release: Release) -> Report:
    """The report of a release."""
    return queries.report_of(release)


@register.simple_tag
def figure_downloads(release: Release | str, chart: Chart) -> list[tuple[str, str]]:
    """Kinds of files and addresses of a release's figure; empty without a release."""
    if not isinstance(release, Release):
        return []
    return [
        (kind.upper(), reverse("surveys_figure", args=[release.public_id, chart.number, kind]))
        for kind in KINDS
    ]
