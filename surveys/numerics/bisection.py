"""Where a condition ends, found by halving."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from surveys.numerics.grouping import Floats


def last_where(
    holds: Callable[[Any], ArrayLike], inside: ArrayLike, outside: ArrayLike, halvings: int
) -> Floats:
    """The points nearest to `outside` where a condition holds, as it does `inside`.

    Numbers or arrays of one shape; each element is halved by itself.
    """
    near, far = np.asarray(inside, np.float64), np.asarray(outside, np.float64)
    for _ in range(halvings):
        middle = (near + far) / 2
        good = holds(middle)
        near, far = np.where(good, middle, near), np.where(good, far, middle)
    return near
