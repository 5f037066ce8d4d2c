"""Small random draws that answers are made of."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

Shares = Mapping[str, float]
"""Code → share of answers; relative sizes are enough."""


def pick(random: np.random.Generator, shares: Shares) -> str:
    """One code, drawn with its share."""
    left = random.random() * sum(shares.values())
    for code, share in shares.items():
        left -= share
        if left < 0:
            return code
    return code


def several(
    random: np.random.Generator, chances: Shares, *, otherwise: str = "", most: int | None = None
) -> str:
    """Codes that each come up with their own chance, in the given order, or `otherwise`."""
    chosen = [code for code, chance in chances.items() if random.random() < chance]
    return " ".join(chosen[:most]) or otherwise


def yes_no(random: np.random.Generator, chance: float) -> str:
    """The code 1 with this chance, else 0."""
    return "1" if random.random() < chance else "0"


def whole(random: np.random.Generator, mean: float, spread: float, low: float, high: float) -> int:
    """A rounded normal number within bounds."""
    return round(min(max(random.normal(mean, spread), low), high))


def score(random: np.random.Generator, mean: float, levels: int = 5) -> str:
    """A level of a rating scale from 1: a rounded normal number around `mean`."""
    return str(whole(random, mean, 1.0, 1, levels))


def between(random: np.random.Generator, low: float, high: float) -> float:
    """A uniform number."""
    return float(low + (high - low) * random.random())


def round_to(value: float, step: int) -> int:
    """The nearest multiple of `step`, as people report money."""
    return step * round(value / step)
