"""What imported lists of cases and of panel members have in common: kept until they were seen,
compared, taken over, and taken back.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Generic, TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from portal.models import User
from portal.vault import seal, unseal
from surveys.errors import Problem, SurveyError
from surveys.models import Contact, Panel, PanelMember, Survey, UnitImport
from surveys.services.batches import BATCH, FEW
from surveys.services.contacts import Owner, opened, owned_by, phone_index, sealed_contact

KEPT = timedelta(days=7)
Line = TypeVar("Line")
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Difference(Generic[Line]):
    """A line that changes what is stored: by field what stands there and what will; the changed
    contact data by name only, as a preview is no reason to read it.
    """

    line: Line
    row: Owner
    values: Mapping[str, tuple[Any, Any]]
    contact: Mapping[str, str] | None
    contact_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview(Generic[Line]):
    """What a list would do. `shared` have a telephone number that somebody else has too."""

    new: list[Line]
    changed: list[Difference[Line]]
    unchanged: int
    problems: list[Problem]
    shared: list[str]
    known: Mapping[str, int] = field(default_factory=dict)
    """Keys of what the lines name: people by e-mail address, or cases by their name."""


def difference(
    line: Line, row: Owner, told: Values, given: Mapping[str, str] | None
) -> Difference[Line]:
    """What these values, and this contact data (None: nothing is told of it), would change."""
    values = {
        name: (getattr(row, name), value)
        for name, value in told.items()
        if getattr(row, name) != value
    }
    if given is None:
        return Difference(line, row, values, None, ())
    contact = getattr(row, "contact", None)
    before = opened(contact) if contact else {}
    after = {**before, **given}
    names = tuple(name for name, text in after.items() if before.get(name, "") != text)
    return Difference(line, row, values, after, names)


def shared_numbers(
    stored: Mapping[str, str], contacts: Mapping[str, Mapping[str, str]]
) -> list[str]:
    """Whose number somebody else has too; `stored` has the indices, both are by name."""
    indices = {name: phone_index(contact.get("phone")) for name, contact in contacts.items()}
    given = {name: index for name, index in indices.items() if index}
    counts = Counter({**stored, **given}.values())
    return sorted(name for name, index in given.items() if counts[index] > 1)


def stored_indices(contacts: QuerySet[Contact], name: str) -> dict[str, str]:
    """The indices of telephone numbers by the name of their owner."""
    return dict(contacts.exclude(phone_index="").values_list(name, "phone_index"))


@transaction.atomic
def keep_import(
    *,
    survey: Survey,
    filename: str,
    content: bytes,
    actor: User | None,
    panel: Panel | None = None,
    targets: Mapping[str, int] | None = None,
) -> UnitImport:
    """Keep a list until somebody has seen what it changes; it takes the place of an earlier one.

    `targets` are the interviews wanted by stratum, where the list is a drawn sample.
    """
    survey.unit_imports.filter(applied_at=None, made_by=actor, panel=panel).delete()
    kept = UnitImport.objects.create(
        survey=survey,
        panel=panel,
        filename=filename,
        made_by=actor,
        targets={name: {"wanted": wanted} for name, wanted in (targets or {}).items()},
    )
    kept.sealed_content = seal(b64encode(content).decode(), _context(kept))
    kept.save(update_fields=["sealed_content"])
    return kept


def content_of(kept: UnitImport) -> bytes:
    """The list that is not applied yet."""
    return b64decode(unseal(kept.sealed_content, _context(kept)))


def _context(kept: UnitImport) -> str:
    return f"surveys.unit_import:{kept.pk}"


def forget_unseen() -> None:
    """Remove lists that nobody has stored within a week: they hold names and numbers of people."""
    UnitImport.objects.filter(applied_at=None, made_at__lte=timezone.now() - KEPT).delete()


def last_import(survey: Survey, panel: Panel | None = None) -> UnitImport | None:
    """The import that stands and can be undone: of cases, or of a panel's members."""
    standing = survey.unit_imports.filter(panel=panel, applied_at__isnull=False, undone_at=None)
    return standing.order_by("applied_at", "pk").last()


def waiting_import(kept: UnitImport) -> UnitImport:
    """The list as it is now, locked; SurveyError where somebody has applied it meanwhile: what it
    replaced would be forgotten.
    """
    found = UnitImport.objects.select_for_update().filter(pk=kept.pk, applied_at=None).first()
    if found is None:
        raise SurveyError([Problem("import_applied", kept.survey.slug, kept.filename)])
    return found


def refuse_earlier(kept: UnitImport) -> None:
    """SurveyError where a later import stands."""
    if last_import(kept.survey, kept.panel) != kept:
        raise SurveyError([Problem("import_not_the_last", kept.survey.slug, kept.filename)])


def store_new(
    lines: Sequence[Line], make: Callable[[Line], Owner], told: Callable[[Line], Values | None]
) -> list[int]:
    """Store a row for each line, and the contact data it tells; returns their keys."""
    rows = [make(line) for line in lines]
    if rows:
        type(rows[0]).objects.bulk_create(rows, batch_size=BATCH)  # type: ignore[arg-type]
    contacts = [
        sealed_contact(row, contact)
        for row, line in zip(rows, lines, strict=True)
        if (contact := told(line)) and any(contact.values())
    ]
    Contact.objects.bulk_create(contacts, batch_size=BATCH)
    return [row.pk for row in rows]


def change(changed: Sequence[Difference[Line]]) -> dict[str, dict[str, Any]]:
    """Store the changes; returns by key what they replaced."""
    replaced = {str(each.row.pk): _before(each) for each in changed}
    told = [(each.row, {name: new for name, (_old, new) in each.values.items()})
            for each in changed]  # fmt: skip
    _update(told)
    put_contacts(
        (each.row, each.contact)
        for each in changed
        if each.contact_names and each.contact is not None
    )
    return replaced


def _update(rows: Iterable[tuple[Owner, Values]]) -> None:
    """Write these values of these rows; other fields may change meanwhile."""
    by_fields: dict[tuple[str, ...], list[Owner]] = {}
    for row, values in rows:
        for name, value in values.items():
            setattr(row, name, value)
        by_fields.setdefault(tuple(sorted(values)), []).append(row)
    for names, some in by_fields.items():
        if names:
            type(some[0]).objects.bulk_update(some, names, batch_size=FEW)  # type: ignore[arg-type]


def _before(each: Difference[Line]) -> dict[str, Any]:
    before: dict[str, Any] = {name: old for name, (old, _new) in each.values.items()}
    if each.contact_names:
        contact = getattr(each.row, "contact", None)
        before["contact"] = b64encode(bytes(contact.sealed)).decode() if contact else ""
    return before


def put_contacts(owned: Iterable[tuple[Owner, Mapping[str, str]]]) -> None:
    """Store contact data, in place of what is there."""
    made: list[Contact] = []
    known: list[Contact] = []
    for owner, data in owned:
        contact = sealed_contact(owner, data)
        present = getattr(owner, "contact", None)
        if present is None:
            made.append(contact)
        else:
            present.sealed, present.phone_index = contact.sealed, contact.phone_index
            known.append(present)
    Contact.objects.bulk_create(made, batch_size=BATCH)
    Contact.objects.bulk_update(known, ["sealed", "phone_index"], batch_size=FEW)


def put_back(rows: Mapping[int, Owner], before: Mapping[str, Mapping[str, Any]]) -> None:
    """Store again what an import replaced, in those rows that are still there."""
    there = [(rows[int(pk)], old) for pk, old in before.items() if int(pk) in rows]
    _update(
        (row, {name: value for name, value in old.items() if name != "contact"})
        for row, old in there
    )
    Contact.objects.filter(
        pk__in=[
            row.contact.pk for row, old in there if old.get("contact") == "" and has_contact(row)
        ]
    ).delete()
    put_contacts((row, _unsealed(row, old["contact"])) for row, old in there if old.get("contact"))


def has_contact(row: Owner) -> bool:
    """Whether contact data are stored for it."""
    return getattr(row, "contact", None) is not None


def forget_replaced_contacts(member: PanelMember) -> None:
    """Erase what imports keep of a person's contact data, so that no undoing brings them back."""
    cases = dict(member.units.values_list("pk", "survey_id"))
    _forget(UnitImport.objects.filter(panel=member.panel_id), {str(member.pk)})
    of_cases = UnitImport.objects.filter(panel=None, survey__in=set(cases.values()))
    _forget(of_cases, set(map(str, cases)))


def _forget(imports: QuerySet[UnitImport], keys: set[str]) -> None:
    for each in imports.select_for_update().exclude(before={}).only("before"):
        sealed = [each.before[key].pop("contact", "") for key in keys & each.before.keys()]
        if any(sealed):
            each.save(update_fields=["before"])


def _unsealed(row: Owner, sealed: str) -> dict[str, str]:
    return opened(Contact(**owned_by(row), sealed=b64decode(sealed)))
