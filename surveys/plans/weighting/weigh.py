"""From base weights to final weights: the steps of a plan, each proving its own identity.

With a replicate design the same steps are done for every replicate: the weights are a matrix whose
first column is the full sample, and each column is adjusted by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np

from surveys.cleaning.frame import Frame
from surveys.errors import Problem, SurveyError, raise_if_any
from surveys.numerics.grouping import Floats, Mask
from surveys.plans.weighting.diagnostics import report_margins, report_step, small_margins
from surveys.plans.weighting.margins import margins_on
from surveys.plans.weighting.nonresponse import Statuses, after_classes, after_propensity
from surveys.plans.weighting.plan import (
    Calibrate,
    NonresponseClasses,
    NonresponsePropensity,
    Normalise,
    PostStratify,
    Rake,
    Step,
    Trim,
    UnknownEligibility,
    WeightingPlan,
    check_plan,
    margins_of,
    may_be_negative,
)
from surveys.plans.weighting.reports import StepReport
from surveys.plans.weighting.weights import Weights
from surveys.sampling.design import OUTCOMES
from surveys.sampling.replicates import ReplicateDesign, Replicates
from surveys.weighting.diagnostics import (
    changed_total,
    empty_in_replicates,
    negative_weights,
    unmet_totals,
)
from surveys.weighting.margins import Margins
from surveys.weighting.raking import poststratify
from surveys.weighting.residual import Residual, residual_of
from surveys.weighting.steps import do_calibrate, do_rake
from surveys.weighting.trimming import Limits, do_trim

Spreading = UnknownEligibility | NonresponseClasses | NonresponsePropensity


@dataclass(frozen=True, slots=True)
class Sample:
    """What every step reads: the frame, the plan, the base weights (n, 1 + R) and the outcomes."""

    frame: Frame
    plan: WeightingPlan
    base: Floats
    status: Statuses

    @property
    def respondents(self) -> Mask:
        return np.asarray(self.status == "respondent")


@dataclass(frozen=True, slots=True)
class Adjusted:
    """Weights on the way: values (n, 1 + R), the reports and residuals of the steps so far."""

    values: Floats
    reports: tuple[StepReport, ...]
    residuals: tuple[Residual, ...] = ()
    warnings: tuple[Problem, ...] = ()


def weigh(
    frame: Frame,
    base: Floats,
    plan: WeightingPlan,
    status: Statuses,
    replicates: ReplicateDesign | None = None,
) -> Weights:
    """Final weights of a frame with a row per issued case.

    `base` (n,) are design weights, `status` (n,) outcomes: respondent, nonrespondent, ineligible,
    unknown. Only respondents end with a weight. The first report is of the base
    weights, then one per step, all on respondents. Every adjustment is redone in each replicate.
    Raises `SurveyError` with what the plan, the frame or the weights lack, or with the identity
    that a step did not keep.
    """
    raise_if_any(_check_input(frame, base, status, replicates))
    columns = base[:, None]
    if replicates is not None:
        columns = np.hstack([columns, columns * replicates.of_rows()])
    sample = Sample(frame, plan, columns, status)
    raise_if_any(check_plan(plan, frame, sample.respondents))
    now = Adjusted(columns, (report_step("base", base, base, sample.respondents),))
    for number, step in enumerate(plan.steps, start=1):
        now = _step(now, sample, step, f"plan › weighting.steps[{number}]")
    values = np.where(sample.respondents[:, None], now.values, 0.0)
    if not any(map(may_be_negative, plan.steps)):
        raise_if_any(negative_weights(values))
    warnings = (*_not_spread(plan, status), *now.warnings)
    return Weights(
        values[:, 0].copy(),
        base.copy(),
        now.reports,
        now.residuals,
        warnings,
        Replicates(values[:, 1:], replicates) if replicates else None,
    )


def _check_input(
    frame: Frame, base: Floats, status: Statuses, replicates: ReplicateDesign | None
) -> list[Problem]:
    lengths = [len(base), len(status), *([len(replicates.clusters)] if replicates else [])]
    if set(lengths) != {len(frame)}:
        found = ", ".join(map(str, lengths))
        return [Problem("weights_length", "weights", found, {"rows": len(frame)})]
    if base.dtype.kind not in "fiu":
        return [Problem("not_numeric", "weights", str(base.dtype))]
    problems = []
    missing, wrong = ~np.isfinite(base), base <= 0
    if missing.any():
        problems.append(Problem("weights_missing", "weights", f"n = {missing.sum()}"))
    if wrong.any():
        problems.append(Problem("weights_not_positive", "weights", f"n = {wrong.sum()}"))
    details = {"outcomes": ", ".join(OUTCOMES)}
    for found in sorted(set(status.tolist()) - set(OUTCOMES)):
        problems.append(Problem("unknown_outcome", "status", repr(found), details))
    if not (status == "respondent").any():
        problems.append(Problem("no_respondents", "status", "0"))
    return problems


def _step(now: Adjusted, sample: Sample, step: Step, where: str) -> Adjusted:
    if isinstance(step, UnknownEligibility | NonresponseClasses | NonresponsePropensity):
        return _spread(now, sample, step, where)
    before = np.where(sample.respondents[:, None], now.values, 0.0)
    if isinstance(step, Trim):
        margins = margins_on(sample.frame, sample.plan, step.margins, sample.respondents)
        with _naming_empty_levels(margins, before, where):
            after = _trimmed(before, sample.base, margins, step, where)
            return _report(now, sample, step, before, after, 0, margins, where)
    if isinstance(step, Normalise):
        goal = float(sample.respondents.sum()) if step.total is None else step.total
        after = before * (goal / before.sum(0))
        rows = len(before)
        cells, matrix = np.zeros(rows, np.int64), np.ones((1, 1))
        residual = Residual(cells, matrix, before[:, 0].copy(), after[:, 0].copy())
        done = _report(now, sample, step, before, after, 0, Margins(), where)
        return replace(done, residuals=(*now.residuals, residual))
    return _calibrate(now, sample, step, before, where)


def _spread(now: Adjusted, sample: Sample, step: Spreading, where: str) -> Adjusted:
    """One step that moves weight between cases of the sample."""
    status, responded = sample.status, sample.respondents
    values = now.values
    if isinstance(step, NonresponsePropensity):
        if (status == "nonrespondent").any():
            values = after_propensity(sample.frame, step, values, status, where)
    else:
        values = after_classes(sample.frame, step, values, status, where)
    inverse = isinstance(step, NonresponsePropensity) and not step.classes
    if not inverse:
        raise_if_any(changed_total(now.values.sum(0), values.sum(0), where))
    report = report_step(step.kind, now.values[:, 0], values[:, 0], responded)
    return replace(now, values=values, reports=(*now.reports, report))


@contextmanager
def _naming_empty_levels(margins: Margins, before: Floats, where: str) -> Iterator[None]:
    """Replicates without anybody in a level are the cause of an error more often than not."""
    try:
        yield
    except SurveyError:
        raise_if_any(empty_in_replicates(margins, before, where))
        raise


def _calibrate(
    now: Adjusted,
    sample: Sample,
    step: PostStratify | Rake | Calibrate,
    before: Floats,
    where: str,
) -> Adjusted:
    """One step that scales the weights of respondents to control totals."""
    margins = margins_on(sample.frame, sample.plan, margins_of(step), sample.respondents)
    with _naming_empty_levels(margins, before, where):
        if isinstance(step, PostStratify):
            after, iterations = _poststratified(before, margins), 0
        elif isinstance(step, Rake):
            after, iterations = do_rake(before, margins, step.tolerance, step.iterations, where)
        else:
            after, iterations = do_calibrate(
                before, margins, step.distance, step.bounds, step.tolerance, step.iterations, where
            )
        done = _report(now, sample, step, before, after, iterations, margins, where)
    compatible = isinstance(step, Rake) and step.rake_compatible
    residual = residual_of(margins, before[:, 0], after[:, 0], rake_compatible=compatible)
    return replace(done, residuals=(*now.residuals, residual))


def _poststratified(weights: Floats, margins: Margins) -> Floats:
    (margin,) = margins.categories
    return poststratify(weights, margin.codes, margin.totals)


def _trimmed(weights: Floats, base: Floats, margins: Margins, step: Trim, where: str) -> Floats:
    """Weights (n, R) within the step's limits."""
    limits = Limits(step.lower, step.upper, step.design_effect, step.strict)
    if step.relative_to == "base":
        return do_trim(weights, base, margins, limits, where)
    unit = np.ones((1, weights.shape[1]))
    if step.relative_to == "median":
        unit = np.nanmedian(np.where(weights != 0, weights, np.nan), axis=0, keepdims=True)
    return do_trim(weights, unit, margins, limits, where)


def _report(
    now: Adjusted,
    sample: Sample,
    step: Step,
    before: Floats,
    after: Floats,
    iterations: int,
    margins: Margins,
    where: str,
) -> Adjusted:
    """The weights after a step, with the report on the full sample and what was checked on all."""
    raise_if_any(unmet_totals(margins, after, getattr(step, "tolerance", 0.0), where))
    reported = report_margins(margins, before[:, 0], after[:, 0], sample.respondents)
    report = report_step(
        step.kind, before[:, 0], after[:, 0], sample.respondents, iterations, reported
    )
    warnings = (*now.warnings, *small_margins(reported, where))
    return replace(now, values=after, reports=(*now.reports, report), warnings=warnings)


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
