"""What the drawing functions take: finished strings and plain numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

Shape = Literal["dot", "ring", "diamond", "square"]


@dataclass(frozen=True, slots=True)
class Layout:
    """How wide a picture is drawn, and whether it is for a narrow screen.

    A narrow picture has labels above its rows, and names curves in a legend below them.
    """

    width: float
    narrow: bool = False


WIDE = Layout(720)
NARROW = Layout(328, narrow=True)
"""The room on a phone of 360 pixels: letters are there as large as they are drawn."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawn chart: markup that becomes a picture of its own, or a part of another."""

    markup: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Axis:
    """A scale from `lower` to `upper` with ticks as (value, text)."""

    lower: float
    upper: float
    ticks: tuple[tuple[float, str], ...]
    logarithmic: bool = False

    def share(self, value: float) -> float:
        """Where a value lies, 0 at the lower end and 1 at the upper; clipped to the scale."""
        low, high, place = self.lower, self.upper, value
        if self.logarithmic:
            low, high, place = math.log(low), math.log(high), math.log(max(value, low))
        return min(1.0, max(0.0, (place - low) / (high - low)))


@dataclass(frozen=True, slots=True)
class Mark:
    """A value with its interval; None where it is not shown. `open` draws it hollow."""

    value: float | None
    lower: float | None = None
    upper: float | None = None
    shape: Shape = "dot"
    open: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled row: marks, and the text at its right end. `strong` sets it off."""

    label: str
    marks: tuple[Mark, ...]
    text: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under a heading ("" for none)."""

    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """An entry of the legend."""

    label: str
    shape: Shape = "dot"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a stacked bar: its share of the whole (None where not shown) and its text."""

    share: float | None
    text: str


@dataclass(frozen=True, slots=True)
class Stack:
    """One stacked bar; `ends` are the texts beside a diverging bar."""

    label: str
    parts: tuple[Part, ...]
    strong: bool = False
    ends: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class StackGroup:
    """Stacked bars under a heading ("" for none)."""

    heading: str
    rows: tuple[Stack, ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """A series with a mark per place; `label` stands at its end ("" for none)."""

    label: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Slope:
    """A value at two moments, and as text: the later one stands beside the label."""

    label: str
    before: Mark
    after: Mark
    texts: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Panel:
    """One picture of a grid, under its heading."""

    heading: str
    drawing: Drawing
