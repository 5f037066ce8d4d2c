"""What each kind of calibration step does to a matrix of weights, column by column."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from surveys.errors import Problem, SurveyError, raise_if_any
from surveys.numerics.grouping import Floats, group_sums
from surveys.weighting.calibration import Bounds, Distance, calibrate, factor_of
from surveys.weighting.diagnostics import outside_bounds
from surveys.weighting.feasibility import blocking_totals
from surveys.weighting.margins import Margins
from surveys.weighting.raking import rake


def do_rake(
    weights: Floats, margins: Margins, tolerance: float, iterations: int, where: str
) -> tuple[Floats, int]:
    """Weights (n, R) after raking, and its iterations; raises `rake_not_converged`."""
    after, spent, errors = rake(weights, margins.cells(), margins.totals, tolerance, iterations)
    names = [each.name for each in margins.categories]
    _raise_unmet("rake_not_converged", names, errors, tolerance, iterations, where)
    return after, spent


def do_calibrate(
    weights: Floats,
    margins: Margins,
    distance: Distance,
    bounds: Bounds | None,
    tolerance: float,
    iterations: int,
    where: str,
) -> tuple[Floats, int]:
    """Weights (n, R) after calibration, and its iterations.

    Raises `calibration_not_converged`, or `bounds_infeasible` with the totals that block.
    """
    cells, matrix = margins.matrix()
    totals, factor, names = margins.all_totals, factor_of(distance, bounds), margins.labels
    sums = group_sums(weights, cells, matrix.shape[0])
    done = [calibrate(each, matrix, totals, factor, tolerance, iterations) for each in sums.T]
    errors = np.stack([each.errors for each in done], axis=1)
    failed = np.flatnonzero(errors.max(0) > tolerance)
    if len(failed) and bounds:
        first = sums[:, failed[0]]
        raise_if_any(blocking_totals(first, matrix, totals, bounds, names, where))
    _raise_unmet("calibration_not_converged", names, errors, tolerance, iterations, where)
    factors = np.stack([each.factors for each in done], axis=1)
    raise_if_any(outside_bounds(factors, sums != 0, bounds, where))
    return weights * factors[cells], max(each.iterations for each in done)


def _raise_unmet(
    code: str,
    names: Sequence[str],
    errors: Floats,
    tolerance: float,
    iterations: int,
    where: str,
) -> None:
    """Name the worst margin; `errors` are (margins, R), the first column is the full sample."""
    column = int(np.argmax(errors.max(0))) if errors[:, 0].max() <= tolerance else 0
    worst = int(np.argmax(errors[:, column]))
    if errors[worst, column] <= tolerance:
        return
    failed = int(np.count_nonzero(errors[:, 1:].max(0, initial=0.0) > tolerance))
    details = {"tolerance": f"{tolerance:g}", "iterations": iterations, "replicates": failed}
    found = f"{errors[worst, column]:.3g}"
    raise SurveyError([Problem(code, f"{where} › {names[worst]}", found, details)])
