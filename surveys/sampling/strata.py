"""A stage of selection as it was drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from surveys.errors import Problem, SurveyError
from surveys.errors.documents import listed
from surveys.numerics.grouping import Floats, IntCodes, Mask
from surveys.sampling.design import Design, LonelyPsu, Stage


@dataclass(frozen=True, slots=True)
class DrawnStage:
    """Strata and clusters of a stage, coded without gaps.

    Per row (n,): `strata` and `clusters`. Per cluster: its stratum `stratum_of` and its `first`
    row. Per stratum: the `counts` of clusters drawn, their `fractions` of the population, 0 where
    drawn with replacement, and `names` for messages.
    """

    strata: IntCodes
    clusters: IntCodes
    stratum_of: IntCodes
    first: IntCodes
    counts: IntCodes
    fractions: Floats
    names: tuple[str, ...]

    @property
    def lonely(self) -> Mask:
        """Strata with one cluster that stands for others: one drawn with certainty does not."""
        return np.asarray((self.counts == 1) & (self.fractions < 1))

    def members(self, stratum: int) -> IntCodes:
        """The clusters of a stratum, in the order of their first rows."""
        found = np.flatnonzero(self.stratum_of == stratum)
        return found[np.argsort(self.first[found])]


def drawn(stage: Stage, labels: Sequence[str] = ()) -> DrawnStage:
    """A stage, with names of its strata: their labels by code, or "#1" and so on."""
    codes, strata = np.unique(stage.strata, return_inverse=True)
    _, first, clusters = np.unique(stage.clusters, return_index=True, return_inverse=True)
    stratum_of = strata[first]
    counts = np.bincount(stratum_of)
    fractions = np.zeros(len(counts))
    if stage.population_sizes is not None:
        fractions[stratum_of] = counts[stratum_of] / stage.population_sizes[first]
    known = dict(enumerate(labels))
    names = tuple(known.get(code) or f"#{code + 1}" for code in codes.tolist())
    return DrawnStage(strata, clusters, stratum_of, first, counts, fractions, names)


def first_stage(design: Design) -> DrawnStage:
    """The first stage of a design."""
    return drawn(design.stages[0], design.stratum_names)


def scale_of_lonely(stage: DrawnStage, rule: LonelyPsu) -> float:
    """What the rule for single clusters multiplies a replicate variance by.

    Under `remove` they add nothing; under `average` they count as the mean stratum. `fail` is an
    error, and so is `adjust`, which no replicate method defines.
    """
    lonely = stage.lonely
    if not lonely.any() or rule == "remove":
        return 1.0
    if rule == "average" and not lonely.all():
        return len(lonely) / int((~lonely).sum())
    found = listed(stage.names[stratum] for stratum in np.flatnonzero(lonely))
    raise SurveyError([Problem("replicates_lonely_psu", "strata", found, {"rule": rule})])
