"""Domains of a frame: which rows belong, and how many clusters and strata they touch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

import numpy as np

from surveys.cleaning.frame import Frame
from surveys.estimation.estimate import Domain
from surveys.numerics.grouping import Floats, IntCodes, group_sums, levels_of
from surveys.sampling.design import Design


@dataclass(frozen=True, slots=True)
class Domains:
    """Names of k domains, and `members` (n, k): 1 for the rows that belong, else 0."""

    names: tuple[Domain, ...]
    members: Floats


def domains_of(frame: Frame, breakdowns: Iterable[tuple[str, ...]]) -> Domains:
    """The whole population, then every combination of levels of each breakdown, in their order.

    A level without rows stays, as an empty domain. A row with a missing value belongs to none.
    """
    names: list[Domain] = [()]
    columns = [np.ones(len(frame))]
    for variables in breakdowns:
        levels = [levels_of(frame.data[variable]) for variable in variables]
        for combination in product(*(range(len(each.names)) for each in levels)):
            pairs = list(zip(levels, combination, strict=True))
            inside = np.logical_and.reduce([each.codes == code for each, code in pairs])
            level_names = [each.names[code] for each, code in pairs]
            names.append(tuple(zip(variables, level_names, strict=True)))
            columns.append(inside.astype(np.float64))
    return Domains(tuple(names), np.column_stack(columns))


def degrees_of_freedom(
    design: Design, weights: Floats, members: Floats
) -> tuple[IntCodes, IntCodes]:
    """Degrees of freedom and clusters per domain, each (k,).

    Clusters less strata of the first stage, counting those with a weighted row in the domain
    (Korn & Graubard 1999).
    """
    first = design.stages[0]
    counted = members * (weights > 0)[:, None]
    clusters = _touched(counted, first.clusters)
    return clusters - _touched(counted, first.strata), clusters


def _touched(counted: Floats, codes: IntCodes) -> IntCodes:
    groups = int(codes.max(initial=-1)) + 1
    return np.asarray(np.count_nonzero(group_sums(counted, codes, groups), axis=0), np.int64)
