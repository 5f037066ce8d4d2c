"""Domains of a frame: which rows belong to which."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from surveys.cleaning.frame import Frame
from surveys.cleaning.levels import levels_of
from surveys.numerics.grouping import IntCodes
from surveys.plans.estimation.estimate import Domain


@dataclass(frozen=True, slots=True)
class Domains:
    """Domains of several breakdowns: their names, and every row's domain in each, -1 for none.

    `codes` are (breakdowns, n); the domains of all breakdowns are counted on.
    """

    names: tuple[Domain, ...]
    codes: IntCodes

    def __len__(self) -> int:
        return len(self.names)

    def parts(self, most: int) -> Iterator[Domains]:
        """The same domains in order, at most so many at a time."""
        if len(self) <= most:
            yield self
            return
        for start in range(0, len(self), most):
            names = self.names[start : start + most]
            codes = self.codes - start
            inside = (codes >= 0) & (codes < len(names))
            used = inside.any(1)
            yield Domains(names, np.where(inside, codes, -1)[used])


def domains_of(frame: Frame, breakdowns: Sequence[tuple[str, ...]]) -> Domains:
    """Every combination of levels of each breakdown, in their order; () is the whole population.

    A level without rows stays, as an empty domain. A row with a missing value belongs to none.
    """
    names: list[Domain] = []
    layers = []
    for variables in breakdowns:
        levels = [levels_of(frame.data[variable]) for variable in variables]
        codes = np.zeros(len(frame), np.int64)
        for each in levels:
            missing = (codes < 0) | (each.codes < 0)
            codes = np.where(missing, -1, codes * len(each.names) + each.codes)
        layers.append(np.where(codes < 0, -1, codes + len(names)))
        combinations = product(*(each.names for each in levels))
        names += [tuple(zip(variables, each, strict=True)) for each in combinations]
    return Domains(tuple(names), np.stack(layers))
