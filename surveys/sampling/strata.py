"""The clusters of the first stage, as replicate methods need them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from surveys.errors import Problem, SurveyError
from surveys.errors.documents import listed
from surveys.numerics.grouping import Floats, IntCodes
from surveys.sampling.design import Design, LonelyPsu


@dataclass(frozen=True, slots=True)
class FirstStage:
    """Strata and clusters of the first stage; cluster arrays have shape (clusters,).

    `of_rows` (n,) are the rows' clusters, `ranks` the clusters' places in their strata, in the
    order of the first rows. `counts` and `fractions` (strata,) are clusters drawn, and their share
    of the population, 0 where drawn with replacement.
    """

    of_rows: IntCodes
    strata: IntCodes
    ranks: IntCodes
    counts: IntCodes
    fractions: Floats
    names: tuple[str, ...]
    lonely_psu: LonelyPsu

    def name(self, stratum: int) -> str:
        """The label of a stratum, or its number from 1."""
        label = self.names[stratum] if stratum < len(self.names) else ""
        return label or str(stratum + 1)

    def members(self, stratum: int) -> IntCodes:
        """The clusters of a stratum, in the order of their first rows."""
        found = np.flatnonzero(self.strata == stratum)
        return found[np.argsort(self.ranks[found])]

    def before(self, stratum: int) -> int:
        """How many clusters stand in earlier strata."""
        return int(self.counts[:stratum].sum())

    def scale_of_lonely(self) -> float:
        """What the rule for single clusters multiplies the variance by.

        A cluster drawn with certainty adds nothing and is not lonely. Under `remove` the others
        add nothing either; under `average` they count as the mean stratum. `fail` is an error, and
        so is `adjust`, which no replicate method defines.
        """
        lonely = (self.counts == 1) & (self.fractions < 1)
        if not lonely.any() or self.lonely_psu == "remove":
            return 1.0
        if self.lonely_psu == "average" and not lonely.all():
            return len(lonely) / int((~lonely).sum())
        found = listed(map(self.name, np.flatnonzero(lonely).tolist()))
        rule = {"rule": self.lonely_psu}
        raise SurveyError([Problem("replicates_lonely_psu", "strata", found, rule)])


def first_stage(design: Design) -> FirstStage:
    """The first stage of a design, a value per cluster and per stratum."""
    stage = design.stages[0]
    _, first, of_rows = np.unique(stage.clusters, return_index=True, return_inverse=True)
    strata = stage.strata[first]
    counts = np.bincount(strata)
    fractions = np.zeros(len(counts))
    if stage.population_sizes is not None:
        fractions[strata] = counts[strata] / stage.population_sizes[first]
    return FirstStage(
        of_rows=of_rows.astype(np.int64),
        strata=strata,
        ranks=_ranks(strata, first),
        counts=counts.astype(np.int64),
        fractions=fractions,
        names=design.stratum_names,
        lonely_psu=design.lonely_psu,
    )


def _ranks(strata: IntCodes, first: NDArray[np.intp]) -> IntCodes:
    """Each cluster's place among those of its stratum."""
    order = np.lexsort((first, strata))
    starts = np.searchsorted(strata[order], strata[order])
    ranks = np.empty(len(strata), np.int64)
    ranks[order] = np.arange(len(strata)) - starts
    return ranks
