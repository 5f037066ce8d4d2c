"""Integer codes of groups, and sums over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

IntCodes = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Membership = Floats | csc_array
DENSE_CELLS = 4096
# A sparse matrix takes longer to make than a full one of so many numbers.
DENSE_NUMBERS = 10_000
# Up to so many columns one count after the other is faster than a product.
FEW_COLUMNS = 12


@dataclass(frozen=True, slots=True)
class Cells:
    """Rows grouped by the combination of their codes.

    `codes` (n,) are the rows' cells; `parts` hold, per crossed variable, the code of each cell,
    shape (cells,). A cell may have no row.
    """

    codes: IntCodes
    parts: tuple[IntCodes, ...]

    def __len__(self) -> int:
        return len(self.parts[0])


def cells_of(codes: Sequence[IntCodes], sizes: Sequence[int]) -> Cells:
    """The crossing of columns of codes from 0 to size - 1, in the order of the combinations.

    All combinations are cells while they are few, which needs no sorting; else those that occur.
    """
    if prod(sizes) <= max(DENSE_CELLS, len(codes[0])):
        joint = codes[0].copy()
        for part, size in zip(codes[1:], sizes[1:], strict=True):
            joint *= size
            joint += part
        grid = np.unravel_index(np.arange(prod(sizes)), tuple(sizes))
        return Cells(joint, tuple(np.asarray(part, np.int64) for part in grid))
    joint, first = crossed(codes)
    return Cells(joint, tuple(part[first] for part in codes))


def crossed(codes: Sequence[IntCodes]) -> tuple[IntCodes, IntCodes]:
    """One code per combination that occurs, and the first row of each.

    Returns (n,) codes from 0 in the order of the combinations, and (cells,) row numbers.
    """
    combined = np.zeros(len(codes[0]), np.int64)
    for part in codes:
        _, combined = np.unique(combined, return_inverse=True)
        combined = combined * (int(part.max(initial=0)) + 1) + part
    _, first, inverse = np.unique(combined, return_index=True, return_inverse=True)
    return inverse.astype(np.int64), first.astype(np.int64)


def group_sums(values: Floats, codes: IntCodes, groups: int) -> Floats:
    """Sums of the rows of `values`, (n,) or (n, k), per group: (groups,) or (groups, k)."""
    if values.ndim == 1:
        return np.asarray(np.bincount(codes, values, groups), np.float64)
    if values.shape[1] <= FEW_COLUMNS:
        sums = [np.bincount(codes, column, groups) for column in values.T]
        return np.stack(sums, axis=1) if sums else np.zeros((groups, 0))
    return np.asarray(membership(codes, groups) @ values, np.float64)


def membership(codes: IntCodes, groups: int) -> Membership:
    """1 where a row belongs to a group, shape (groups, n): times rows it gives sums per group."""
    rows = len(codes)
    if rows * groups <= DENSE_NUMBERS:
        return np.asarray(np.arange(groups)[:, None] == codes, np.float64)
    return csc_array((np.ones(rows), codes, np.arange(rows + 1)), shape=(groups, rows))


def indicators(codes: IntCodes, groups: int) -> Floats:
    """A 0/1 column per group, shape (n, groups); a row coded -1 is all zero."""
    return np.asarray(codes[:, None] == np.arange(groups), np.float64)
