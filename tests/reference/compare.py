"""Comparison with an expected number, at the tolerance of its case."""

from __future__ import annotations

from typing import Any

import numpy as np

Case = dict[str, Any]


def agree(case: Case, quantity: str, got: Any, expected: Any) -> None:
    """Equal within the case's relative tolerance; the failure says what was asked of R."""
    got, expected = np.asarray(got, float).ravel(), np.asarray(expected, float).ravel()
    assert got.shape == expected.shape, f"{case['id']} {quantity}: {got.shape} {expected.shape}"
    off = np.abs(got - expected) > case["tolerance"]["rtol"] * np.abs(expected)
    assert not off.any(), _told(case, quantity, got, expected)


def errors_agree(case: Case, got: Any, expected: Any, estimates: Any) -> None:
    """The same for standard errors; one that is noise beside its estimate counts as zero."""
    allowed = case["tolerance"]["se_atol_rel_to_estimate"] * np.abs(np.ravel(estimates))
    clean = [np.where(np.ravel(each) <= allowed, 0.0, np.ravel(each)) for each in (got, expected)]
    agree(case, "standard error", *clean)


def covariances_agree(case: Case, got: np.ndarray, expected: Any) -> None:
    """Equal within the tolerance of the two standard errors' product."""
    expected = np.asarray(expected, float).reshape(got.shape)
    scale = np.sqrt(np.outer(np.diag(expected), np.diag(expected)))
    off = np.abs(got - expected) > 10 * case["tolerance"]["rtol"] * scale + 1e-30
    assert not off.any(), _told(case, "covariance", got, expected)


def _told(case: Case, quantity: str, got: np.ndarray, expected: np.ndarray) -> str:
    asked = " ; ".join(case["r"]["call"]) if "r" in case else ""
    return f"{case['id']} {quantity}: expected {expected}, got {got} ← {asked}"
