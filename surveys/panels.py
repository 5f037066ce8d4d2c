"""What surveys add to the home page and to the page people see after they log in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from portal.registries import Awaiting, HomePanel, Right, StartCard
from surveys import public
from surveys.access import ANSWERS, DESIGN, VIEW, interviewed_surveys, surveys_where
from surveys.models import Survey
from surveys.queries import events_given_up, fieldwork, newest_findings, report_of
from surveys.queries.review import returned_to
from surveys.templatetags.findings import number

if TYPE_CHECKING:
    from surveys.findings.statements import Statement
    from surveys.models import FindingsPage

HEADLINES = 3


def newest(request: HttpRequest) -> Mapping[str, Any] | None:
    """The newest findings page, its first headlines and a chart; None where there is no page."""
    page = newest_findings(get_language() or "en")
    if page is None:
        return None
    report = report_of(page.release)
    headlines = report.key_findings[:HEADLINES]
    return {"page": page, "report": report, "findings": headlines, **_charted(page, headlines)}


def _charted(page: FindingsPage, headlines: Sequence[Statement]) -> Mapping[str, Any]:
    """The first headline that has groups, by those groups that differ most; else nothing."""
    for headline in headlines:
        found = public.finding(page.release.public_id, headline.indicator)
        if found and found.quotable.breakdowns:
            by = max(found.quotable.breakdowns, key=partial(_spread, found))
            return {"finding": found, "value": {"by": by}, "table": public.table_by(found, by)}
    return {}


def _spread(found: public.Finding, by: str) -> float:
    """How far the values of a breakdown's groups lie apart."""
    rows = found.quotable.breakdowns[by].rows
    values = [row.cells[0].value for row in rows if row.cells[0] and row.cells[0].value is not None]
    return max(values, default=0.0) - min(values, default=0.0)


NEWEST_FINDINGS = HomePanel("findings", "surveys/home_panel.html", newest, order=20)


def office(request: HttpRequest) -> Iterator[Awaiting]:
    """Per survey: answers that wait for review, for those who may, and the newest release."""
    reviewed = set(surveys_where(request.user, ANSWERS).values_list("pk", flat=True))
    lost = events_given_up(surveys_where(request.user, DESIGN))
    for survey in fieldwork(surveys_where(request.user, VIEW)):
        url = reverse("surveys_survey", args=[survey.slug])
        if survey.waiting and survey.pk in reviewed:
            yield Awaiting(
                ngettext(
                    "%(survey)s: %(count)s answer waits for review.",
                    "%(survey)s: %(count)s answers wait for review.",
                    survey.waiting,
                )
                % {"survey": survey, "count": number(survey.waiting)},
                url,
            )
        yield from _untold(survey, lost.get(survey.pk, 0))
        if survey.released:
            yield Awaiting(
                _("%(survey)s: release %(number)s is the newest.")
                % {"survey": survey, "number": survey.released},
                url,
            )


def _untold(survey: Survey, count: int) -> Iterator[Awaiting]:
    """The events that no webhook's address would take."""
    if count:
        words = ngettext(
            "%(survey)s: %(count)s event was given up; its address did not take it.",
            "%(survey)s: %(count)s events were given up; their addresses did not take them.",
            count,
        )
        yield Awaiting(
            words % {"survey": survey, "count": number(count)},
            reverse("surveys_machines", args=[survey.slug]),
        )


def field(request: HttpRequest) -> Iterator[Awaiting]:
    """Interviews that came back, each with the reason; then per survey how many cases are closed."""
    for returned in returned_to(request.user):
        found = {"case": returned.unit or returned, "reason": returned.return_note or "—"}
        yield Awaiting(
            _("%(case)s came back: %(reason)s") % found,
            reverse("surveys_returned", args=[returned.pk]),
        )
    for survey in fieldwork(interviewed_surveys(request.user)):
        open_cases = survey.issued - survey.closed
        if open_cases:
            text = ngettext(
                "%(survey)s: %(count)s case has neither an interview nor an outcome.",
                "%(survey)s: %(count)s cases have neither an interview nor an outcome.",
                open_cases,
            )
            yield Awaiting(
                text % {"survey": survey, "count": number(open_cases)},
                reverse("fieldwork_cases", args=[survey.slug]),
                done=survey.closed,
                total=survey.issued,
            )


SURVEYS_CARD = StartCard(
    key="surveys",
    title=gettext_lazy("Surveys"),
    text=gettext_lazy("Questionnaires, answers that wait for review, and releases."),
    address="surveys_index",
    groups=frozenset({"researcher", "auditor"}),
    order=30,
    awaiting=office,
)
FIELD_CARD = StartCard(
    key="field",
    title=gettext_lazy("My cases"),
    text=gettext_lazy("Whom to reach and how, attempts and appointments, and interviews returned."),
    address="fieldwork_surveys",
    groups=frozenset({"interviewer"}),
    order=35,
    awaiting=field,
)

OFFICE = frozenset({"researcher", "administrator"})
RIGHTS = (
    Right(
        "answer",
        gettext_lazy("Answer a survey that an interviewer asks them; no account is needed."),
        frozenset({"respondent"}),
        order=10,
    ),
    Right(
        "interview",
        gettext_lazy("Send interviews from a device, with the key of a survey."),
        frozenset({"interviewer"}),
        order=30,
    ),
    Right(
        "view_surveys",
        gettext_lazy(
            "See questionnaires, the progress of fieldwork and releases, also unpublished."
        ),
        OFFICE | {"auditor"},
        frozenset({"surveys.view_survey"}),
        order=40,
    ),
    Right(
        "run_surveys",
        gettext_lazy("Import questionnaires, review answers, and compute releases."),
        OFFICE,
        frozenset({"surveys.add_survey", "surveys.change_survey"}),
        order=41,
    ),
    Right(
        "see_all_surveys",
        gettext_lazy("See every survey, without its answers; others see those they belong to."),
        frozenset({"auditor", "administrator"}),
        frozenset({"surveys.view_all_surveys"}),
        order=43,
    ),
    Right(
        "lead_all_surveys",
        gettext_lazy("Do everything in every survey, as those do who lead it."),
        frozenset({"administrator"}),
        frozenset({"surveys.lead_all_surveys"}),
        order=44,
    ),
    Right(
        "exchange_answers",
        gettext_lazy(
            "Export the answers of surveys they belong to, import existing ones, and let machines "
            "read them."
        ),
        OFFICE,
        frozenset({"surveys.change_survey"}),
        order=42,
    ),
)
