"""Drawing a sample from a frame by a plan: the allocation, its expected precision, the rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from surveys.cleaning.levels import levels_of
from surveys.errors import Problem, SurveyError, raise_if_any
from surveys.errors.documents import listed, unknown_variable
from surveys.numerics.grouping import Floats, IntCodes, crossed
from surveys.plans.columns import complete_levels, positive_numbers
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
    order: IntCodes | None


@dataclass(frozen=True, slots=True)
class Planned:
    """One stratum, or the whole: what stands on the frame, what is drawn, what to expect."""

    name: str
    population: float
    units: int
    issued: int
    completes: float
    margin_of_error: float | None


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
    names = tuple(JOINT.join(each.names[each.codes[row]] for each in levels) for row in first)
    domain_codes = [
        each.codes[first]
        for name, each in zip(plan.strata, levels, strict=True)
        if name in plan.allocation.domains
    ]
    rows = np.arange(len(table))
    return Frame(
        strata=strata,
        clusters=rows if clusters is None else crossed([strata, clusters])[0],
        domains=crossed([np.zeros(len(first), np.int64), *domain_codes])[0],
        sizes=sizes,
        names=names,
        order=_order(table, plan),
    )


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
    """First-stage units to draw in each stratum, shape (strata,)."""
    rule, strata = plan.allocation, len(frame.names)
    sizes = np.asarray(np.bincount(frame.strata, frame.sizes, strata), np.float64)
    first = np.unique(frame.clusters, return_index=True)[1]
    available = np.bincount(frame.strata[first], minlength=strata)
    total, minimum, domain_minimum = (
        allocation.clusters_for(persons, plan.take)
        for persons in (_first_stage_persons(plan), rule.minimum, rule.domain_minimum)
    )
    return allocation.allocate_in_domains(
        total,
        _measures(sizes, frame, plan, where),
        frame.domains,
        domain_least=domain_minimum,
        least=minimum,
        most=available,
        where=f"{where} › allocation",
    )


def _measures(sizes: Floats, frame: Frame, plan: SamplePlan, where: str) -> Floats:
    rule = plan.allocation
    if rule.method == "neyman":
        return allocation.neyman(sizes, _spreads(frame, plan, where))
    exponents = {"proportional": 1.0, "power": rule.exponent, "equal": 0.0}
    return allocation.power(sizes, exponents[rule.method])


def _first_stage_persons(plan: SamplePlan) -> int:
    """Interviews where clusters are drawn, issued cases where rows are."""
    if plan.cluster or plan.measure:
        return plan.completes
    return precision.issued(plan.completes, plan.rates)


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


def expect(frame: Frame, plan: SamplePlan, units: IntCodes) -> tuple[Planned, ...]:
    """The allocation with the precision to expect, the whole first."""
    sizes = np.bincount(frame.strata, frame.sizes, len(frame.names))
    if plan.cluster or plan.measure:
        issued, completes = units * issued_per_cluster(plan), 1.0 * units * plan.take
    else:
        issued, completes = units, units * plan.rates.completes
    rows = [
        _planned(name, plan, *values)
        for name, *values in zip(
            frame.names, sizes.tolist(), units.tolist(), issued.tolist(), completes, strict=True
        )
    ]
    sums = (float(sizes.sum()), int(units.sum()), int(issued.sum()), completes.sum())
    return (_planned("", plan, *sums), *rows)


def _planned(
    name: str, plan: SamplePlan, population: float, units: int, issued: int, completes: float
) -> Planned:
    margin = None
    if completes > 0:
        margin = precision.margin_of_error(
            completes, plan.share, plan.expected.design_effect, population=population
        )
    return Planned(name, population, units, issued, float(completes), margin)


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
