"""What stands on a page: finished values for the templates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from surveys.instrument.nodes import Medium
from surveys.instrument.prompts import Markup
from surveys.interviewing.reading import MANY

INPUT_TYPES = {
    "date": "date",
    "time": "time",
    "datetime": "datetime-local",
    "month-year": "month",
    "scale": "number",
}
INPUT_MODES = {"integer": "numeric", "decimal": "decimal", "digits": "numeric", "year": "numeric"}


class Told(str):
    """A text in plain words; `html` is the same one with its style."""

    html: Markup


def told(words: str, html: Markup) -> Told:
    made = Told(words)
    made.html = html
    return made


NOTHING = told("", Markup())


@dataclass(frozen=True)
class Option:
    code: str
    label: Told
    chosen: bool
    media: tuple[Medium, ...] = ()


@dataclass(frozen=True)
class Field:
    """One question or text; `id` is its place in the document, `key` its name in the form."""

    key: str
    widget: str
    label: Told
    hint: Told = NOTHING
    value: str = ""
    options: tuple[Option, ...] = ()
    places: tuple[tuple[int, str], ...] = ()
    limits: Mapping[str, str] = field(default_factory=dict)
    required: bool = False
    arrangement: str = ""
    """Of the options: "scale" (numbers), "pictures", "row", "many" or "" for one below the other."""
    kind: str = ""
    fault: str = ""
    rule: str = ""
    message: Told = NOTHING
    """The questionnaire's own words for the rule that is broken, if it has any."""
    media: tuple[Medium, ...] = ()

    @property
    def id(self) -> str:
        return "q-" + re.sub(r"[^A-Za-z0-9_-]+", "-", self.key)

    @property
    def input_type(self) -> str:
        return INPUT_TYPES.get(self.widget, "")

    @property
    def input_mode(self) -> str:
        return INPUT_MODES.get(self.widget, "")

    @property
    def placeholder(self) -> str:
        """How to write it where the browser has no field for months."""
        return "2020-05" if self.widget == "month-year" else ""

    @property
    def searched(self) -> bool:
        """Whether the options are so many that people look for theirs by its name."""
        return len(self.options) > MANY

    @property
    def point(self) -> list[str]:
        """Latitude, longitude, altitude and accuracy."""
        return self.value.split(" ")

    @property
    def grouped(self) -> bool:
        """Whether it consists of several controls under one legend."""
        return self.widget in ("radios", "boxes", "rank", "point")


@dataclass(frozen=True)
class Section:
    """Questions under a common heading: a group, or one instance of a repeat (`number` from 1)."""

    key: str
    label: Told
    fields: tuple[Field, ...]
    number: int = 0
    removable: bool = False
    media: tuple[Medium, ...] = ()


@dataclass(frozen=True)
class Growth:
    """A repeat that may be added to."""

    key: str
    label: str
    empty: bool


@dataclass(frozen=True)
class PageView:
    """A page as it stands now; its title is empty where the questionnaire names no group."""

    title: str
    part: int
    parts: int
    sections: tuple[Section, ...]
    growths: tuple[Growth, ...]
    media: tuple[Medium, ...] = ()

    @property
    def fields(self) -> list[Field]:
        return [each for section in self.sections for each in section.fields]
