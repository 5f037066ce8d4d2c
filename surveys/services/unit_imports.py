"""Lists of cases: compared with what is stored, then taken over, and taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from surveys.errors import Problem, SurveyError
from surveys.imports.unit_list import UnitLine, read_unit_list
from surveys.models import Contact, SampleUnit, Survey, UnitImport
from surveys.queries import field_team
from surveys.queries.units import IN_USE
from surveys.services import lists
from surveys.services.differences import Preview, difference, shared_numbers, told_values
from surveys.services.quotas import keep_targets, put_back_targets

FIELDS = ("stratum", "psu", "base_weight", "inclusion_probability", "pilot")


def compare(*, survey: Survey, content: bytes, filename: str) -> Preview[UnitLine]:
    """The list beside what is stored; SurveyError where the file is no table of cases."""
    units = {unit.case_id: unit for unit in survey.units.select_related("contact", "interviewer")}
    team = field_team(survey).values_list("user__email", "user_id")
    people = {email.lower(): pk for email, pk in team}
    lines, problems = read_unit_list(content, filename, units.keys(), people.keys())
    new = [line for line in lines if line.case_id not in units]
    known = [
        difference(
            line, units[line.case_id], _told(line, units[line.case_id], people), line.contact
        )
        for line in lines
        if line.case_id in units
    ]
    stored = Contact.objects.filter(unit__survey=survey)
    contacts = {line.case_id: line.contact or {} for line in lines}
    shared = shared_numbers(stored, "unit__case_id", contacts)
    return Preview(new, known, problems, shared, people)


def _told(line: UnitLine, unit: SampleUnit, people: Mapping[str, int]) -> dict[str, Any]:
    told = told_values(line, FIELDS)
    if line.interviewer is not None:
        told["interviewer_id"] = people.get(line.interviewer)
    if line.attributes:
        told["attributes"] = {**unit.attributes, **line.attributes}
    return told


@transaction.atomic
def apply_import(*, kept: UnitImport) -> Preview[UnitLine]:
    """Store what the list says; SurveyError, and nothing stored, where it has problems by now."""
    Survey.objects.select_for_update().get(pk=kept.survey_id)
    kept = lists.waiting_import(kept)
    seen = compare(survey=kept.survey, **lists.file_of(kept))
    kept.targets = keep_targets(survey=kept.survey, targets=kept.targets)
    lists.store(kept, seen, lambda line: _unit(kept.survey, line, seen.keys))
    return seen


def _unit(survey: Survey, line: UnitLine, people: Mapping[str, int]) -> SampleUnit:
    probability = line.inclusion_probability
    return SampleUnit(
        survey=survey,
        case_id=line.case_id,
        stratum=line.stratum or "",
        psu=line.psu or line.case_id,
        base_weight=line.base_weight or 1 / (probability or 1),
        inclusion_probability=probability,
        pilot=bool(line.pilot),
        interviewer_id=people.get(line.interviewer or ""),
        attributes=dict(line.attributes),
    )


@transaction.atomic
def undo_import(*, kept: UnitImport) -> None:
    """Take out the cases that the last import made, and put back what it changed."""
    Survey.objects.select_for_update().get(pk=kept.survey_id)
    lists.refuse_earlier(kept)
    made = SampleUnit.objects.filter(pk__in=kept.made)
    used = made.filter(IN_USE).distinct()
    cases = list(used.values_list("case_id", flat=True)[:10])
    if cases:
        raise SurveyError([Problem("import_in_use", kept.survey.slug, ", ".join(cases))])
    lists.take_back(kept, made, SampleUnit.objects.all())
    put_back_targets(survey=kept.survey, targets=kept.targets)
