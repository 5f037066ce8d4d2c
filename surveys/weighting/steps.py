"""What each kind of calibration step does to a matrix of weights, column by column."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from surveys.errors import Problem, SurveyError, raise_if_any
from surveys.numerics.grouping import Floats, group_sums
from surveys.weighting.calibration import calibrate, factor_of
from surveys.weighting.diagnostics import outside_bounds
from surveys.weighting.feasibility import blocking_totals
from surveys.weighting.margins import Margins, matrix_of
from surveys.weighting.plan import Calibrate, Rake
from surveys.weighting.raking import rake
from surveys.weighting.weights import Residual


def do_rake(weights: Floats, margins: Margins, step: Rake, where: str) -> tuple[Floats, int]:
    """Weights (n, R) after the step, and its iterations; raises `rake_not_converged`."""
    after, spent, errors = rake(
        weights, margins.cells(), margins.totals, step.tolerance, step.iterations
    )
    names = [each.name for each in margins.controls]
    _raise_unmet("rake_not_converged", names, errors, step.tolerance, step.iterations, where)
    return after, spent


def do_calibrate(
    weights: Floats, margins: Margins, step: Calibrate, where: str
) -> tuple[Floats, int]:
    """Weights (n, R) after the step, and its iterations.

    Raises `calibration_not_converged`, or `bounds_infeasible` with the totals that block.
    """
    cells, matrix = matrix_of(margins)
    totals, factor = margins.all_totals, factor_of(step.distance, step.bounds)
    sums = group_sums(weights, cells, len(matrix))
    done = [
        calibrate(each, matrix, totals, factor, step.tolerance, step.iterations) for each in sums.T
    ]
    errors = np.stack([each.errors for each in done], axis=1)
    failed = np.flatnonzero(errors.max(0) > step.tolerance)
    if len(failed) and step.bounds:
        first = sums[:, failed[0]]
        raise_if_any(blocking_totals(first, matrix, totals, step.bounds, margins.labels, where))
    names = margins.labels
    _raise_unmet("calibration_not_converged", names, errors, step.tolerance, step.iterations, where)
    factors = np.stack([each.factors for each in done], axis=1)
    raise_if_any(outside_bounds(factors, sums != 0, step.bounds, where))
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


def residual_of(
    margins: Margins, before: Floats, after: Floats, *, rake_compatible: bool = False
) -> Residual:
    """What linearisation needs of a step, from the full sample's weights (n,) around it."""
    cells, matrix = matrix_of(margins)
    if rake_compatible:
        once = (before != 0).astype(np.float64)
        return Residual(cells, matrix, once, after.copy(), margins.sizes)
    return Residual(cells, matrix, before.copy(), after.copy())
