"""What is asked of volunteers: an answer of 0 and 1 or a number, and the groups it is told of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from surveys.cleaning.conditions import holds
from surveys.cleaning.frame import Frame
from surveys.estimation.volunteers.samples import Inside
from surveys.numerics.grouping import Floats, Mask
from surveys.numerics.regression import Family
from surveys.plans.estimation.domains import Domains, domains_of
from surveys.plans.estimation.estimate import Domain
from surveys.plans.estimation.indicators import variable_of
from surveys.plans.estimation.plan import EstimationPlan, Indicator
from surveys.plans.volunteers.samples import Both


@dataclass(frozen=True, slots=True)
class Group:
    """A domain: who of both samples belongs to it and to the universe, and how many volunteers.

    `n` have an answer, `count` of them have it at 1, and `missing` have none.
    """

    domain: Domain
    inside: Inside
    n: int
    count: int
    missing: int

    @property
    def is_empty(self) -> bool:
        return self.n == 0 or not self.inside.reference.any()


@dataclass(frozen=True, slots=True)
class Question:
    """The answers `y` (n_A,) to one question, zero where there is none.

    `asked` (n_A,) tells with 1 who is meant and has answered, `counted` also who is not meant.
    """

    number: int
    indicator: Indicator
    level: str
    y: Floats
    asked: Floats
    counted: Floats
    groups: tuple[Group, ...]

    @property
    def family(self) -> Family:
        return "binomial" if self.indicator.statistic == "proportion" else "gaussian"

    @property
    def is_constant(self) -> bool:
        """A share of nobody or of everybody: no model has such answers."""
        whole = self.groups[0]
        return self.family == "binomial" and whole.count in (0, whole.n)


def questions_of(both: Both, plan: EstimationPlan, *, of_reference: bool) -> list[Question]:
    """The questions of a plan: one per indicator, or per level where it is a category.

    With `of_reference` groups and universes are those of the reference sample as well.
    """
    domains = domains_of(both.frame, ((), *plan.domains))
    theirs = domains_of(both.reference.frame, ((), *plan.domains)) if of_reference else None
    return [
        question
        for number, indicator in enumerate(plan.indicators, start=1)
        for question in _questions(number, indicator, both, domains, theirs)
    ]


def _questions(
    number: int, indicator: Indicator, both: Both, domains: Domains, theirs: Domains | None
) -> Iterator[Question]:
    variable = variable_of(indicator, both.frame)
    meant = variable.universe[both.rows]
    answered = (variable.valid & variable.known)[both.rows]
    asked = meant & answered
    counted = (asked | ~meant).astype(np.float64)
    universe = _universe(indicator, both.reference.frame, theirs)
    codes = domains.codes[:, both.rows]
    members = [
        ((codes == place).any(0), _members(name, both.reference.frame, theirs) & universe)
        for place, name in enumerate(domains.names)
    ]
    for place, level in enumerate(variable.levels):
        if variable.codes is not None:
            y = np.asarray(variable.codes[both.rows] == place, np.float64)
        else:
            assert variable.y is not None
            y = np.where(asked, variable.y[both.rows, 0], 0.0)
        groups = tuple(
            _group(name, ours, other, y, asked, meant)
            for name, (ours, other) in zip(domains.names, members, strict=True)
        )
        yield Question(
            number, indicator, level, y * asked, asked.astype(np.float64), counted, groups
        )


def _group(domain: Domain, ours: Mask, theirs: Mask, y: Floats, asked: Mask, meant: Mask) -> Group:
    inside = ours & asked
    return Group(
        domain,
        Inside(inside.astype(np.float64), theirs.astype(np.float64)),
        int(inside.sum()),
        int((y[inside] == 1).sum()),
        int((ours & meant).sum() - inside.sum()),
    )


def _universe(indicator: Indicator, reference: Frame, theirs: Domains | None) -> Mask:
    if indicator.where is None or theirs is None:
        return np.ones(len(reference), np.bool_)
    return holds(indicator.where, reference).fillna(False).to_numpy(np.bool_)


def _members(domain: Domain, reference: Frame, theirs: Domains | None) -> Mask:
    """Who of the reference sample belongs to a domain; everybody where it does not matter."""
    if theirs is None:
        return np.ones(len(reference), np.bool_)
    if domain not in theirs.names:
        return np.zeros(len(reference), np.bool_)
    return np.asarray((theirs.codes == theirs.names.index(domain)).any(0))
