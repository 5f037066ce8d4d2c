"""From base weights to final weights: the steps of a plan, each proving its own identity."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from surveys.cleaning.frame import Frame
from surveys.errors import Problem, raise_if_any
from surveys.numerics.grouping import IntCodes, indicators
from surveys.sampling.read import OUTCOMES
from surveys.weighting.control_totals import Mask, cell_codes, targets
from surveys.weighting.diagnostics import (
    changed_total,
    report_margins,
    report_step,
    small_margins,
    unmet_margins,
)
from surveys.weighting.nonresponse import classes_of, propensity_classes
from surveys.weighting.plan import (
    NonresponseClasses,
    NonresponsePropensity,
    PostStratify,
    Rake,
    UnknownEligibility,
    WeightingPlan,
    check_plan,
)
from surveys.weighting.poststratification import poststratify
from surveys.weighting.raking import rake
from surveys.weighting.spreading import spread
from surveys.weighting.weights import Floats, Residual, StepReport, Weights

Statuses = NDArray[np.str_]
Spreading = UnknownEligibility | NonresponseClasses | NonresponsePropensity


@dataclass(frozen=True, slots=True)
class Adjusted:
    """Weights on the way: values (n,), the reports and residuals of the steps taken so far."""

    values: Floats
    reports: tuple[StepReport, ...]
    residuals: tuple[Residual, ...] = ()
    warnings: tuple[Problem, ...] = ()


def weigh(frame: Frame, base: Floats, plan: WeightingPlan, status: Statuses) -> Weights:
    """Final weights of a frame with a row per issued case.

    `base` (n,) are design weights, `status` (n,) outcomes: respondent, nonrespondent, ineligible,
    unknown. Only respondents end with a weight above zero. The first report is of the base
    weights, then one per step, all on respondents. Raises `SurveyError` with what the plan, the
    frame or the weights lack, or with the identity that a step did not keep.
    """
    raise_if_any(_check_input(frame, base, status))
    respondents = status == "respondent"
    raise_if_any(check_plan(plan, frame, respondents))
    now = Adjusted(base, (report_step("base", base, base, respondents),))
    for number, step in enumerate(plan.steps, start=1):
        where = f"plan › weighting.steps[{number}]"
        if isinstance(step, PostStratify | Rake):
            now = _calibrate(now, frame, plan, step, respondents, where)
        else:
            now = _spread(now, frame, step, status, where)
    warnings = (*_not_spread(plan, status), *now.warnings)
    values = np.where(respondents, now.values, 0.0)
    return Weights(values, base.copy(), now.reports, now.residuals, warnings)


def _check_input(frame: Frame, base: Floats, status: Statuses) -> list[Problem]:
    if not len(frame) == len(base) == len(status):
        found = f"{len(base)}, {len(status)}"
        return [Problem("weights_length", "weights", found, {"rows": len(frame)})]
    problems = []
    wrong = ~(np.isfinite(base) & (base > 0))
    if wrong.any():
        problems.append(Problem("weights_not_positive", "weights", str(int(wrong.sum()))))
    details = {"outcomes": ", ".join(OUTCOMES)}
    for found in sorted(set(status.tolist()) - set(OUTCOMES)):
        problems.append(Problem("unknown_outcome", "status", repr(found), details))
    if not (status == "respondent").any():
        problems.append(Problem("no_respondents", "status", "0"))
    return problems


def _spread(now: Adjusted, frame: Frame, step: Spreading, status: Statuses, where: str) -> Adjusted:
    """One step that moves weight between cases of the sample."""
    responded = status == "respondent"
    if isinstance(step, UnknownEligibility):
        giving, taking, code = status == "unknown", status != "unknown", "class_without_known"
    else:
        giving, taking, code = status == "nonrespondent", responded, "class_without_respondent"
    concerned, values = giving | taking, now.values
    if giving.any():
        if isinstance(step, NonresponsePropensity):
            classes = propensity_classes(frame, step, now.values, responded, concerned, where)
        else:
            classes = classes_of(frame, step.by, concerned, where)
        values = spread(now.values, *classes, giving, taking, code, where)
    raise_if_any(changed_total(float(now.values.sum()), float(values.sum()), where))
    report = report_step(step.kind, now.values, values, responded)
    return replace(now, values=values, reports=(*now.reports, report))


def _calibrate(
    now: Adjusted,
    frame: Frame,
    plan: WeightingPlan,
    step: PostStratify | Rake,
    respondents: Mask,
    where: str,
) -> Adjusted:
    """One step that scales the weights of respondents to control totals."""
    names = step.margins if isinstance(step, Rake) else (step.margin,)
    controls = [plan.control_totals[name] for name in names]
    codes = [np.where(respondents, cell_codes(control, frame), -1) for control in controls]
    inside = [cells[respondents] for cells in codes]
    totals = [targets(control) for control in controls]
    before, iterations, tolerance = np.where(respondents, now.values, 0.0), 0, 0.0
    after = before.copy()
    if isinstance(step, Rake):
        tolerance = step.tolerance
        after[respondents], iterations, errors = rake(
            before[respondents], inside, totals, tolerance, step.iterations
        )
        raise_if_any(_not_converged(step, errors, where))
    else:
        after[respondents] = poststratify(before[respondents], inside[0], totals[0])
    margins = report_margins(controls, codes, before, after, respondents)
    raise_if_any(unmet_margins(margins, tolerance, where))
    report = report_step(step.kind, before, after, respondents, iterations, margins)
    return Adjusted(
        after,
        (*now.reports, report),
        (*now.residuals, _residual(codes, totals, before)),
        (*now.warnings, *small_margins(margins, where)),
    )


def _residual(codes: list[IntCodes], totals: list[Floats], before: Floats) -> Residual:
    matrix = [indicators(cells, len(total)) for cells, total in zip(codes, totals, strict=True)]
    return Residual(np.hstack(matrix), before)


def _not_converged(step: Rake, errors: list[float], where: str) -> list[Problem]:
    worst = int(np.argmax(errors))
    if errors[worst] <= step.tolerance:
        return []
    details = {"tolerance": f"{step.tolerance:g}", "iterations": step.iterations}
    place = f"{where} › {step.margins[worst]}"
    return [Problem("rake_not_converged", place, f"{errors[worst]:.3g}", details)]


def _not_spread(plan: WeightingPlan, status: Statuses) -> list[Problem]:
    """Warnings for weight that is dropped because no step spreads it."""
    steps = plan.steps
    spread_outcomes = {
        "unknown": any(isinstance(step, UnknownEligibility) for step in steps),
        "nonrespondent": any(
            isinstance(step, NonresponseClasses | NonresponsePropensity) for step in steps
        ),
    }
    return [
        Problem(f"{outcome}_not_spread", "plan › weighting", f"n = {count}")
        for outcome, done in spread_outcomes.items()
        if (count := int((status == outcome).sum())) and not done
    ]
