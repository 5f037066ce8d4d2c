"""Stages of selection from the columns of a data table."""

from __future__ import annotations

import numpy as np
import pandas as pd

from surveys.errors import Problem
from surveys.errors.documents import listed
from surveys.numerics.grouping import Floats, IntCodes, crossed
from surveys.plans.columns import complete_levels, found_on, on_lines, positive_numbers
from surveys.sampling.design import Stage
from surveys.sampling.strata import drawn


def read_stages(
    data: pd.DataFrame,
    strata: tuple[str, ...],
    clusters: tuple[str, ...],
    population_sizes: tuple[str, ...],
    where: str,
    problems: list[Problem],
) -> tuple[tuple[Stage, ...], tuple[str, ...]]:
    """The stages, and the names of the first stage's strata.

    Clusters nest in their stratum, and a later stage's strata in the cluster of the stage before.
    The stage after the last named cluster selects rows.
    """
    number = max(len(strata), len(clusters), len(population_sizes), 1)
    if number > len(clusters) + 1:
        problems.append(Problem("design_stages", f"{where} › clusters", listed(clusters) or "—"))
        return (), ()
    stages: list[Stage] = []
    names: tuple[str, ...] = ("",)
    parents = np.zeros(len(data), np.int64)
    for stage in range(number):
        stratum_codes = [parents]
        if stage < len(strata):
            levels = complete_levels(data[strata[stage]], problems)
            stratum_codes.append(np.maximum(levels.codes, 0))
            names = levels.names if stage == 0 else names
        in_strata, _ = crossed(stratum_codes)
        if stage < len(clusters):
            levels = complete_levels(data[clusters[stage]], problems)
            in_clusters, _ = crossed([in_strata, np.maximum(levels.codes, 0)])
        else:
            in_clusters = np.arange(len(data))
        sizes = None
        if stage < len(population_sizes):
            column = data[population_sizes[stage]]
            sizes = _population_sizes(column, in_strata, in_clusters, problems)
        stages.append(Stage(in_strata, in_clusters, sizes))
        parents = in_clusters
    return tuple(stages), names


def _population_sizes(
    column: pd.Series, strata: IntCodes, clusters: IntCodes, problems: list[Problem]
) -> Floats:
    found: list[Problem] = []
    sizes = positive_numbers(column, "population_size_not_positive", found)
    problems += found
    if found or not len(sizes):
        return sizes
    first = np.unique(strata, return_index=True)[1]
    varies = np.unique(strata[sizes != sizes[first][strata]])
    if len(varies):
        rows = np.isin(strata, varies)
        where = on_lines(rows, str(column.name))
        problems.append(Problem("population_size_varies", where, found_on(column, rows)))
    counts = drawn(Stage(strata, clusters)).counts
    short = np.flatnonzero(sizes[first] < counts)
    if len(short):
        where = on_lines(np.isin(np.arange(len(sizes)), first[short]), str(column.name))
        shown = listed(f"{sizes[first[stratum]]:g} < {counts[stratum]}" for stratum in short)
        problems.append(Problem("population_smaller_than_sample", where, shown))
    return sizes
