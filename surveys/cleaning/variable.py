"""What a column of the frame means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

Kind = Literal["category", "number", "money", "text"]
KINDS: tuple[Kind, ...] = get_args(Kind)
NUMERIC: tuple[Kind, ...] = ("number", "money")
Labels = Mapping[str, str]
"""A text per site language: {"en": …, "zh-hans": …}."""


@dataclass(frozen=True, slots=True)
class Variable:
    """What a column means: its kind, its label, the labels of its levels, its unit or currency."""

    name: str
    kind: Kind
    labels: Labels = field(default_factory=dict)
    level_labels: Mapping[str, Labels] = field(default_factory=dict)
    unit: str = ""
    """For `money` the ISO 4217 currency code; for `number` a plain unit such as "hours"."""
