"""What surveys add to the home page and to the page people see after they log in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.registries import HomePanel, StartCard
from surveys.queries import newest_findings, report_of

HEADLINES = 3


def newest(request: HttpRequest) -> Mapping[str, Any] | None:
    """The newest findings page and its first headlines; None where there is no page."""
    page = newest_findings(get_language() or "en")
    if page is None:
        return None
    report = report_of(page.release)
    return {"page": page, "report": report, "findings": report.key_findings[:HEADLINES]}


NEWEST_FINDINGS = HomePanel("findings", "surveys/home_panel.html", newest, order=30)
SURVEYS_CARD = StartCard(
    key="surveys",
    title=_("Surveys"),
    text=_("Questionnaires, answers that wait for review, and releases."),
    address="surveys_index",
    groups=frozenset({"researcher", "auditor"}),
    order=30,
)
