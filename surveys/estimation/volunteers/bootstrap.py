"""Bootstrap errors: both samples are drawn again and every model is fitted anew.

The volunteers are drawn with replacement, the reference sample by replicate factors of its
clusters, as of the Rao–Wu bootstrap (Rao, Wu & Yue 1992).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from surveys.errors import Problem, SurveyError, raise_if_any
from surveys.estimation.volunteers.estimate import VolunteerEstimate
from surveys.estimation.volunteers.samples import Reference, Samples
from surveys.numerics.grouping import Floats
from surveys.sampling.replicates import ReplicateDesign

LEAST = 20
"""Replicates that have to succeed for a standard error."""


def bootstrapped(
    samples: Samples,
    estimator: Callable[[Samples], VolunteerEstimate],
    factors: ReplicateDesign,
    random: np.random.Generator,
) -> VolunteerEstimate:
    """The estimate with the standard deviation of its replicates as standard error.

    `factors` are those of the reference sample's rows; there are as many replicates as columns.
    A replicate without an estimate is counted as failed; raises `SurveyError` if few are left.
    """
    estimate = estimator(samples)
    values: list[float] = []
    number = factors.factors.shape[1]
    for column in factors.of_rows().T:
        try:
            values.append(estimator(drawn_again(samples, column, random)).value)
        except SurveyError:
            continue
    if len(values) < LEAST:
        found, least = f"{len(values)} / {number}", {"least": LEAST}
        raise_if_any([Problem("bootstrap_failed", estimate.method, found, least)])
    return replace(
        estimate,
        standard_error=float(np.std(values, ddof=1)),
        variance="bootstrap",
        replicates=number,
        failed=number - len(values),
    )


def drawn_again(samples: Samples, factors: Floats, random: np.random.Generator) -> Samples:
    """One replicate: weights tell how often a row is drawn, 0 for one that is not."""
    a, b = samples.volunteers, samples.reference
    times = np.bincount(random.integers(0, len(a.y), len(a.y)), minlength=len(a.y))
    return Samples(
        samples.terms,
        replace(a, weights=a.weights * times),
        Reference(b.x, b.weights * factors, None),
    )
