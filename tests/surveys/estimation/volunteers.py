"""Volunteers and a reference sample, small; R's nonprobsvy is in tests/reference."""

from __future__ import annotations

import numpy as np

from surveys.estimation.volunteers import (
    Reference,
    Samples,
    Volunteers,
    samples_of,
)
from surveys.sampling.design import Design, Stage
from surveys.sampling.replicates import ReplicateDesign


def population(random: np.random.Generator, size: int = 20_000) -> tuple[np.ndarray, np.ndarray]:
    """Covariates with a constant, and answers that depend on them."""
    x = np.column_stack([np.ones(size), random.random(size) < 0.4, random.normal(size=size)])
    return x, 40 + 3 * x[:, 1] + 2 * x[:, 2] + random.normal(0, 4, size)


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
