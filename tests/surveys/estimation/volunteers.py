"""Volunteers and a reference sample, small or as in the reference cases."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import numpy as np

from surveys.estimation.volunteers.samples import Reference, Samples, Volunteers, samples_of
from surveys.sampling.design import Design, Stage

REFERENCE = Path(__file__).parents[2] / "reference"
AGES = ("25-34", "35-44", "45-54", "55+")
TERMS = (
    "(Intercept)",
    "sectortrad",
    *(f"age5{age}" for age in AGES),
    "sexM",
    "migrant",
    "educ_hi",
)


def rows_of(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def matrix_of(rows: list[dict[str, str]]) -> np.ndarray:
    """The columns TERMS of R's model matrix for sector + age5 + sex + migrant + educ_hi."""
    return np.array(
        [
            [
                1,
                row["sector"] == "trad",
                *(row["age5"] == age for age in AGES),
                row["sex"] == "M",
                int(row["migrant"]),
                int(row["educ_hi"]),
            ]
            for row in rows
        ],
        float,
    )


def reference_samples(volunteers: str, reference: str, weights: str, answer: str) -> Samples:
    people, drawn = rows_of(volunteers), rows_of(reference)
    y = np.array([float(row[answer]) for row in people])
    d = np.array([float(row[weights]) for row in drawn])
    return samples_of(
        TERMS,
        Volunteers(matrix_of(people), y, np.ones(len(y))),
        Reference(matrix_of(drawn), d, None),
    )


def population(random: np.random.Generator, size: int = 20_000) -> tuple[np.ndarray, np.ndarray]:
    """Covariates with a constant, and answers that depend on them."""
    x = np.column_stack([np.ones(size), random.random(size) < 0.4, random.normal(size=size)])
    return x, 40 + 3 * x[:, 1] + 2 * x[:, 2] + random.normal(0, 4, size)


@cache
def drawn(
    seed: int, volunteers: int = 400, clusters: int = 40, case_weights: bool = False
) -> Samples:
    """Volunteers by a logit of the covariates; a reference of `clusters` in two strata."""
    random = np.random.default_rng(seed)
    x, y = population(random)
    chance = np.exp(0.6 * x[:, 1] + 0.5 * x[:, 2])
    a = random.random(len(x)) < volunteers * chance / chance.sum()
    b = random.permutation(len(x))[: clusters * 10]
    cluster = np.arange(len(b)) % clusters
    weights = random.uniform(0.5, 1.5, a.sum()) if case_weights else np.ones(a.sum())
    return samples_of(
        ("constant", "city", "age"),
        Volunteers(x[a], y[a], weights),
        Reference(x[b], np.full(len(b), len(x) / len(b)), Design((Stage(cluster % 2, cluster),))),
    )
