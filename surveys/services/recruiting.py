"""The people of a survey as a list of members, which is seen before anybody joins a panel."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator
from datetime import date

from django.utils import timezone

from surveys.imports.list_reader import CONTACT_COLUMNS
from surveys.imports.member_list import MEMBER_COLUMNS
from surveys.models import Draft, SampleUnit, Submission, Survey
from surveys.queries.units import INTERVIEWED
from surveys.services.contacts import opened

OWN = (*MEMBER_COLUMNS[1:], *CONTACT_COLUMNS)
Row = dict[str, str]


def recruits_of_interviews(
    *, survey: Survey, question: str, codes: Collection[str], consented_on: date | None
) -> bytes:
    """The people of the interviews that count, as a list; where a question is named, those who
    answered it with one of these codes, who have agreed to be asked again on that day.
    """
    interviews = survey.submissions.filter(
        state__in=INTERVIEWED, pilot=False, unit__isnull=False
    ).select_related("unit__contact", "unit__survey")
    spoken = dict(
        Draft.objects.filter(survey=survey, submission__isnull=False).values_list(
            "submission_id", "language"
        )
    )
    rows: dict[int, Row] = {}
    for each in interviews.order_by("-pk").iterator(chunk_size=500):
        if each.unit and (not question or (each.row.get(question) or "") in codes):
            agreed = _day(each) if question else consented_on
            rows.setdefault(each.unit.pk, _row(each.unit, spoken.get(each.pk, ""), agreed))
    return _written(rows.values())


def recruits_of_cases(*, survey: Survey, consented_on: date | None) -> bytes:
    """The people of all cases without outcome or with an interview, as a list."""
    cases = survey.units.filter(pilot=False, disposition="").select_related("contact", "survey")
    return _written(_row(unit, "", consented_on) for unit in cases.order_by("case_id"))


def _day(interview: Submission) -> date:
    moment = interview.ended_at or interview.received_at
    return timezone.localtime(moment, interview.survey.zone).date()


def _row(unit: SampleUnit, language: str, agreed: date | None) -> Row:
    contact = getattr(unit, "contact", None)
    return {
        "language": language,
        "consented_on": agreed.isoformat() if agreed else "",
        "stratum": unit.stratum,
        "psu": unit.psu,
        "base_weight": repr(unit.base_weight),
        "recruited_from": f"{unit.survey.slug}/{unit.case_id}",
        **(opened(contact) if contact else {}),
        **{name: str(value) for name, value in unit.attributes.items() if name not in OWN},
    }


def _written(rows: Collection[Row] | Iterator[Row]) -> bytes:
    lines = list(rows)
    if not lines:
        return b""
    columns = dict.fromkeys(name for row in lines for name in row)
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, [*columns], restval="")
    writer.writeheader()
    writer.writerows(lines)
    return out.getvalue().encode()
