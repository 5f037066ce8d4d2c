"""Base weights of a sample that was drawn already (Horvitz and Thompson 1952)."""

from __future__ import annotations

import numpy as np

from surveys.errors import Problem, SurveyError
from surveys.numerics.grouping import Floats
from surveys.sampling.design import Design
from surveys.sampling.strata import drawn


def from_sizes(design: Design) -> Floats:
    """Π N/n over the stages, for clusters drawn with equal probability in their strata; (n,).

    A stage without population sizes, and a population smaller than the sample, are errors.
    """
    weights = np.ones(len(design.stages[0].strata))
    for number, stage in enumerate(design.stages, start=1):
        sample, where = drawn(stage), f"stage {number}"
        if stage.population_sizes is None:
            raise SurveyError([Problem("population_sizes_missing", where, "—")])
        for stratum in np.flatnonzero(sample.fractions > 1)[:1]:
            count = sample.counts[stratum]
            found = f"{count / sample.fractions[stratum]:g} < {count}"
            raise SurveyError([Problem("population_smaller_than_sample", where, found)])
        weights = weights / sample.fractions[sample.strata]
    return weights
