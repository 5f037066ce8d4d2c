"""The weighting plan: steps in their order, and the control totals they reach for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

import numpy as np

from surveys.cleaning.frame import Frame
from surveys.errors import Problem
from surveys.errors.documents import listed, unknown_variable
from surveys.errors.fields import Around, Classes, Margin, Names, Number, Tolerance, Whole
from surveys.numerics.grouping import Mask
from surveys.plans.weighting.control_totals import (
    ControlTotals,
    NumericTotal,
    check_control_totals,
    check_numeric_total,
)
from surveys.weighting.calibration import Bounds, Distance

Scale = Literal["weight", "median", "base"]
Variables = Annotated[tuple[str, ...], Names("variables")]
Margins = Annotated[tuple[str, ...], Names("margins")]
Met = Annotated[float, Tolerance()]
Rounds = Annotated[int, Whole(1)]


@dataclass(frozen=True, slots=True)
class UnknownEligibility:
    """Spread the weight of cases of unknown eligibility over the known ones of their class."""

    kind: ClassVar[str] = "unknown_eligibility"
    by: Variables


@dataclass(frozen=True, slots=True)
class NonresponseClasses:
    """Spread the weight of nonrespondents over the respondents of their class."""

    kind: ClassVar[str] = "nonresponse_classes"
    by: Variables


@dataclass(frozen=True, slots=True)
class NonresponsePropensity:
    """Nonresponse by a logistic model of response.

    With `classes` the weight of nonrespondents is spread within quantiles of the propensity; with
    0 every respondent's weight is divided by its propensity. `weighted` says whether the model
    uses the weights; the class factors always do.
    """

    kind: ClassVar[str] = "nonresponse_propensity"
    variables: Variables
    classes: Annotated[int, Classes()] = 5
    weighted: bool = True


@dataclass(frozen=True, slots=True)
class PostStratify:
    """Scale every cell of one table of control totals to its total."""

    kind: ClassVar[str] = "poststratify"
    margin: Annotated[str, Margin()]


@dataclass(frozen=True, slots=True)
class Rake:
    """Scale to several margins in turn until each is met within `tolerance`, relative.

    `rake_compatible` takes the residuals of R's `rake()`; the weights are the same. No document
    says it.
    """

    kind: ClassVar[str] = "rake"
    margins: Margins
    tolerance: Met = 1e-9
    iterations: Rounds = 1000
    rake_compatible: Annotated[bool, None] = False


@dataclass(frozen=True, slots=True)
class Calibrate:
    """Meet totals of categories and numbers at once, at the least distance from the weights.

    `bounds` limit g, the weight after over the weight before; `logit` needs them.
    """

    kind: ClassVar[str] = "calibrate"
    margins: Margins
    distance: Distance = "raking"
    bounds: Annotated[Bounds | None, Around()] = None
    tolerance: Met = 1e-10
    iterations: Rounds = 100


@dataclass(frozen=True, slots=True)
class Trim:
    """Keep weights within limits; with `margins` re-calibrated until both hold.

    The limits are weights, or multiples of the median weight or of each base weight. With
    `design_effect` the upper limit is the highest whose weights have Kish's design effect or less.
    """

    kind: ClassVar[str] = "trim"
    lower: Annotated[float, Number()] = 0.0
    upper: Annotated[float, Number()] = np.inf
    relative_to: Scale = "weight"
    strict: bool = True
    design_effect: Annotated[float | None, Number(1)] = None
    margins: Annotated[tuple[str, ...], Names("margins", needed=False)] = ()


@dataclass(frozen=True, slots=True)
class Normalise:
    """Scale all weights to one total; by default to the number of respondents."""

    kind: ClassVar[str] = "normalise"
    total: Annotated[float | None, Number()] = None


Step = (
    UnknownEligibility
    | NonresponseClasses
    | NonresponsePropensity
    | PostStratify
    | Rake
    | Calibrate
    | Trim
    | Normalise
)
# Eligibility comes before response, and both before what looks at respondents only.
ORDER: dict[type[Step], int] = {
    UnknownEligibility: 0,
    NonresponseClasses: 1,
    NonresponsePropensity: 1,
    PostStratify: 2,
    Rake: 2,
    Calibrate: 2,
    Trim: 2,
    Normalise: 2,
}
Control = ControlTotals | NumericTotal


@dataclass(frozen=True, slots=True)
class WeightingPlan:
    """Steps in their order; control totals by name."""

    steps: tuple[Step, ...]
    control_totals: Mapping[str, Control]

    def margins(self, names: tuple[str, ...]) -> list[ControlTotals]:
        """The named totals of categories."""
        named = [self.control_totals[name] for name in names]
        return [each for each in named if isinstance(each, ControlTotals)]

    def numbers(self, names: tuple[str, ...]) -> list[NumericTotal]:
        """The named totals of numbers."""
        named = [self.control_totals[name] for name in names]
        return [each for each in named if isinstance(each, NumericTotal)]


def margins_of(step: Step) -> tuple[str, ...]:
    """The names of the control totals a step uses."""
    if isinstance(step, Rake | Calibrate | Trim):
        return step.margins
    return (step.margin,) if isinstance(step, PostStratify) else ()


def may_be_negative(step: Step) -> bool:
    """Whether a weight may end below zero: after linear calibration without such a bound."""
    if not isinstance(step, Calibrate) or step.distance != "linear":
        return False
    return step.bounds is None or step.bounds[0] < 0


def check_margins(
    step: Step, given: Mapping[str, object], controls: Mapping[str, Control], where: str
) -> list[Problem]:
    """Margins nobody gave totals for, of the wrong kind, and with different populations."""
    known = {"margins": listed(given) or "—"}
    where = f"{where} › {'margin' if isinstance(step, PostStratify) else 'margins'}"
    problems = [
        Problem("unknown_margin", where, repr(name), known)
        for name in margins_of(step)
        if name and name not in given
    ]
    used = [controls[name] for name in margins_of(step) if name in controls]
    if not isinstance(step, Calibrate):
        problems += [
            Problem("numeric_margin", f"{where} › {each.name}", repr(each.variable))
            for each in used
            if isinstance(each, NumericTotal)
        ]
    margins = [each for each in used if isinstance(each, ControlTotals)]
    for control in margins[1:]:
        first = margins[0]
        if abs(control.population - first.population) > 1e-9 * first.population:
            found = (
                f"{first.name}: {first.population:.15g}, {control.name}: {control.population:.15g}"
            )
            problems.append(Problem("margin_totals_differ", where, found))
    return problems


def check_plan(
    plan: WeightingPlan, frame: Frame, respondents: Mask | None = None, where: str = "plan"
) -> list[Problem]:
    """What keeps this plan from weighting this frame; `respondents` (n,) are all rows by default.

    Unknown variables, levels without a target, missing values in margins, targets that no
    respondent can carry, targets of zero that respondents fall under.
    """
    answered = np.ones(len(frame), np.bool_) if respondents is None else respondents
    problems = []
    for number, step in enumerate(plan.steps, start=1):
        place = f"{where} › weighting.steps[{number}]"
        for key, name in _class_variables(step):
            if name not in frame.data.columns:
                problems.append(unknown_variable(name, frame.data.columns, f"{place} › {key}"))
    used = dict.fromkeys(name for step in plan.steps for name in margins_of(step))
    for name in filter(plan.control_totals.__contains__, used):
        place, control = f"{where} › control_totals.{name}", plan.control_totals[name]
        if isinstance(control, NumericTotal):
            problems += check_numeric_total(control, frame, answered, place)
        else:
            problems += check_control_totals(control, frame, answered, place)
    return problems


def _class_variables(step: Step) -> list[tuple[str, str]]:
    """The columns that make classes, each with the field that names it."""
    if isinstance(step, NonresponsePropensity):
        return [("variables", name) for name in step.variables]
    by = step.by if isinstance(step, UnknownEligibility | NonresponseClasses) else ()
    return [("by", name) for name in by]
