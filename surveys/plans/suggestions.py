"""Steps and replicates to begin with, made of a plan's own strata and control totals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from surveys.plans.step_texts import step_text
from surveys.plans.toml_text import lines


def suggested_step(kind: str, strata: Sequence[str], margins: Sequence[str]) -> str:
    """The text of a step of this kind that uses these strata and margins."""
    by, margins = list(strata), list(margins)
    values: Mapping[str, dict[str, Any]] = {
        "unknown_eligibility": {"by": by},
        "nonresponse_classes": {"by": by},
        "nonresponse_propensity": {"variables": by, "classes": 5},
        "poststratify": {"margin": margins[0] if margins else ""},
        "rake": {"margins": margins},
        "calibrate": {"margins": margins, "distance": "logit", "bounds": [0.3, 3.0]},
        "trim": {"upper": 6.0, "relative_to": "median", "margins": margins},
        "normalise": {},
    }
    return step_text({"kind": kind, **values[kind]})


def suggested_replicates(method: str) -> str:
    """The text of a table of replicates by this method."""
    values: Mapping[str, dict[str, Any]] = {
        "fay": {"rho": 0.3},
        "rao_wu": {"number": 200, "seed": 1},
    }
    return "\n".join(["[replicates]", *lines({"method": method, **values.get(method, {})})])
