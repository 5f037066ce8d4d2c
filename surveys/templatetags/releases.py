"""Tags that fetch what a page shows of a release."""

from __future__ import annotations

from django import template

from surveys import queries
from surveys.findings.document import Report
from surveys.models import Release, ReleaseReport

register = template.Library()


@register.simple_tag
def report_of(release: Release) -> Report:
    """The report of a release."""
    return queries.report_of(release)


@register.simple_tag
def printed_in(release: Release, language: str) -> ReleaseReport | None:
    """The printed findings in a language, where there are any."""
    return queries.reports_by_language(release).get(language)
