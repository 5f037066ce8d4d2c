"""Domains of a frame: which rows belong to which."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np

from surveys.cleaning.frame import Frame
from surveys.estimation.estimate import Domain
from surveys.numerics.grouping import IntCodes, levels_of


@dataclass(frozen=True, slots=True)
class Domains:
    """Domains of one breakdown: their names, and the domain of every row (n,), -1 for none.

    `first` is the place of the first of them in the whole breakdown.
    """

    names: tuple[Domain, ...]
    codes: IntCodes
    first: int = 0

    def __len__(self) -> int:
        return len(self.names)

    def parts(self, most: int) -> Iterator[Domains]:
        """The same domains in order, at most so many at a time."""
        for start in range(0, len(self), most):
            names = self.names[start : start + most]
            codes = self.codes - start
            inside = (codes >= 0) & (codes < len(names))
            yield Domains(names, np.where(inside, codes, -1), start)


def domains_of(frame: Frame, variables: tuple[str, ...]) -> Domains:
    """Every combination of the variables' levels, in their order; () is the whole population.

    A level without rows stays, as an empty domain. A row with a missing value belongs to none.
    """
    levels = [levels_of(frame.data[variable]) for variable in variables]
    codes = np.zeros(len(frame), np.int64)
    for each in levels:
        codes = np.where((codes < 0) | (each.codes < 0), -1, codes * len(each.names) + each.codes)
    combinations = product(*(each.names for each in levels))
    names = tuple(tuple(zip(variables, each, strict=True)) for each in combinations)
    return Domains(names, codes)
