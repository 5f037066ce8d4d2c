"""A weighting plan tried on data: what its steps and margins do to the weights and the estimates.

Nothing is stored. What each step moves is seen by weighting with the first steps only; what a
margin moves, by weighting without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf

import numpy as np

from surveys.cleaning.frame import Frame, Variable
from surveys.errors import Problem, SurveyError
from surveys.findings.results import MeasuredIndicator
from surveys.findings.spreadsheet import csv_bytes
from surveys.numerics.grouping import Floats
from surveys.pipeline import Plan, analyse, check, described, measured
from surveys.plans.bases import unnamed_bases
from surveys.plans.design import SampleDesign
from surveys.plans.estimation.estimate import Estimate
from surveys.plans.estimation.indicators import estimate_all, values_of
from surveys.plans.estimation.plan import EstimationPlan
from surveys.plans.replicates import replicates_of
from surveys.plans.volunteers.reference import ReferenceSample
from surveys.plans.weighting.diagnostics import report_margins
from surveys.plans.weighting.margins import margins_on
from surveys.plans.weighting.nonresponse import Statuses
from surveys.plans.weighting.plan import (
    Calibrate,
    PostStratify,
    Rake,
    Step,
    Trim,
    WeightingPlan,
    margins_of,
)
from surveys.plans.weighting.reports import MarginReport, StepReport
from surveys.plans.weighting.weigh import weigh
from surveys.plans.weighting.weights import Weights
from surveys.sampling.replicates import ReplicateDesign

Values = tuple[float, ...]
Weigher = Callable[[Frame, Floats, WeightingPlan, Statuses, ReplicateDesign], Weights]
BINS = 12


@dataclass(frozen=True, slots=True)
class Reached:
    """One table of control totals: `levels` hold its sums with base weights and in the end."""

    name: str
    variables: tuple[str, ...]
    levels: tuple[MarginReport, ...]

    @property
    def miss(self) -> float:
        """The largest relative distance of the final weights from a total."""
        return max(
            (abs(each.after / each.target - 1) for each in self.levels if each.target), default=0.0
        )


@dataclass(frozen=True, slots=True)
class Moved:
    """One estimate of the whole population and its values on the way.

    `after` are the values with base weights and after each step; `without` those of the whole
    plan without each margin, None where it cannot be done without it.
    """

    estimate: Estimate
    after: Values
    without: tuple[float | None, ...]

    @property
    def by_margins(self) -> tuple[float | None, ...]:
        """What each margin adds to the estimate."""
        value = self.estimate.value
        return tuple(None if each is None else value - each for each in self.without)

    @property
    def largest(self) -> float:
        """The largest distance of the estimate from a value on the way, in standard errors."""
        return max(in_errors(self.estimate, self.estimate.value - value) for value in self.after)

    @property
    def largest_by_margin(self) -> float:
        """The most that one margin adds, in standard errors."""
        added = (each for each in self.by_margins if each is not None)
        return max((in_errors(self.estimate, each) for each in added), default=0.0)


@dataclass(frozen=True, slots=True)
class Trial:
    """A plan's weights with everything that tells whether to keep it."""

    frame: Frame
    plan: Plan
    weights: Weights
    reached: tuple[Reached, ...]
    moved: tuple[Moved, ...]

    @property
    def indicators(self) -> tuple[MeasuredIndicator, ...]:
        """The plan's indicators, for their labels."""
        return measured(self.plan.estimation, self.frame)

    @property
    def variables(self) -> tuple[Variable, ...]:
        """The variables of indicators and margins, for their labels."""
        return described(self.plan, self.frame)

    @property
    def steps(self) -> tuple[StepReport, ...]:
        """The base weights, then each step."""
        return self.weights.steps

    @property
    def last(self) -> StepReport:
        return self.weights.steps[-1]

    @property
    def effective_n(self) -> float:
        """n / (1 + cv²) (Kish 1992)."""
        return self.last.n / self.last.design_effect

    @property
    def factors(self) -> tuple[float, float]:
        """The smallest and the largest final weight over its base weight."""
        given = self.weights.values > 0
        ratios = self.weights.values[given] / self.weights.base[given]
        return float(ratios.min()), float(ratios.max())

    @property
    def by_margin(self) -> tuple[Moved, ...]:
        """The estimates, those that a margin moves most in standard errors first."""
        return tuple(sorted(self.moved, key=lambda each: -each.largest_by_margin))

    @property
    def warnings(self) -> tuple[Problem, ...]:
        estimates = (each.estimate for each in self.moved)
        bases = unnamed_bases(self.plan, self.weights.steps[0].n, estimates)
        return (*self.weights.warnings, *bases)


@dataclass(frozen=True, slots=True)
class Difference:
    """One estimate under two plans; None under a plan that does not estimate it."""

    first: Estimate | None
    second: Estimate | None

    @property
    def known(self) -> Estimate:
        found = self.first or self.second
        assert found is not None
        return found

    @property
    def change(self) -> float | None:
        """First less second."""
        return self.first.value - self.second.value if self.first and self.second else None

    @property
    def largest(self) -> float:
        """The change in standard errors of the first; what only one plan estimates comes first."""
        return inf if self.change is None or not self.first else in_errors(self.first, self.change)


def in_errors(estimate: Estimate, move: float) -> float:
    """The size of a move in standard errors; 0 where the estimate has none."""
    return abs(move) / estimate.standard_error if estimate.standard_error else 0.0


def try_plan(
    frame: Frame, sample: SampleDesign, plan: Plan, in_replicates: Weigher = weigh
) -> Trial:
    """The trial of a plan on a clean frame; with replicates its standard errors are theirs.

    `in_replicates` weights the replicates, here or on a cluster.
    Raises `SurveyError` with every problem between plan and frame, or of a step.
    """
    check(frame, plan, sample.status)
    steps = plan.weighting.steps
    names = tuple(dict.fromkeys(name for step in steps for name in margins_of(step)))
    replicates = replicates_of(plan.replicates, frame.data, sample)
    given = frame, sample.base, plan.weighting, sample.status
    weights = in_replicates(*given, replicates) if replicates else weigh(*given)
    whole = EstimationPlan(plan.estimation.indicators, (), plan.estimation.confidence)
    final = estimate_all(frame, sample.design, weights, whole)
    tried = [
        *(_weights(frame, sample, plan, steps[:number]).values for number in range(len(steps))),
        *(_weights_without(frame, sample, plan, name) for name in names),
    ]
    values = _values(frame, whole, tried)
    moved = [
        Moved(
            estimate,
            (*(each[place] for each in values[: len(steps)] if each), estimate.value),
            tuple(None if each is None else each[place] for each in values[len(steps) :]),
        )
        for place, estimate in enumerate(final)
    ]
    reached = tuple(_reached(frame, sample, plan, weights, name) for name in names)
    moved.sort(key=lambda each: -each.largest)
    return Trial(frame, plan, weights, reached, tuple(moved))


def try_volunteers(
    frame: Frame, sample: SampleDesign, plan: Plan, reference: ReferenceSample
) -> Trial:
    """The trial of a plan for volunteers: what their model does to their own plain values.

    Raises `SurveyError` with every problem between plan, frame and reference sample.
    """
    whole = replace(plan, estimation=replace(plan.estimation, domains=()))
    found = analyse(frame, sample, whole, reference)
    pairs = zip(found.unweighted, found.estimates, strict=True)
    moved = [Moved(each, (plain.value, each.value), ()) for plain, each in pairs]
    moved.sort(key=lambda each: -each.largest)
    return Trial(frame, plan, found.weights, (), tuple(moved))


def try_first_steps(frame: Frame, sample: SampleDesign, plan: Plan) -> Trial | None:
    """The trial of as many of the first steps as can be done, less than all; None without any."""
    steps = plan.weighting.steps
    for number in reversed(range(len(steps))):
        try:
            weighting = replace(plan.weighting, steps=steps[:number])
            return try_plan(frame, sample, replace(plan, weighting=weighting))
        except SurveyError:
            continue
    return None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A plan, perhaps beside another: what differs most in standard errors stands first.

    `limits` are those of the bins in which the weights of both are counted.
    """

    trials: tuple[Trial, ...]
    differences: tuple[Difference, ...]
    limits: tuple[float, ...]

    @property
    def first(self) -> Trial:
        return self.trials[0]


def compare(*trials: Trial) -> Comparison:
    """One plan by itself, or two side by side."""
    return Comparison(trials, _differences(*trials) if trials[1:] else (), _limits(trials))


def _differences(first: Trial, second: Trial) -> tuple[Difference, ...]:
    ours, theirs = (
        {(each.estimate.name, each.estimate.level): each.estimate for each in trial.moved}
        for trial in (first, second)
    )
    pairs = [Difference(ours.get(key), theirs.get(key)) for key in {**ours, **theirs}]
    return tuple(sorted(pairs, key=lambda each: -each.largest))


def _limits(trials: Sequence[Trial]) -> tuple[float, ...]:
    """Limits of bins, round numbers from 0 to the largest weight of all."""
    most = max(trial.last.maximum for trial in trials)
    power = 10.0 ** np.floor(np.log10(most / BINS))
    width = next(step * power for step in (1, 2, 2.5, 5, 10) if step * power * BINS >= most)
    return tuple(float(width * place) for place in range(int(np.ceil(most / width)) + 1))


def histogram(trial: Trial, limits: Sequence[float]) -> tuple[int, ...]:
    """How many respondents' weights lie in each bin."""
    values = trial.weights.values
    return tuple(np.histogram(values[values > 0], limits)[0].tolist())


def weights_csv(trial: Trial) -> bytes:
    """Every case with its base weight and its final weight, 0 for one that does not respond."""
    weights = trial.weights
    flag = ("volunteers",) if trial.plan.volunteers else ()
    rows = zip(trial.frame.data["case_id"], weights.base, weights.values, strict=True)
    lines = [
        (str(case), repr(float(base)), repr(float(value)), *flag) for case, base, value in rows
    ]
    return csv_bytes([("case_id", "base_weight", "weight", *(flag and ("sample",))), *lines])


def _weights(frame: Frame, sample: SampleDesign, plan: Plan, steps: tuple[Step, ...]) -> Weights:
    return weigh(frame, sample.base, replace(plan.weighting, steps=steps), sample.status)


def _weights_without(frame: Frame, sample: SampleDesign, plan: Plan, name: str) -> Floats | None:
    """The weights of the plan without a margin; None where it cannot be done without it."""
    try:
        return _weights(frame, sample, plan, tuple(_without(plan.weighting.steps, name))).values
    except SurveyError:
        return None


def _values(
    frame: Frame, plan: EstimationPlan, tried: Sequence[Floats | None]
) -> list[Values | None]:
    """All estimates with each of these weights; None where there are none."""
    known = [each for each in tried if each is not None]
    matrix = np.column_stack(known) if known else np.empty((len(frame), 0))
    rows = iter(values_of(frame, matrix, plan))
    return [None if each is None else tuple(map(float, next(rows))) for each in tried]


def _without(steps: tuple[Step, ...], name: str) -> Iterator[Step]:
    """The steps without a margin; a calibration that has no other margin is left out."""
    for step in steps:
        if name not in margins_of(step):
            yield step
        elif isinstance(step, Rake | Calibrate | Trim):
            rest = tuple(each for each in step.margins if each != name)
            if rest or isinstance(step, Trim):
                yield replace(step, margins=rest)
        else:
            assert isinstance(step, PostStratify)


def _reached(
    frame: Frame, sample: SampleDesign, plan: Plan, weights: Weights, name: str
) -> Reached:
    respondents = np.asarray(sample.status == "respondent")
    margins = margins_on(frame, plan.weighting, (name,), respondents)
    base: Floats = np.where(respondents, weights.base, 0.0)
    variables = plan.weighting.control_totals[name].variables
    return Reached(name, variables, report_margins(margins, base, weights.values, respondents))
