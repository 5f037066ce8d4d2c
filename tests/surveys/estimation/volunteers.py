"""Volunteers and a reference sample, small or as in the reference cases."""

from __future__ import annotations

import csv
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from surveys.estimation.volunteers import (
    Reference,
    Samples,
    Volunteers,
    pseudo_likelihood,
    samples_of,
)
from surveys.estimation.volunteers.errors import propensity_variance
from surveys.estimation.volunteers.estimators import outcome_model
from surveys.numerics.regression import Family
from surveys.sampling.design import Design, Stage
from surveys.sampling.replicates import ReplicateDesign

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


def rao_wu(samples: Samples, replicates: int, random: np.random.Generator) -> ReplicateDesign:
    """Factors of the clusters: n − 1 of n drawn with replacement in each stratum."""
    stage = samples.reference.design.stages[0]
    _, first, clusters = np.unique(stage.clusters, return_index=True, return_inverse=True)
    strata, factors = stage.strata[first], np.ones((len(first), replicates))
    for stratum in np.unique(strata):
        n = int((strata == stratum).sum())
        times = random.multinomial(n - 1, np.full(n, 1 / n), replicates)
        factors[strata == stratum] = times.T * n / (n - 1)
    scale, ones = 1 / (replicates - 1), np.ones(replicates)
    return ReplicateDesign(clusters, factors, scale, ones, False, "bootstrap")


def nonprobsvy_error(samples: Samples, family: Family) -> float:
    """The standard error that R's nonprobsvy 0.2.3 gives a doubly robust mean.

    It is our formula with propensities looked up in the wrong rows: the list holds the volunteers'
    first and the reference sample's after them, and the last n_A are taken. Besides, the reference
    sample's contributions are centred as a whole, where Chen, Li & Wu centre the imputed values.
    """
    outcome, right = outcome_model(samples, family), pseudo_likelihood(samples)
    a, b = samples.volunteers, samples.reference
    p = np.concatenate([right.volunteers, right.reference])[-len(a.y) :]
    slope = a.x.T @ (outcome.residuals * (1 - p) / p)
    of_propensity = right.reference * (b.x @ np.linalg.solve(right.information(samples), slope))
    centre = outcome.mean(samples) + np.average(of_propensity, weights=b.weights)
    wrong = replace(right, volunteers=p)
    population = float(b.weights.sum())
    return float(
        np.sqrt(
            propensity_variance(
                samples, wrong, outcome.residuals, outcome.imputed - centre, population
            )
        )
    )
