"""Lists of cases: compared with what is stored, then taken over, and taken back."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from portal.models import User
from portal.vault import seal, unseal
from surveys.errors import Problem, SurveyError, raise_if_any
from surveys.imports.unit_list import UnitLine, read_unit_list
from surveys.models import Contact, SampleUnit, Survey, UnitImport
from surveys.services.contacts import opened, phone_index, sealed_contact

BATCH = 500
FIELDS = ("stratum", "psu", "base_weight", "inclusion_probability", "pilot")
STORED = (*FIELDS, "interviewer_id", "attributes")


@dataclass(frozen=True, slots=True)
class Difference:
    """A line that changes a case: by field what stands there and what will; the changed contact
    data by name only, as a preview is no reason to read it.
    """

    line: UnitLine
    unit: SampleUnit
    values: Mapping[str, tuple[Any, Any]]
    contact: Mapping[str, str] | None
    contact_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a list would do. `shared` are cases whose telephone number another case has too."""

    new: list[UnitLine]
    changed: list[Difference]
    unchanged: int
    problems: list[Problem]
    shared: list[str]
    people: Mapping[str, int] = field(default_factory=dict)


def compare(*, survey: Survey, content: bytes, filename: str) -> Preview:
    """The list beside what is stored; SurveyError where the file is no table of cases."""
    units = {unit.case_id: unit for unit in survey.units.select_related("contact", "interviewer")}
    people = {
        email.lower(): pk for email, pk in survey.members.values_list("user__email", "user_id")
    }
    lines, problems = read_unit_list(content, filename, units.keys(), people.keys())
    new = [line for line in lines if line.case_id not in units]
    known = [_difference(line, units[line.case_id], people) for line in lines
             if line.case_id in units]  # fmt: skip
    changed = [each for each in known if each.values or each.contact_names]
    return Preview(
        new, changed, len(known) - len(changed), problems, _shared(survey, lines), people
    )


def _difference(line: UnitLine, unit: SampleUnit, people: Mapping[str, int]) -> Difference:
    told: dict[str, Any] = {name: getattr(line, name) for name in FIELDS}
    told = {name: value for name, value in told.items() if value is not None}
    if line.interviewer is not None:
        told["interviewer_id"] = people.get(line.interviewer)
    if line.attributes:
        told["attributes"] = {**unit.attributes, **line.attributes}
    values = {
        name: (getattr(unit, name), value)
        for name, value in told.items()
        if getattr(unit, name) != value
    }
    if line.contact is None:
        return Difference(line, unit, values, None, ())
    contact = getattr(unit, "contact", None)
    before = opened(contact) if contact else {}
    after = {**before, **line.contact}
    names = tuple(name for name, text in after.items() if before.get(name, "") != text)
    return Difference(line, unit, values, after, names)


def _shared(survey: Survey, lines: Sequence[UnitLine]) -> list[str]:
    indices = {line.case_id: phone_index((line.contact or {}).get("phone")) for line in lines}
    stored = dict(
        Contact.objects.filter(unit__survey=survey)
        .exclude(phone_index="")
        .values_list("unit__case_id", "phone_index")
    )
    given = {case: index for case, index in indices.items() if index}
    counts = Counter({**stored, **given}.values())
    return sorted(case for case, index in given.items() if counts[index] > 1)


@transaction.atomic
def keep_import(*, survey: Survey, filename: str, content: bytes, actor: User | None) -> UnitImport:
    """Keep a list until somebody has seen what it changes; it takes the place of an earlier one."""
    survey.unit_imports.filter(applied_at=None, made_by=actor).delete()
    kept = UnitImport.objects.create(survey=survey, filename=filename, made_by=actor)
    kept.sealed_content = seal(b64encode(content).decode(), _context(kept))
    kept.save(update_fields=["sealed_content"])
    return kept


def content_of(kept: UnitImport) -> bytes:
    """The list that is not applied yet."""
    return b64decode(unseal(kept.sealed_content, _context(kept)))


@transaction.atomic
def apply_import(*, kept: UnitImport) -> Preview:
    """Store what the list says; SurveyError, and nothing stored, where it has problems by now."""
    Survey.objects.select_for_update().get(pk=kept.survey_id)
    found = compare(survey=kept.survey, content=content_of(kept), filename=kept.filename)
    raise_if_any(found.problems)
    kept.before = {str(each.unit.pk): _before(each) for each in found.changed}
    kept.made = _create(kept.survey, found)
    for each in found.changed:
        _change(each)
    kept.sealed_content, kept.applied_at = b"", timezone.now()
    kept.save()
    return found


def _create(survey: Survey, found: Preview) -> list[int]:
    made = SampleUnit.objects.bulk_create(
        [_unit(survey, line, found.people) for line in found.new], batch_size=BATCH
    )
    contacts = [
        sealed_contact(unit, line.contact)
        for unit, line in zip(made, found.new, strict=True)
        if line.contact and any(line.contact.values())
    ]
    Contact.objects.bulk_create(contacts, batch_size=BATCH)
    return [unit.pk for unit in made]


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


def _before(difference: Difference) -> dict[str, Any]:
    before: dict[str, Any] = {name: old for name, (old, _new) in difference.values.items()}
    if difference.contact_names:
        contact = getattr(difference.unit, "contact", None)
        before["contact"] = b64encode(bytes(contact.sealed)).decode() if contact else ""
    return before


def _change(difference: Difference) -> None:
    unit = difference.unit
    if difference.values:
        new = {name: value for name, (_old, value) in difference.values.items()}
        SampleUnit.objects.filter(pk=unit.pk).update(**new)
    if difference.contact_names and difference.contact is not None:
        _put_contact(sealed_contact(unit, difference.contact))


def _put_contact(contact: Contact) -> None:
    fields = {"sealed": contact.sealed, "phone_index": contact.phone_index}
    Contact.objects.update_or_create(unit=contact.unit, defaults=fields)


def last_import(survey: Survey) -> UnitImport | None:
    """The import that stands and can be undone."""
    standing = survey.unit_imports.filter(applied_at__isnull=False, undone_at=None)
    return standing.order_by("applied_at", "pk").last()


@transaction.atomic
def undo_import(*, kept: UnitImport) -> None:
    """Take out the cases that the last import made, and put back what it changed."""
    Survey.objects.select_for_update().get(pk=kept.survey_id)
    if last_import(kept.survey) != kept:
        raise SurveyError([Problem("import_not_the_last", kept.survey.slug, kept.filename)])
    made = SampleUnit.objects.filter(pk__in=kept.made)
    used = made.filter(Q(submissions__isnull=False) | Q(attempts__isnull=False)).distinct()
    cases = list(used.values_list("case_id", flat=True)[:10])
    if cases:
        raise SurveyError([Problem("import_in_use", kept.survey.slug, ", ".join(cases))])
    made.delete()
    units = SampleUnit.objects.in_bulk([int(pk) for pk in kept.before])
    for pk, before in kept.before.items():
        if int(pk) in units:
            _put_back(units[int(pk)], before)
    kept.undone_at = timezone.now()
    kept.save(update_fields=["undone_at"])


def _put_back(unit: SampleUnit, before: Mapping[str, Any]) -> None:
    values = {name: before[name] for name in STORED if name in before}
    if values:
        SampleUnit.objects.filter(pk=unit.pk).update(**values)
    if before.get("contact") == "":
        Contact.objects.filter(unit=unit).delete()
    elif "contact" in before:
        sealed = Contact(unit=unit, sealed=b64decode(before["contact"]))
        _put_contact(sealed_contact(unit, opened(sealed)))


def _context(kept: UnitImport) -> str:
    return f"surveys.unit_import:{kept.pk}"
