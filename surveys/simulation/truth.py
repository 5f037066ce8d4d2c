"""What is true of the population: values of the main indicators, and counts to calibrate to."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from surveys.simulation import codes
from surveys.simulation.population import Flags, Population

WILLING_AT = 70
"""The price, yuan a month, at which the share willing to pay is reported."""
CONTROL_SOURCE = {"en": "Synthetic population, exact counts", "zh-hans": "模拟总体，精确计数"}
CONTROL_DATE = "2021-04-01"

Levels = tuple[str, ...]
Breakdown = tuple[Levels, NDArray[Any]]
"""Codes of a variable's levels, and each person's index into them, shape (N,)."""


def true_values(population: Population, members: Flags | None = None) -> dict[str, float]:
    """Indicator name → value over all persons, or over `members` (shape (N,)) of a domain.

    Shares are fractions; `income` is the mean in yuan a month, `hours` the mean per week,
    `willingness_*` the median, the mean and the share willing to pay at least `WILLING_AT`.
    """
    who = slice(None) if members is None else members
    shares = {
        name: float(getattr(population, name)[who].mean())
        for name in ("pension", "unemployment", "injury_cover", "injured", "income", "hours")
    }
    willingness = population.willingness[who]
    return shares | {
        "willingness_median": float(np.median(willingness)),
        "willingness_mean": float(willingness.mean()),
        "willingness_share_70": float((willingness >= WILLING_AT).mean()),
    }


def breakdowns(population: Population) -> dict[str, Breakdown]:
    """The categorical variables by their column in a frame of answers."""
    return {
        "a_city": (codes.CITY_CODES, population.city),
        "a_stratum": (codes.WORKER_TYPES, population.worker_type),
        "b_sex": (codes.SEX, population.female),
        "age_group": (codes.AGE_GROUPS, population.age_group),
        "b_migrant": (codes.MIGRANT, population.migrant),
        "education": (codes.EDUCATION_GROUPS, population.education),
    }


MARGINS: Mapping[str, tuple[str, ...]] = {
    "city_type": ("a_city", "a_stratum"),
    "sex_type": ("b_sex", "a_stratum"),
    "age": ("age_group",),
    "migrant_city": ("b_migrant", "a_city"),
    "education": ("education",),
}


def control_totals(population: Population) -> dict[str, dict[str, Any]]:
    """The `control_totals` part of a weighting plan: population counts of the five margins."""
    variables = breakdowns(population)
    return {
        name: {
            "variables": list(columns),
            "source": CONTROL_SOURCE,
            "date": CONTROL_DATE,
            "quality": "assumption",
            "totals": _counts({column: variables[column] for column in columns}),
        }
        for name, columns in MARGINS.items()
    }


def _counts(variables: Mapping[str, Breakdown]) -> dict[str, int] | list[dict[str, Any]]:
    """Level → count for one variable; a row per cell with its `total` for a crossing."""
    shape = tuple(len(levels) for levels, _ in variables.values())
    cell = np.ravel_multi_index(
        tuple(index.astype(np.int64) for _, index in variables.values()), shape
    )
    counts = np.bincount(cell, minlength=int(np.prod(shape))).tolist()
    cells = product(*(levels for levels, _ in variables.values()))
    if len(variables) == 1:
        return {level: count for (level,), count in zip(cells, counts, strict=True)}
    return [
        dict(zip(variables, levels, strict=True)) | {"total": count}
        for levels, count in zip(cells, counts, strict=True)
    ]
