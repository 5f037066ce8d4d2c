"""What is to be estimated: indicators and the domains they are broken down by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from surveys.cleaning.conditions import Condition
from surveys.estimation.methods import IntervalMethod
from surveys.plans.estimation.estimate import Statistic


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of a plan.

    `variable` is a column of the frame. A proportion reads a 0/1 column, or a category column
    whose every level is then estimated. A ratio divides the totals of `variable` and
    `denominator`. `where` limits the universe. `labels` are texts per site language, and so is `base`:
    among whom the estimate is, where it is not among all respondents.
    """

    name: str
    statistic: Statistic
    variable: str
    denominator: str = ""
    where: Condition | None = None
    interval: IntervalMethod = "t"
    labels: Mapping[str, str] = field(default_factory=dict)
    base: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    chapter: str = ""


@dataclass(frozen=True, slots=True)
class EstimationPlan:
    """Indicators, each estimated for the whole population and for every domain breakdown.

    `domains` are tuples of category columns: (("sex",), ("city",), ("sex", "wtype")).
    """

    indicators: tuple[Indicator, ...]
    domains: tuple[tuple[str, ...], ...]
    confidence: float = 0.95
