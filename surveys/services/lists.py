"""What imported lists of cases and of panel members have in common: kept until they were seen,
taken over, and taken back.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, TypedDict

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from portal.models import User
from portal.vault import seal, unseal
from surveys.errors import Problem, SurveyError, raise_if_any
from surveys.models import Contact, Panel, PanelMember, Survey, UnitImport
from surveys.services.batches import BATCH, FEW
from surveys.services.contacts import Owner, opened, owned_by, sealed_contact
from surveys.services.differences import Difference, Line, Preview, Values

KEPT = timedelta(days=7)


class File(TypedDict):
    """A list as it was chosen."""

    filename: str
    content: bytes


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


def file_of(kept: UnitImport) -> File:
    """The list that is not applied yet."""
    content = b64decode(unseal(kept.sealed_content, _context(kept)))
    return {"filename": kept.filename, "content": content}


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
    waiting = UnitImport.objects.select_for_update().filter(pk=kept.pk, applied_at=None).first()
    if waiting is None:
        raise SurveyError([Problem("import_applied", kept.survey.slug, kept.filename)])
    return waiting


def refuse_earlier(kept: UnitImport) -> None:
    """SurveyError where a later import stands."""
    if last_import(kept.survey, kept.panel) != kept:
        raise SurveyError([Problem("import_not_the_last", kept.survey.slug, kept.filename)])


def store(kept: UnitImport, seen: Preview[Line], make: Callable[[Line], Owner]) -> None:
    """Store what the list says, in rows made of its new lines; SurveyError where it has problems."""
    raise_if_any(seen.problems)
    kept.before = _change(seen.changed)
    kept.made = _store_new(seen.new, make)
    kept.sealed_content, kept.applied_at = b"", timezone.now()
    kept.save()


def take_back(kept: UnitImport, made: QuerySet[Any], known: QuerySet[Any]) -> None:
    """Take out the rows that an import made, and put back what it changed in these."""
    made.delete()
    _put_back(known.select_related("contact").in_bulk([*map(int, kept.before)]), kept.before)
    kept.undone_at = timezone.now()
    kept.save(update_fields=["undone_at"])


def _store_new(lines: Sequence[Line], make: Callable[[Line], Owner]) -> list[int]:
    """Store a row for each line, and the contact data it tells; returns their keys."""
    rows = [make(line) for line in lines]
    if rows:
        type(rows[0]).objects.bulk_create(rows, batch_size=BATCH)  # type: ignore[arg-type]
    contacts = [
        sealed_contact(row, line.contact)
        for row, line in zip(rows, lines, strict=True)
        if line.contact and any(line.contact.values())
    ]
    Contact.objects.bulk_create(contacts, batch_size=BATCH)
    return [row.pk for row in rows]


def _change(changed: Sequence[Difference[Line]]) -> dict[str, dict[str, Any]]:
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
    for names, alike in by_fields.items():
        if names:
            type(alike[0]).objects.bulk_update(alike, names, batch_size=FEW)  # type: ignore[arg-type]


def _before(each: Difference[Line]) -> dict[str, Any]:
    """What it replaces, as JSON holds it: days as text, which the model reads again."""
    before: dict[str, Any] = {
        name: str(old) if isinstance(old, date) else old
        for name, (old, _new) in each.values.items()
    }
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


def _put_back(rows: Mapping[int, Owner], before: Mapping[str, Mapping[str, Any]]) -> None:
    """Store again what an import replaced, in those rows that are still there."""
    there = [(rows[int(pk)], old) for pk, old in before.items() if int(pk) in rows]
    _update(
        (row, {name: value for name, value in old.items() if name != "contact"})
        for row, old in there
    )
    Contact.objects.filter(
        pk__in=[
            row.contact.pk
            for row, old in there
            if old.get("contact") == "" and getattr(row, "contact", None) is not None
        ]
    ).delete()
    put_contacts((row, _unsealed(row, old["contact"])) for row, old in there if old.get("contact"))


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
