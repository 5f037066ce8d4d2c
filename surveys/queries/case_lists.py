"""The list of cases that stands beside a questionnaire: what the sample knows, never who they are."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from portal.models import User
from surveys.collection.answers import ParsedSubmission
from surveys.instrument.questionnaire import Questionnaire, Rows
from surveys.models import SampleUnit, Survey

FIXED = ("name", "label", "stratum")
"""The case's number under the two names that a list of choices has, and its stratum."""
COLUMN = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*", re.ASCII)
LONGEST_CASE = 64


def cases_of(survey: Survey, interviewer: User | None) -> QuerySet[SampleUnit]:
    """The cases of an interviewer; of devices that are nobody's, all of the survey."""
    mine = Q() if interviewer is None else Q(interviewer=interviewer)
    pilot = Q(pilot=survey.state == Survey.State.PILOT)
    return survey.units.filter(mine & pilot).order_by("case_id")


def case_rows(units: Iterable[SampleUnit]) -> Rows:
    """Each case as a row; a column for every attribute that any of them has."""
    units = list(units)
    known = sorted({name for unit in units for name in unit.attributes} - {*FIXED})
    columns = [name for name in known if COLUMN.fullmatch(name)]
    return tuple(
        {"name": unit.case_id, "label": unit.case_id, "stratum": unit.stratum}
        | {name: _text(unit.attributes.get(name)) for name in columns}
        for unit in units
    )


def case_file(survey: Survey, interviewer: User | None) -> bytes:
    """The rows as the file that a device fetches; the same bytes as long as nothing changes."""
    rows = case_rows(cases_of(survey, interviewer))
    file = io.StringIO()
    writer = csv.DictWriter(file, [*rows[0]] if rows else FIXED, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


def cases_named(
    survey: Survey,
    questionnaire: Questionnaire,
    parsed: ParsedSubmission,
    changes: Iterable[str] = (),
) -> Rows | None:
    """The cases that the answers of an interview name, or changes of them; None where the
    questionnaire has no list.
    """
    if not questionnaire.cases:
        return None
    texts = {(element.text or "").strip() for element in parsed.root.iter()} | {*changes}
    named = [text for text in texts if 0 < len(text) <= LONGEST_CASE]
    return case_rows(survey.units.filter(case_id__in=named))


def _text(value: object) -> str:
    return "" if value is None else str(value)
