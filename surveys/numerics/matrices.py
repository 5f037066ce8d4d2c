"""Matrices, full or sparse."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.sparse import csr_array, diags_array, hstack, issparse

from surveys.numerics.grouping import Floats, IntCodes, indicators, membership

Matrix = Floats | csr_array
# Beyond so many numbers, a matrix that is mostly zero is kept as a sparse one.
MOST_NUMBERS = 20_000_000


def full(matrix: Any) -> Floats:
    """A matrix with its zeros."""
    return np.asarray(matrix if isinstance(matrix, np.ndarray) else matrix.toarray(), np.float64)


def products(x: Matrix, weights: Floats) -> Floats:
    """Σ w x x' over the rows of x (n, p), shape (p, p)."""
    weighted: Any = x * weights[:, None]
    return full(weighted.T @ x)


def scaled(x: Matrix, factors: Floats) -> Matrix:
    """The columns of x (n, p) times factors (p,)."""
    return x @ diags_array(factors) if issparse(x) else x * factors


def design_matrix(codes: list[IntCodes], sizes: list[int], numbers: Floats) -> Matrix:
    """A 0/1 column per level of each variable, `codes` (n,), then columns of `numbers` (n, q)."""
    width = sum(sizes) + numbers.shape[1]
    if len(numbers) * width <= MOST_NUMBERS:
        levels = [indicators(part, size) for part, size in zip(codes, sizes, strict=True)]
        return np.hstack([*levels, numbers])
    blocks: list[Any] = [membership(part, size).T for part, size in zip(codes, sizes, strict=True)]
    return csr_array(hstack([*blocks, csr_array(numbers)]))
