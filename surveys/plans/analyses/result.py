"""What an analysis found, as plain numbers; the words for its codes are the report's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from surveys.plans.estimation.estimate import ADDED_LATER, Domain

Kind = Literal["model", "contrast", "test", "table"]


@dataclass(frozen=True, slots=True)
class Row:
    """One number of an analysis; what does not exist is None.

    `part` is the block it stands in, such as "coefficients" or "margins"; `of` names the variables
    and levels that it is of, the empty tuple the constant; `against` is the level it is compared
    with. `statistic` is t or F with `above` and `below` degrees of freedom.
    """

    part: str
    of: Domain
    against: str = ""
    value: float | None = None
    error: float | None = None
    lower: float | None = None
    upper: float | None = None
    statistic: float | None = None
    above: float | None = None
    below: float | None = None
    p_value: float | None = None


@dataclass(frozen=True, slots=True)
class Analysis:
    """The rows of one model, contrast, test or table.

    `method` is the model's family, the test, or the statistic compared; `variables` are those
    analysed, the outcome first. `n` counts the respondents used, `group` those of the smallest
    group that a number rests on, `cell` those of the smallest count in a numerator: publication
    depends on them.
    """

    name: str
    kind: Kind
    method: str
    variables: tuple[str, ...]
    n: int
    group: int
    cell: int
    rows: tuple[Row, ...]
    unit: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    base: Mapping[str, str] = field(default_factory=dict, metadata=ADDED_LATER)
