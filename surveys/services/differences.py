"""An imported list beside what is stored: its new lines, what the others change, shared numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet

from surveys.errors import Problem
from surveys.imports.member_list import MemberLine
from surveys.imports.unit_list import UnitLine
from surveys.models import Contact
from surveys.services.contacts import Owner, opened, phone_index

Line = TypeVar("Line", bound=UnitLine | MemberLine)
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
    """What a list would do. `shared` have a telephone number that somebody else has too; `keys` are
    those of what the lines name: people by e-mail address, or cases by their name.
    """

    new: list[Line]
    known: list[Difference[Line]]
    problems: list[Problem]
    shared: list[str]
    keys: Mapping[str, int]

    @property
    def changed(self) -> list[Difference[Line]]:
        """The lines of what is known that say something else."""
        return [each for each in self.known if each.values or each.contact_names]

    @property
    def counts(self) -> dict[str, int]:
        """How many lines of each kind there are."""
        new, known, changed = map(len, (self.new, self.known, self.changed))
        return {"new": new, "changed": changed, "unchanged": known - changed}


def told_values(line: Line, fields: Iterable[str]) -> dict[str, Any]:
    """What a line says of these fields; an empty cell says nothing."""
    return {name: value for name in fields if (value := getattr(line, name)) is not None}


def difference(
    line: Line, row: Owner, told: Values, told_contact: Mapping[str, str] | None
) -> Difference[Line]:
    """What these values, and this contact data (None: nothing is told of it), would change."""
    values = {
        name: (getattr(row, name), value)
        for name, value in told.items()
        if getattr(row, name) != value
    }
    if told_contact is None:
        return Difference(line, row, values, None, ())
    contact = getattr(row, "contact", None)
    before = opened(contact) if contact else {}
    after = {**before, **told_contact}
    names = tuple(name for name, text in after.items() if before.get(name, "") != text)
    return Difference(line, row, values, after, names)


def shared_numbers(
    contacts: QuerySet[Contact], owner: str, told: Mapping[str, Mapping[str, str]]
) -> list[str]:
    """Whose number somebody else has too, of those with stored contacts (`owner` has the name that
    a list calls them by) and those of whom a list tells, by name.
    """
    stored = dict(contacts.exclude(phone_index="").values_list(owner, "phone_index"))
    indices = {name: phone_index(contact.get("phone")) for name, contact in told.items()}
    listed = {name: index for name, index in indices.items() if index}
    counts = Counter({**stored, **listed}.values())
    return sorted(name for name, index in listed.items() if counts[index] > 1)
