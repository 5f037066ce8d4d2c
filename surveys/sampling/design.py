"""The sample design as estimation needs it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from surveys.numerics.grouping import Floats, IntCodes

OUTCOMES = ("respondent", "nonrespondent", "ineligible", "unknown")
LonelyPsu = Literal["fail", "remove", "adjust", "average"]


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of selection; every array has a value per row of the frame, shape (n,).

    `strata` and `clusters` are codes from 0; cluster codes are unique over all strata of the stage.
    `population_sizes` counts the clusters of the row's stratum in the population (for the finite
    population correction); None stands for sampling with replacement.
    """

    strata: IntCodes
    clusters: IntCodes
    population_sizes: Floats | None = None


@dataclass(frozen=True, slots=True)
class Design:
    """Stages of selection, first stage first, and the rule for a stratum with a single cluster.

    `stratum_names` are the labels of the first stage's stratum codes, for messages.
    `lonely_psu`: `fail` raises an error that lists the strata; `remove` and `average`, `adjust`
    follow R's `survey` 4.5.
    """

    stages: tuple[Stage, ...]
    stratum_names: tuple[str, ...] = ()
    lonely_psu: LonelyPsu = "fail"
