"""Names of the methods of an interval; apart, because who prints a result loads no numerics."""

from __future__ import annotations

from typing import Literal

IntervalMethod = Literal["korn_graubard", "logit", "wilson", "arcsine", "likelihood", "t", "none"]
