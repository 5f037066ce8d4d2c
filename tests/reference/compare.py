"""Comparison of our numbers with expected ones, at the tolerance of their case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from tests.reference.reading import Case, Unsupported


@dataclass(frozen=True, slots=True)
class Compared:
    """One quantity: the largest relative difference, and both sides."""

    quantity: str
    relative: float
    got: Any
    expected: Any


@dataclass(frozen=True, slots=True)
class Tolerance:
    """`rtol` is relative; an error below `noise` times its estimate counts as zero."""

    rtol: float
    noise: float

    def relative(self, got: Any, expected: Any) -> float:
        """The largest |got − expected| / |expected|, absolute where zero is expected.

        Two missing numbers are equal.
        """
        got, expected = _numbers(got), _numbers(expected)
        if got.shape != expected.shape:
            return float("inf")
        both = np.isnan(got) & np.isnan(expected)
        difference = np.where(both | (got == expected), 0.0, np.abs(got - expected))
        return _largest(difference, np.abs(expected))

    def errors(self, got: Any, expected: Any, estimates: Any) -> float:
        """The same of standard errors, noise taken for zero."""
        most = self.noise * np.abs(_numbers(estimates))
        return self.relative(
            *(np.where(_numbers(each) <= most, 0.0, _numbers(each)) for each in (got, expected))
        )

    def tails(self, got: Any, expected: Any, t: Any) -> float:
        """The same of p-values, which move up to 1 + t² times as fast as their t, relative."""
        moved = np.abs(_numbers(got) - _numbers(expected)) / (1 + np.square(_numbers(t)))
        return _largest(moved, _numbers(expected))

    def covariances(self, got: Any, expected: Any, estimates: Any) -> float:
        """The same of covariances, relative to the product of the errors.

        With noise allowed in either error, |difference| may be
        rtol s_i s_j + noise (|estimate_i| s_j + |estimate_j| s_i).
        """
        size = np.abs(_numbers(estimates))
        expected = _numbers(expected).reshape(len(size), len(size))
        got = np.asarray(got, float)
        if got.shape != expected.shape:
            return float("inf")
        error = np.sqrt(np.diag(expected))
        mixed = np.outer(size, error)
        scale = np.outer(error, error) + self.noise / self.rtol * (mixed + mixed.T)
        return _largest(np.abs(got - expected), scale)


def _numbers(given: Any) -> np.ndarray:
    return np.asarray(given, float).ravel()


def _largest(difference: np.ndarray, scale: np.ndarray) -> float:
    """In units of the scale where it is above zero; a missing number on one side is infinite."""
    ratio = difference / np.where(scale > 0, scale, 1.0)
    return float(np.max(np.where(np.isnan(ratio), np.inf, ratio), initial=0.0))


def tolerance_of(case: Case) -> Tolerance:
    given = case.given.get("tolerance", {})
    return Tolerance(given.get("rtol", 1e-12), given.get("se_atol_rel_to_estimate", 0.0))


def compared(case: Case, got: dict[str, Any], unusable: set[str]) -> Iterator[Compared]:
    """Every quantity that R gave, but the named ones."""
    yield from _compared(tolerance_of(case), got, case.given["expected"], "", unusable, case.folder)


def _compared(
    tolerance: Tolerance,
    got: dict[str, Any],
    expected: dict[str, Any],
    prefix: str,
    unusable: set[str],
    folder: Path,
) -> Iterator[Compared]:
    for name, value in expected.items():
        if name in unusable or value is None:
            continue
        if name not in got:
            raise Unsupported(f"quantity {prefix}{name}")
        ours, path = got[name], f"{prefix}{name}"
        if name == "file":
            table = pd.read_csv(folder / value).to_dict("list")
            yield from _compared(tolerance, ours, table, f"{value} › ", unusable, folder)
        elif name == "groups":
            for one, other in _paired(ours, value):
                place = f"{one['key']} › "
                yield from _compared(tolerance, other, one, place, unusable, folder)
        elif isinstance(value, dict) and name != "key":
            yield from _compared(tolerance, ours, value, f"{path} › ", unusable, folder)
        else:
            yield Compared(path, _difference(tolerance, name, ours, expected), ours, value)


def _paired(ours: list[dict[str, Any]], groups: list[dict[str, Any]]) -> Iterator[tuple[Any, Any]]:
    found = {tuple(sorted(each["key"].items())): each for each in ours}
    asked = {tuple(sorted(each["key"].items())): each for each in groups}
    if found.keys() != asked.keys():
        raise Unsupported(f"other groups: {sorted(found.keys() ^ asked.keys())}")
    return ((asked[key], found[key]) for key in asked)


def _difference(tolerance: Tolerance, name: str, got: Any, expected: dict[str, Any]) -> float:
    value = expected[name]
    if name in ("key", "labels", "terms", "row_levels", "col_levels", "term"):
        return 0.0 if got == value else float("inf")
    if name == "cv":
        return tolerance.errors(got, value, np.ones_like(got))
    if name == "p_value" and "t" in expected:
        return tolerance.tails(got, value, expected["t"])
    if name not in ("se", "vcov"):
        return tolerance.relative(got, value)
    estimates = next((expected[each] for each in ("estimate", "coef") if each in expected), None)
    if "groups" in expected:
        # R lists the coefficients of a breakdown by variable, then by group.
        estimates = np.array([each["estimate"] for each in expected["groups"]]).T.ravel()
    if estimates is None:
        return tolerance.relative(got, value)
    compare = tolerance.errors if name == "se" else tolerance.covariances
    return compare(got, value, estimates)
