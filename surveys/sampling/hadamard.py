"""Hadamard matrices: square, of 1 and -1, with orthogonal rows; the first column is all ones."""

from __future__ import annotations

from itertools import count

import numpy as np
from numpy.typing import NDArray

Signs = NDArray[np.int64]


def hadamard(least: int) -> Signs:
    """The smallest Hadamard matrix known here with `least` rows or more.

    Orders come from Paley's two constructions over the primes (Paley 1933) and from doubling
    (Sylvester 1867). Every multiple of four below 52 is among them; up to 600 rows the matrix has
    at most eleven more than asked for.
    """
    return next(
        matrix for order in count(max(least, 1)) if (matrix := _of_order(order)) is not None
    )


def _of_order(order: int) -> Signs | None:
    if order == 1:
        return np.ones((1, 1), np.int64)
    if order % 4 == 0 and _is_prime(order - 1):
        return _normalised(_paley(order - 1) + np.eye(order, dtype=np.int64))
    half = order // 2
    if order % 4 == 0 and half % 4 == 2 and _is_prime(half - 1):
        return _normalised(_symmetric(_paley(half - 1)))
    smaller = _of_order(half) if order % 2 == 0 else None
    return None if smaller is None else np.kron(np.array([[1, 1], [1, -1]]), smaller)


def _is_prime(number: int) -> bool:
    return number > 1 and all(number % divisor for divisor in range(2, int(number**0.5) + 1))


def _paley(prime: int) -> Signs:
    """The conference matrix of the quadratic residues, shape (prime + 1, prime + 1)."""
    residue = np.full(prime, -1)
    residue[np.arange(prime) ** 2 % prime] = 1
    residue[0] = 0
    places = np.arange(prime)
    matrix = np.zeros((prime + 1, prime + 1), np.int64)
    matrix[1:, 1:] = residue[(places[:, None] - places) % prime]
    matrix[0, 1:] = 1
    matrix[1:, 0] = 1 if prime % 4 == 1 else -1
    return matrix


def _symmetric(conference: Signs) -> Signs:
    """Each 0 becomes one 2 x 2 block, each 1 or -1 another (Paley's second construction)."""
    return np.kron(conference, np.array([[1, 1], [1, -1]])) + np.kron(
        np.eye(len(conference), dtype=np.int64), np.array([[1, -1], [-1, -1]])
    )


def _normalised(matrix: Signs) -> Signs:
    return matrix * matrix[:, :1]
