"""What the fields of a plan's records may hold, as their annotations say it.

The reader of plan documents checks values by it, and the page that edits plans makes its fields of
it: there is no second list of rules.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from surveys.errors.problem import Problem

LARGEST = 1e300


def is_number(value: Any) -> bool:
    """Whether a value is a number that can be computed with; true and false are none."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and abs(value) < LARGEST


class Allowed(ABC):
    """What one field may hold; `code` and `details` are the problem of everything else."""

    code: str
    nothing: Any = None
    """What a field without default holds when its value cannot be used."""

    @property
    def details(self) -> dict[str, Any]:
        return {}

    @abstractmethod
    def holds(self, value: Any) -> bool:
        """Whether the field may hold a value of a document."""

    def read(self, value: Any) -> Any:
        """The record's value for one that it holds."""
        return value


@dataclass(frozen=True)
class Names(Allowed):
    """Different names of columns or of control totals, at least one where they are needed."""

    of: Literal["variables", "margins"]
    needed: bool = True
    code = "names_form"
    nothing = ()

    def holds(self, value: Any) -> bool:
        if not isinstance(value, list) or not all(isinstance(each, str) and each for each in value):
            return False
        return len(set(value)) == len(value) and bool(value or not self.needed)

    def read(self, value: Any) -> Any:
        return tuple(value)


@dataclass(frozen=True)
class Margin(Allowed):
    """The name of one table of control totals."""

    code = "step_margin"
    nothing = ""

    def holds(self, value: Any) -> bool:
        return isinstance(value, str) and bool(value)


@dataclass(frozen=True)
class Whole(Allowed):
    """A whole number from `least` on."""

    least: int
    code = "step_whole_number"

    @property
    def details(self) -> dict[str, Any]:
        return {"least": self.least}

    def holds(self, value: Any) -> bool:
        return isinstance(value, int) and is_number(value) and value >= self.least


@dataclass(frozen=True)
class Between(Whole):
    """A whole number between two limits, both included."""

    most: int
    code = "whole_number_between"

    @property
    def details(self) -> dict[str, Any]:
        return {"least": self.least, "most": self.most}

    def holds(self, value: Any) -> bool:
        return super().holds(value) and value <= self.most


@dataclass(frozen=True)
class Classes(Whole):
    """How many classes: two or more, or 0 for none."""

    least: int = 0
    code = "step_classes"

    def holds(self, value: Any) -> bool:
        return super().holds(value) and value != 1


@dataclass(frozen=True)
class Number(Allowed):
    """A number above a limit."""

    above: float = 0.0
    code = "step_number"

    @property
    def details(self) -> dict[str, Any]:
        return {"above": f"{self.above:g}"}

    def holds(self, value: Any) -> bool:
        return is_number(value) and value > self.above

    def read(self, value: Any) -> Any:
        return float(value)


@dataclass(frozen=True)
class Tolerance(Allowed):
    """How far from a total still counts as met, relative."""

    code = "step_tolerance"

    def holds(self, value: Any) -> bool:
        return isinstance(value, float) and 0 < value <= 1e-3


@dataclass(frozen=True)
class Share(Allowed):
    """A number from 0 to less than 1."""

    code: str

    def holds(self, value: Any) -> bool:
        return is_number(value) and 0 <= value < 1


@dataclass(frozen=True)
class Around(Allowed):
    """The smallest and the largest factor, around 1."""

    code = "step_bounds"

    def holds(self, value: Any) -> bool:
        if not isinstance(value, list) or len(value) != 2 or not all(map(is_number, value)):
            return False
        return bool(0 <= value[0] < 1 < value[1])

    def read(self, value: Any) -> Any:
        return float(value[0]), float(value[1])


@dataclass(frozen=True)
class Flag(Allowed):
    """Yes or no."""

    code = "step_yes_no"

    def holds(self, value: Any) -> bool:
        return isinstance(value, bool)


@dataclass(frozen=True)
class Choice(Allowed):
    """One of some words."""

    words: tuple[str, ...]
    code: str = "step_choice"

    @property
    def details(self) -> dict[str, Any]:
        return {"choices": ", ".join(self.words)}

    def holds(self, value: Any) -> bool:
        return isinstance(value, str) and value in self.words


def allowed_in(record: type) -> dict[str, Allowed]:
    """What the fields of a record may hold, without those that no document gives."""
    hints = get_type_hints(record, include_extras=True)
    found = {field.name: _allowed(hints[field.name]) for field in fields(record)}
    return {name: each for name, each in found.items() if each is not None}


def _allowed(hint: Any) -> Allowed | None:
    if get_origin(hint) is Annotated:
        mark: Allowed | None = get_args(hint)[1]
        return mark
    return Flag() if hint is bool else Choice(get_args(hint))


def defaults_of(record: type) -> dict[str, Any]:
    """The values of the fields that a document may leave out."""
    return {field.name: field.default for field in fields(record) if field.default is not MISSING}


def read_fields(
    record: type, given: Mapping[str, Any], where: str, problems: list[Problem]
) -> dict[str, Any]:
    """The values of a record's fields; what is wrong is appended to `problems` and not used."""
    defaults, values = defaults_of(record), {}
    for name, allowed in allowed_in(record).items():
        if name not in given and name in defaults:
            continue
        value = given.get(name)
        if allowed.holds(value):
            values[name] = allowed.read(value)
            continue
        values[name] = defaults.get(name, allowed.nothing)
        if isinstance(value, bool) or name not in defaults or value != defaults[name]:
            found = repr(value) if name in given else "—"
            problems.append(Problem(allowed.code, f"{where} › {name}", found, allowed.details))
    return values
