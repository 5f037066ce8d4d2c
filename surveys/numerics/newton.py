"""The minimum of a smooth convex function."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Convex = Callable[[Floats], tuple[float, Floats, Floats]]
HALVINGS = 40


def minimise(
    function: Convex,
    start: Floats,
    scale: Floats,
    *,
    tolerance: float = 1e-12,
    iterations: int = 25,
) -> Floats | None:
    """Where the gradient vanishes, by Newton's method with halved steps; None where nowhere.

    `function` gives value, gradient (p,) and Hessian (p, p). Both the gradient, against `scale`,
    and the last step have to be small: where data are separated the gradient vanishes while the
    steps go on for ever.
    """
    point, step = start, np.full_like(start, np.inf)
    value, gradient, hessian = function(point)
    for _ in range(iterations):
        small = np.max(np.abs(gradient) / scale) < tolerance
        if small and np.max(np.abs(step)) < np.sqrt(tolerance):
            return point
        step = np.asarray(np.linalg.lstsq(hessian, gradient, rcond=None)[0], np.float64)
        for _ in range(HALVINGS):
            lower, gradient, hessian = function(point - step)
            if lower <= value + 1e-12 * abs(value):
                break
            step = step / 2
        else:
            return None
        point, value = point - step, lower
    return None
