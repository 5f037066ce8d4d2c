"""Base weights of a sample that was drawn already (Horvitz and Thompson 1952)."""

from __future__ import annotations

import numpy as np

from surveys.errors import Problem, SurveyError
from surveys.errors.documents import listed
from surveys.numerics.grouping import Floats
from surveys.sampling.design import Design, Stage


def from_sizes(design: Design) -> Floats:
    """Π N/n over the stages, for clusters drawn with equal probability in their strata; (n,).

    A stage without population sizes, and a population smaller than the sample, are errors.
    """
    weights = np.ones(len(design.stages[0].strata))
    for number, stage in enumerate(design.stages, start=1):
        weights = weights * _step(stage, f"stage {number}")
    return weights


def from_probabilities(probabilities: Floats) -> Floats:
    """1 / Π π, from probabilities (n, stages) that are above 0 and at most 1."""
    wrong = ~((probabilities > 0) & (probabilities <= 1)).all(axis=1)
    if wrong.any():
        found = listed(f"{row + 1}: {probabilities[row]}" for row in np.flatnonzero(wrong))
        raise SurveyError([Problem("probability_range", "probabilities", found)])
    return np.asarray(1 / probabilities.prod(axis=1), np.float64)


def _step(stage: Stage, where: str) -> Floats:
    if stage.population_sizes is None:
        raise SurveyError([Problem("population_sizes_missing", where, "—")])
    first = np.unique(stage.clusters, return_index=True)[1]
    drawn = np.bincount(stage.strata[first])[stage.strata]
    short = stage.population_sizes < drawn
    if short.any():
        row = int(np.flatnonzero(short)[0])
        found = f"{stage.population_sizes[row]:g} < {drawn[row]}"
        raise SurveyError([Problem("population_smaller_than_sample", where, found)])
    return np.asarray(stage.population_sizes / drawn, np.float64)
