"""Weight vectors: calibrated, adjusted for nonresponse, and Kish's measures of them."""

from __future__ import annotations

from typing import Any

import numpy as np

from surveys.cleaning.levels import levels_of
from surveys.numerics.grouping import crossed, group_sums
from surveys.plans.weighting.nonresponse import classes_of, regressors_of
from surveys.plans.weighting.plan import (
    NonresponseClasses,
    NonresponsePropensity,
    Step,
    UnknownEligibility,
    WeightingPlan,
)
from surveys.plans.weighting.weigh import weigh
from surveys.weighting.diagnostics import design_effect
from surveys.weighting.nonresponse import propensity_classes, response_propensity
from surveys.weighting.spreading import spread
from tests.reference.asked import Asked
from tests.reference.reading import Case, frame_of

Answer = dict[str, Any]
OUTCOMES = {"RR": "respondent", "NR": "nonrespondent", "IN": "ineligible", "UK": "unknown"}


def measures(asked: Asked) -> Answer:
    """The final weights, and what R says of them."""
    weights, factors = asked.weights, asked.weights / asked.base
    effect = design_effect(weights)
    return {
        "n": len(weights),
        "sum": weights.sum(),
        "sumsq": np.square(weights).sum(),
        "min": weights.min(),
        "max": weights.max(),
        "kish_deff": effect,
        "kish_neff": len(weights) / effect,
        "g_min": factors.min(),
        "g_max": factors.max(),
        "file": {"weight": weights},
    }


def kish(case: Case) -> Answer:
    frame = frame_of(case.folder, case.given["dataset"]["file"])
    weights = frame.data[case.given["weights"]].to_numpy(float)
    effect = design_effect(weights)
    return {"deff_kish": effect, "neff": len(weights) / effect, "cv": np.sqrt(effect - 1)}


class Issued:
    """Issued cases: frame, base weights, outcomes."""

    def __init__(self, case: Case):
        given = case.given
        self.frame = frame_of(case.folder, given["dataset"]["file"])
        self.ids = self.frame.data["id"].to_numpy(float)
        self.base = self.frame.data[given["weights"]].to_numpy(float)
        self.status = self.frame.data[given.get("status", "status")].map(OUTCOMES).to_numpy(str)

    def rows(self, outcome: str) -> np.ndarray:
        return self.status == outcome

    def weigh(self, *steps: Step) -> np.ndarray:
        return weigh(self.frame, self.base, WeightingPlan(steps, {}), self.status).values


def weighting_classes(case: Case) -> Answer:
    """Weight of unknown eligibility, then of nonresponse, moved within the crossed classes."""
    issued, by = Issued(case), tuple(case.given["cells"])
    respondents, ineligible = issued.rows("respondent"), issued.rows("ineligible")
    both = issued.weigh(UnknownEligibility(by), NonresponseClasses(by))
    only = issued.weigh(NonresponseClasses(by))
    classes, names = classes_of(issued.frame, by, np.ones(len(issued.base), bool), "step 1")
    unknown = issued.rows("unknown")
    known = spread(issued.base, classes, names, unknown, ~unknown, "class_without_known", "step 1")
    # The engine gives weights to respondents only, R keeps those of ineligible cases beside them.
    with_ineligible = np.where(ineligible, known, both)
    return {
        "sum_rr": both[respondents].sum(),
        "sum_in": known[ineligible].sum(),
        "sum_base": known.sum(),
        "sum_nr_only": only.sum(),
        "factor_unknown": _factors(issued, by, issued.base, known, ~unknown),
        "factor_nr": _factors(issued, by, known, both, respondents),
        "file": {"id": issued.ids, "w_unknown_then_nr": with_ineligible, "w_nr_only": only},
    }


def _factors(
    issued: Issued, by: tuple[str, ...], before: np.ndarray, after: np.ndarray, rows: np.ndarray
) -> dict[str, float]:
    """Weight after over weight before, per class, under R's name of it: "C1.F"."""
    levels = [levels_of(issued.frame.data[name]) for name in by]
    codes, first = crossed([each.codes for each in levels])
    names = [".".join(each.names[each.codes[row]] for each in levels) for row in first]
    sums = [group_sums(each * rows, codes, len(names)) for each in (after, before)]
    return dict(zip(names, sums[0] / sums[1], strict=True))


def propensity(case: Case) -> Answer:
    """Response by an unweighted logistic model, and its five classes."""
    issued = Issued(case)
    covariates = case.given["model"].split(" on ")[0].split(" ~ ")[1].split(" + ")
    step = NonresponsePropensity(tuple(covariates), classes=5, weighted=False)
    responded = issued.rows("respondent")
    eligible = responded | issued.rows("nonrespondent")
    x = regressors_of(issued.frame, step.variables, eligible, "step 1")
    coefficients, propensities = response_propensity(
        x, responded[eligible], np.ones(len(x)), "step 1"
    )
    classes = propensity_classes(propensities, step.classes)
    sums = [
        group_sums(weights[eligible], classes, step.classes)
        for weights in (issued.base * responded, issued.base)
    ]
    weights = issued.weigh(step)
    return {
        "coef_unweighted": dict(zip(_terms(issued, step.variables), coefficients, strict=True)),
        "sum_class5": weights.sum(),
        "class_rate_weighted": sums[0] / sums[1],
        "cutpoints": np.quantile(propensities, np.arange(1, step.classes) / step.classes),
        "file": {
            "id": issued.ids[eligible],
            "p_unweighted": propensities,
            "class5": classes + 1,
            "w_class5": weights[eligible],
        },
    }


def _terms(issued: Issued, variables: tuple[str, ...]) -> list[str]:
    levels = {name: levels_of(issued.frame.data[name]).names[1:] for name in variables}
    return ["(Intercept)", *(f"{name}{level}" for name in levels for level in levels[name])]
