"""Lists of cases: compared with what is stored, then taken over, and taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from surveys.errors import Problem, SurveyError, raise_if_any
from surveys.imports.unit_list import UnitLine, read_unit_list
from surveys.models import Contact, SampleUnit, Survey, UnitImport
from surveys.queries import field_team
from surveys.queries.units import IN_USE
from surveys.services import lists
from surveys.services.quotas import keep_targets, put_back_targets

FIELDS = ("stratum", "psu", "base_weight", "inclusion_probability", "pilot")
Preview = lists.Preview[UnitLine]


def compare(*, survey: Survey, content: bytes, filename: str) -> Preview:
    """The list beside what is stored; SurveyError where the file is no table of cases."""
    units = {unit.case_id: unit for unit in survey.units.select_related("contact", "interviewer")}
    team = field_team(survey).values_list("user__email", "user_id")
    people = {email.lower(): pk for email, pk in team}
    lines, problems = read_unit_list(content, filename, units.keys(), people.keys())
    new = [line for line in lines if line.case_id not in units]
    known = [
        lists.difference(
            line, units[line.case_id], _told(line, units[line.case_id], people), line.contact
        )
        for line in lines
        if line.case_id in units
    ]
    changed = [each for each in known if each.values or each.contact_names]
    stored = lists.stored_indices(Contact.objects.filter(unit__survey=survey), "unit__case_id")
    shared = lists.shared_numbers(stored, {line.case_id: line.contact or {} for line in lines})
    return lists.Preview(new, changed, len(known) - len(changed), problems, shared, people)


def _told(line: UnitLine, unit: SampleUnit, people: Mapping[str, int]) -> dict[str, Any]:
    told: dict[str, Any] = {
        name: value for name in FIELDS if (value := getattr(line, name)) is not None
    }
    if line.interviewer is not None:
        told["interviewer_id"] = people.get(line.interviewer)
    if line.attributes:
        told["attributes"] = {**unit.attributes, **line.attributes}
    return told


@transaction.atomic
def apply_import(*, kept: UnitImport) -> Preview:
    """Store what the list says; SurveyError, and nothing stored, where it has problems by now."""
    Survey.objects.select_for_update().get(pk=kept.survey_id)
    kept = lists.waiting_import(kept)
    found = compare(survey=kept.survey, content=lists.content_of(kept), filename=kept.filename)
    raise_if_any(found.problems)
    kept.before = lists.change(found.changed)
    kept.made = lists.store_new(
        found.new,
        lambda line: _unit(kept.survey, line, found.known),
        lambda line: line.contact,
    )
    kept.targets = keep_targets(survey=kept.survey, targets=kept.targets)
    kept.sealed_content, kept.applied_at = b"", timezone.now()
    kept.save()
    return found


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
    made.delete()
    units = SampleUnit.objects.select_related("contact").in_bulk([*map(int, kept.before)])
    lists.put_back(units, kept.before)
    put_back_targets(survey=kept.survey, targets=kept.targets)
    kept.undone_at = timezone.now()
    kept.save(update_fields=["undone_at"])
