"""What may be shown: every estimate becomes a cell that is published, marked, or suppressed.

Runs before anything is drawn; a suppressed cell carries no number of the estimate, so that no
table, chart or sentence can show it by accident. Where publication rules of statistical offices
differ, the stricter one holds:

* reliability of proportions: National Center for Health Statistics data presentation standards
  for proportions (2017), from the effective sample size and the width of the interval;
* reliability of other statistics: coefficient of variation, as Statistics Canada's bands;
* confidentiality: no count below five in the numerator of a proportion or its complement, and no
  such count may follow from a published total and the other cells of its row.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from surveys.errors import Problem, raise_if_any
from surveys.findings.secondary import complements
from surveys.plans.estimation.estimate import Domain, Estimate, Statistic

Status = Literal["published", "caution", "suppressed"]


@dataclass(frozen=True, slots=True)
class Rule:
    """Thresholds of publication; shares are fractions.

    A proportion whose interval is at least `widest` wide is suppressed, one at most `narrow` wide
    is shown; between them the width may be `relative_width` times the proportion.
    """

    minimum_n: int = 30
    caution_n: int = 60
    minimum_clusters: int = 3
    maximum_cv: float = 0.333
    caution_cv: float = 0.166
    minimum_count: int = 5
    minimum_effective_n: float = 30.0
    widest: float = 0.30
    narrow: float = 0.05
    relative_width: float = 1.30
    caution_degrees_of_freedom: int = 8

    def __post_init__(self) -> None:
        raise_if_any(
            Problem("rule_order", f"rule › {low}", str(getattr(self, low)), {"other": high})
            for low, high in (
                ("minimum_n", "caution_n"),
                ("caution_cv", "maximum_cv"),
                ("narrow", "widest"),
            )
            if getattr(self, low) > getattr(self, high)
        )


DEFAULT = Rule()


@dataclass(frozen=True, slots=True)
class Cell:
    """An estimate as it may be shown; the numbers of a suppressed cell are None.

    `cv` is the coefficient of variation; for a proportion the larger of p and 1 − p. `reasons`
    are codes of why a cell is marked or suppressed. `n` is None below the smallest count.
    """

    name: str
    statistic: Statistic
    level: str
    domain: Domain
    unit: str
    status: Status
    reasons: tuple[str, ...] = ()
    value: float | None = None
    standard_error: float | None = None
    lower: float | None = None
    upper: float | None = None
    cv: float | None = None
    design_effect: float | None = None
    effective_n: float | None = None
    degrees_of_freedom: int = 0
    n: int | None = None

    @property
    def shown(self) -> bool:
        return self.status != "suppressed"


def publish(estimates: Iterable[Estimate], rule: Rule = DEFAULT) -> tuple[Cell, ...]:
    """One cell per estimate, in the same order."""
    given = tuple(estimates)
    _refuse_duplicates(given)
    found = [suppression_reasons(estimate, rule) for estimate in given]
    hidden = {i for i, reasons in enumerate(found) if reasons}
    confidential = {i for i in hidden if "few_in_numerator" in found[i]}
    also = complements(given, hidden, confidential)
    cells = []
    for index, estimate in enumerate(given):
        reasons = found[index] or (("complement",) if index in also else ())
        cells.append(_cell(estimate, reasons, rule))
    return tuple(cells)


def suppression_reasons(estimate: Estimate, rule: Rule = DEFAULT) -> tuple[str, ...]:
    """Codes of the rules by which this estimate on its own must not be shown."""
    if estimate.n == 0 or math.isnan(estimate.value):
        return ("empty",)
    reasons = []
    if estimate.n < rule.minimum_n:
        reasons.append("few_respondents")
    if estimate.clusters < rule.minimum_clusters:
        reasons.append("few_clusters")
    if _few_in_numerator(estimate, rule):
        reasons.append("few_in_numerator")
    if estimate.standard_error is None:
        reasons.append("no_standard_error")
    elif _unreliable(estimate, rule):
        reasons.append("imprecise")
    return tuple(reasons)


def caution_reasons(estimate: Estimate, rule: Rule = DEFAULT) -> tuple[str, ...]:
    """Codes of the rules by which this estimate is shown in parentheses."""
    reasons = []
    if estimate.n < rule.caution_n:
        reasons.append("moderate_n")
    cv = coefficient_of_variation(estimate)
    if cv is not None and cv > rule.caution_cv:
        reasons.append("moderate_cv")
    if estimate.degrees_of_freedom < rule.caution_degrees_of_freedom:
        reasons.append("few_degrees_of_freedom")
    return tuple(reasons)


def coefficient_of_variation(estimate: Estimate) -> float | None:
    """Standard error over value; for a proportion over the smaller of p and 1 − p."""
    base = abs(estimate.value)
    if estimate.statistic == "proportion":
        base = min(base, 1.0 - base)
    if estimate.standard_error is None or not base > 0:
        return None
    return estimate.standard_error / base


def _few_in_numerator(estimate: Estimate, rule: Rule) -> bool:
    if estimate.statistic != "proportion" or estimate.count is None:
        return False
    return min(estimate.count, estimate.n - estimate.count) < rule.minimum_count


def _unreliable(estimate: Estimate, rule: Rule) -> bool:
    if estimate.statistic == "proportion":
        return _unreliable_proportion(estimate, rule)
    cv = coefficient_of_variation(estimate)
    return cv is None or cv > rule.maximum_cv


def _unreliable_proportion(estimate: Estimate, rule: Rule) -> bool:
    if estimate.effective_n is not None and estimate.effective_n < rule.minimum_effective_n:
        return True
    width = _width(estimate)
    if width >= rule.widest:
        return True
    return width > rule.narrow and width > rule.relative_width * estimate.value


def _width(estimate: Estimate) -> float:
    """Width of the interval; without one, of the normal 95 % interval."""
    if estimate.lower is None or estimate.upper is None:
        return 2 * 1.96 * (estimate.standard_error or 0.0)
    return estimate.upper - estimate.lower


def _cell(estimate: Estimate, reasons: tuple[str, ...], rule: Rule) -> Cell:
    cell = Cell(
        name=estimate.name,
        statistic=estimate.statistic,
        level=estimate.level,
        domain=estimate.domain,
        unit=estimate.unit,
        status="suppressed",
        reasons=reasons,
        n=estimate.n if estimate.n >= rule.minimum_count else None,
    )
    if reasons:
        return cell
    cautions = caution_reasons(estimate, rule)
    return replace(
        cell,
        status="caution" if cautions else "published",
        reasons=cautions,
        value=estimate.value,
        standard_error=estimate.standard_error,
        lower=estimate.lower,
        upper=estimate.upper,
        cv=coefficient_of_variation(estimate),
        design_effect=estimate.design_effect,
        effective_n=estimate.effective_n,
        degrees_of_freedom=estimate.degrees_of_freedom,
    )


def _refuse_duplicates(estimates: tuple[Estimate, ...]) -> None:
    seen: set[tuple[str, str, Domain]] = set()
    problems = []
    for estimate in estimates:
        key = (estimate.name, estimate.level, estimate.domain)
        if key in seen:
            where = f"{estimate.name} › {estimate.level or '–'} › {estimate.domain}"
            problems.append(Problem("estimate_twice", where, "a second estimate"))
        seen.add(key)
    raise_if_any(problems)
