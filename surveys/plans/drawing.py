"""Drawing a sample from a frame by a plan: the allocation, its expected precision, the rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from surveys.cleaning.levels import Levels, levels_of
from surveys.errors import Problem, SurveyError, raise_if_any
from surveys.errors.documents import listed, unknown_variable
from surveys.numerics.grouping import Floats, IntCodes, crossed
from surveys.plans.columns import complete_levels, positive_numbers
from surveys.plans.goal import Parts
from surveys.plans.sample import SamplePlan
from surveys.sampling import allocation, draws, precision

JOINT = " × "
ADDED = ("probability_1", "probability_2", "inclusion_probability", "base_weight")


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame as codes: `strata` and `clusters` (n,), `domains` (strata,), `sizes` (n,).

    `clusters` are the units of the first stage; `sizes` what a row stands for.
    """

    strata: IntCodes
    clusters: IntCodes
    domains: IntCodes
    sizes: Floats
    names: tuple[str, ...]
    domain_names: tuple[str, ...]
    order: IntCodes | None

    def sizes_in(self, parts: Parts) -> Floats:
        """What stands on the frame in each part."""
        sizes = np.asarray(np.bincount(self.strata, self.sizes, len(self.names)), np.float64)
        if parts == "all":
            return np.array([sizes.sum()])
        in_domains = np.asarray(np.bincount(self.domains, sizes), np.float64)
        return sizes if parts == "strata" else in_domains


def read_frame(table: pd.DataFrame, plan: SamplePlan, where: str) -> Frame:
    """The columns that the plan names; raises `SurveyError` with all that is wrong."""
    problems: list[Problem] = []
    wanted = [*plan.strata, *plan.order, *filter(None, (plan.cluster, plan.measure))]
    for name in dict.fromkeys(wanted):
        if name not in table.columns:
            problems.append(unknown_variable(name, table.columns, where))
    taken = [name for name in ADDED if name in table.columns]
    if taken:
        problems.append(Problem("frame_column_reserved", where, listed(taken)))
    raise_if_any(problems)
    levels = [complete_levels(table[name], problems) for name in plan.strata]
    clusters = complete_levels(table[plan.cluster], problems).codes if plan.cluster else None
    sizes = np.ones(len(table))
    if plan.measure:
        sizes = positive_numbers(table[plan.measure], "size_not_positive", problems)
    raise_if_any(problems)
    strata, first = crossed([np.zeros(len(table), np.int64), *(each.codes for each in levels)])
    names = _joint(levels, first)
    of_domains = [
        each
        for name, each in zip(plan.strata, levels, strict=True)
        if name in plan.allocation.domains
    ]
    domain_codes = [np.zeros(len(first), np.int64), *(each.codes[first] for each in of_domains)]
    domains, first_strata = crossed(domain_codes)
    rows = np.arange(len(table))
    return Frame(
        strata=strata,
        clusters=rows if clusters is None else crossed([strata, clusters])[0],
        domains=domains,
        sizes=sizes,
        names=names,
        domain_names=_joint(of_domains, first[first_strata]),
        order=_order(table, plan),
    )


def _joint(levels: Sequence[Levels], rows: IntCodes) -> tuple[str, ...]:
    """The names of the crossed levels that stand on these rows."""
    return tuple(JOINT.join(each.names[each.codes[row]] for each in levels) for row in rows)


def _order(table: pd.DataFrame, plan: SamplePlan) -> IntCodes | None:
    if not plan.order:
        return None
    return np.lexsort([_sort_key(table[name]) for name in reversed(plan.order)]).astype(np.int64)


def _sort_key(column: pd.Series) -> IntCodes | Floats:
    """Numbers by value, other columns by their text; a missing value stands first."""
    numbers = pd.to_numeric(column, errors="coerce")
    if numbers.notna().eq(column.notna()).all():
        return numbers.fillna(-np.inf).to_numpy(np.float64)
    return levels_of(column).codes


def allocate(frame: Frame, plan: SamplePlan, where: str) -> IntCodes:
    """First-stage units to draw in each stratum, shape (strata,): as many as the goal takes."""
    rule, goal = plan.allocation, plan.goal
    first = np.unique(frame.clusters, return_index=True)[1]
    available = np.bincount(frame.strata[first], minlength=len(frame.names))
    least = np.minimum(_units([rule.minimum], plan), available)
    domain_least = _units([rule.domain_minimum], plan)
    total = int(_units([plan.completes], plan)[0])
    if goal.is_set:
        needed = _units(needs(frame, plan), plan)
        if goal.parts == "strata":
            least = np.maximum(least, needed)
        elif goal.parts == "domains":
            domain_least = np.maximum(domain_least, needed)
        in_domains = np.maximum(domain_least, np.bincount(frame.domains, least).astype(np.int64))
        total = max(total, int(in_domains.sum()), int(needed[0]))
    return allocation.allocate_in_domains(
        total,
        _measures(frame.sizes_in("strata"), frame, plan, where),
        frame.domains,
        domain_least=domain_least,
        least=least,
        most=available,
        where=f"{where} › allocation",
    )


def needs(frame: Frame, plan: SamplePlan) -> list[int]:
    """The interviews that the goal takes in each of its parts."""
    parts = frame.sizes_in(plan.goal.parts).tolist()
    return [plan.goal.interviews(plan.share, plan.expected, size) for size in parts]


def _units(interviews: Sequence[int], plan: SamplePlan) -> IntCodes:
    """First-stage units that give so many interviews: clusters, or rows that are issued."""
    if plan.cluster or plan.measure:
        return np.array([allocation.clusters_for(each, plan.take) for each in interviews])
    return np.array([precision.issued(each, plan.rates) for each in interviews])


def _measures(sizes: Floats, frame: Frame, plan: SamplePlan, where: str) -> Floats:
    rule = plan.allocation
    if rule.method == "neyman":
        return allocation.neyman(sizes, _spreads(frame, plan, where))
    exponents = {"proportional": 1.0, "power": rule.exponent, "equal": 0.0}
    return allocation.power(sizes, exponents[rule.method])


def issued_per_cluster(plan: SamplePlan) -> int:
    """Cases to issue in a cluster so that `take` answer."""
    return precision.issued(plan.take, plan.rates)


def _spreads(frame: Frame, plan: SamplePlan, where: str) -> Floats:
    spreads = plan.allocation.spreads
    missing = [name for name in frame.names if name not in spreads]
    unknown = [name for name in spreads if name not in frame.names]
    if missing or unknown:
        place = f"{where} › allocation › spreads"
        names = {"strata": listed(frame.names)}
        raise SurveyError([Problem("allocation_strata", place, listed(missing + unknown), names)])
    return np.array([spreads[name] for name in frame.names])


@dataclass(frozen=True, slots=True)
class Planned:
    """One part: what stands on the frame, what is drawn, what to expect.

    `difference` is the smallest that shows between two groups with as many interviews; `needed`
    are the interviews that the goal takes. None where there is no interview or no goal.
    """

    part: Parts
    name: str
    population: float
    units: int
    issued: int
    completes: float
    needed: int | None
    margin_of_error: float | None = None
    variation: float | None = None
    difference: float | None = None


def expect(frame: Frame, plan: SamplePlan, units: IntCodes) -> tuple[Planned, ...]:
    """The allocation with the precision to expect: the whole, domains where asked for, strata."""
    if plan.cluster or plan.measure:
        issued, completes = units * issued_per_cluster(plan), 1.0 * units * plan.take
    else:
        issued, completes = units, units * plan.rates.completes
    places: dict[Parts, tuple[tuple[str, ...], IntCodes]] = {
        "all": (("",), np.zeros_like(frame.domains)),
        "domains": (frame.domain_names if plan.allocation.domains else (), frame.domains),
        "strata": (frame.names, np.arange(len(frame.names))),
    }
    rows = []
    for part, (names, place) in places.items():
        goal = plan.goal.is_set and plan.goal.parts == part
        needed = needs(frame, plan) if goal else [None] * len(names)
        columns = (np.bincount(place, each).tolist() for each in (units, issued, completes))
        sizes = frame.sizes_in(part).tolist()
        rows += [
            _planned(plan, part, *values)
            for values in zip(names, sizes, *columns, needed, strict=False)
        ]
    return tuple(rows)


def _planned(
    plan: SamplePlan,
    part: Parts,
    name: str,
    population: float,
    units: float,
    issued: float,
    n: float,
    needed: int | None,
) -> Planned:
    row = Planned(part, name, population, int(units), int(issued), n, needed)
    if n <= 0:
        return row
    share, effect, goal = plan.share, plan.expected.design_effect, plan.goal
    return replace(
        row,
        margin_of_error=precision.margin_of_error(
            n, share, effect, population=population, confidence=goal.confidence
        ),
        variation=precision.coefficient_of_variation(n, share, effect, population=population),
        difference=precision.detectable_difference(
            n, n, share, effect, power=goal.power, confidence=goal.confidence
        ),
    )


def draw(
    frame: Frame, plan: SamplePlan, units: IntCodes, random: np.random.Generator
) -> draws.Draw:
    """The sample: sorted lists are drawn systematically, others in random order."""
    order = random.permutation(len(frame.strata)) if frame.order is None else frame.order
    within = draws.simple_random if frame.order is None else draws.systematic
    if plan.cluster:
        return draws.two_stage(
            frame.strata,
            frame.clusters,
            units,
            issued_per_cluster(plan),
            random,
            within=within,
            order=order,
        )
    method = draws.pps_systematic(frame.sizes) if plan.measure else within
    return draws.in_strata(frame.strata, units, method, random, order)


def drawn_table(table: pd.DataFrame, drawn: draws.Draw) -> pd.DataFrame:
    """The drawn lines of the frame, in its order, with probabilities and base weights."""
    found = table.iloc[drawn.rows].copy()
    for name, column in zip(ADDED, drawn.probabilities.T, strict=False):
        found[name] = column
    found["inclusion_probability"] = drawn.inclusion_probability
    found["base_weight"] = drawn.base_weight
    return found.sort_index()
