"""The indicators of a plan from volunteers and their reference sample."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from surveys.cleaning.frame import Frame
from surveys.errors import Problem, SurveyError, raise_if_any
from surveys.estimation.intervals import interval
from surveys.estimation.linearised import Linearised, linearised
from surveys.estimation.volunteers.bootstrap import LEAST, drawn_again
from surveys.estimation.volunteers.estimators import Fitted
from surveys.estimation.volunteers.outcome import outcome_model
from surveys.estimation.volunteers.propensity import Propensity, pseudo_likelihood
from surveys.estimation.volunteers.samples import Samples
from surveys.numerics.grouping import Floats
from surveys.plans.design import SampleDesign
from surveys.plans.estimation.estimate import Estimate
from surveys.plans.estimation.indicators import unit_of
from surveys.plans.estimation.plan import EstimationPlan
from surveys.plans.volunteers.questions import Group, Question, questions_of
from surveys.plans.volunteers.reading import VolunteerPlan
from surveys.plans.volunteers.reference import ReferenceSample
from surveys.plans.volunteers.samples import Both, both_of, independent
from surveys.plans.weighting.diagnostics import report_step
from surveys.plans.weighting.weights import Weights
from surveys.sampling.replicates import rao_wu

STEP = "volunteers"
Propensities = dict[bytes, Propensity]


@dataclass(frozen=True, slots=True)
class VolunteerEstimates:
    """The estimates with the volunteers' weights; a bootstrap leaves out `failed` replicates."""

    weights: Weights
    estimates: tuple[Estimate, ...]
    failed: int = 0


def estimate_volunteers(
    frame: Frame,
    sample: SampleDesign,
    reference: ReferenceSample,
    volunteers: VolunteerPlan,
    plan: EstimationPlan,
    where: str = "plan",
) -> VolunteerEstimates:
    """The estimates of a plan, by indicator, domain and level.

    Whoever lacks a covariate is left out, which a warning tells. Raises `SurveyError` with all
    covariates whose values do not meet in the two samples, and all models that cannot be fitted.
    """
    both = both_of(frame, sample, reference, volunteers, where)
    drawn = linearised(reference.design, reference.weights)
    run = _Run(both, volunteers, drawn, where)
    questions = questions_of(both, plan, of_reference=bool(volunteers.outcome))
    fitted = run.fitted(questions)
    if volunteers.errors == "bootstrap":
        errors, failed = run.bootstrapped(questions)
    else:
        errors, failed = [_analytic(*pair) for pair in zip(questions, fitted, strict=True)], 0
    records = [
        (question.number, place, estimate)
        for question, models, error in zip(questions, fitted, errors, strict=True)
        for place, estimate in enumerate(run.estimates(question, models, error, plan.confidence))
    ]
    records.sort(key=lambda record: record[:2])
    return VolunteerEstimates(run.weights(sample), tuple(each for *_, each in records), failed)


@dataclass(frozen=True, slots=True)
class _Run:
    """Both samples and the plan for them; `drawn` is the reference sample, prepared."""

    both: Both
    plan: VolunteerPlan
    drawn: Linearised
    where: str

    def fitted(self, questions: Sequence[Question]) -> list[Fitted | None]:
        """The models of each question, None where its answers allow none."""
        problems: list[Problem] = []
        found: list[Fitted | None] = []
        propensities: Propensities = {}
        for question in questions:
            try:
                found.append(self.fit(question, self.both.samples, propensities))
            except SurveyError as error:
                place = f"{self.where} › indicators[{question.number}] › {question.indicator.name}"
                problems += [
                    replace(each, where=f"{place} › {each.where}") for each in error.problems
                ]
        raise_if_any(problems)
        return found

    def fit(
        self, question: Question, samples: Samples, propensities: Propensities
    ) -> Fitted | None:
        """The models; `propensities` are those that the same weights have had already."""
        if not question.asked.any() or question.is_constant:
            return None
        people, propensity, outcome = samples.volunteers, None, None
        asked = replace(people, y=question.y, weights=people.weights * question.asked)
        used = samples = replace(samples, volunteers=asked)
        if self.plan.outcome:
            terms = self._outcome_terms(question)
            outcome = outcome_model(samples.only(terms), question.family)
        if self.plan.propensity:
            counted = replace(asked, weights=people.weights * question.counted)
            used, key = replace(samples, volunteers=counted), question.counted.tobytes()
            if key not in propensities:
                terms = self.both.terms_of(self.plan.propensity)
                propensities[key] = pseudo_likelihood(used.only(terms))
            propensity = propensities[key]
        return Fitted(used, propensity, outcome)

    def _outcome_terms(self, question: Question) -> tuple[str, ...]:
        """The columns of the outcome model; of a universe those that tell its persons apart."""
        terms = self.both.terms_of(self.plan.outcome)
        if question.indicator.where is None:
            return terms
        only = self.both.samples.only(terms)
        meant = question.groups[0].inside
        x = [only.volunteers.x[meant.volunteers > 0], only.reference.x[meant.reference > 0]]
        return tuple(
            term for term, own in zip(terms, independent(np.vstack(x)), strict=True) if own
        )

    def bootstrapped(self, questions: Sequence[Question]) -> tuple[list[Floats], int]:
        """The errors of each question's groups, and how many replicates failed at most."""
        random = np.random.default_rng(self.plan.seed)
        factors = rao_wu(self.both.reference.design, self.plan.replicates, random).of_rows()
        drawn = [self._replicate(questions, column, random) for column in factors.T]
        numbers = [np.array(each) for each in zip(*drawn, strict=True)]
        done = [np.isfinite(values[:, 0]).sum() for values in numbers]
        raise_if_any(
            Problem(
                "bootstrap_failed",
                f"{self.where} › indicators[{question.number}] › {question.indicator.name}",
                f"{count} / {self.plan.replicates}",
                {"least": LEAST},
            )
            for question, count in zip(questions, done, strict=True)
            if count < LEAST and not question.groups[0].is_empty and not question.is_constant
        )
        errors = [_spread(values) for values in numbers]
        possible = [count for count in done if count]
        return errors, self.plan.replicates - int(min(possible, default=0))

    def _replicate(
        self, questions: Sequence[Question], factors: Floats, random: np.random.Generator
    ) -> list[Floats]:
        samples = drawn_again(self.both.samples, factors, random)
        propensities: Propensities = {}
        found = []
        for question in questions:
            values = np.full(len(question.groups), np.nan)
            try:
                models = self.fit(question, samples, propensities)
            except SurveyError:
                models = None
            if models is not None:
                values[:] = [models.value(group.inside) for group in question.groups]
            found.append(values)
        return found

    def weights(self, sample: SampleDesign) -> Weights:
        """The volunteers' weights: a/p, or what they had where nothing models who takes part."""
        taking_part = np.asarray(sample.status == "respondent")
        base: Floats = np.where(taking_part, sample.base, 0.0)
        values = np.zeros_like(base)
        samples, rows = self.both.samples, self.both.rows
        values[rows] = base[rows]
        if self.plan.propensity:
            terms = self.both.terms_of(self.plan.propensity)
            values[rows] = pseudo_likelihood(samples.only(terms)).weights(samples)
        used = values > 0
        steps = (
            report_step("base", base, base, taking_part),
            report_step(STEP, base, values, used),
        )
        place, found = f"{self.where} › volunteers", f"n = {self.both.left_out}"
        left_out = (Problem("volunteers_left_out", place, found),) if self.both.left_out else ()
        return Weights(values, base, steps, warnings=left_out)

    def estimates(
        self, question: Question, models: Fitted | None, errors: Floats, confidence: float
    ) -> Iterator[Estimate]:
        """The records of a question, by domain."""
        indicator = question.indicator
        for group, error in zip(question.groups, errors, strict=True):
            value = _value(question, models, group)
            known = bool(np.isfinite(value) and np.isfinite(error))
            freedom = self._freedom(group)
            lower, upper = interval(
                indicator.interval, value, error if known else np.nan, freedom, group.n, confidence
            )
            bounded = bool(np.isfinite(lower) and np.isfinite(upper))
            yield Estimate(
                name=indicator.name,
                statistic=indicator.statistic,
                level=question.level,
                domain=group.domain,
                value=value,
                standard_error=float(error) if known else None,
                degrees_of_freedom=freedom,
                lower=float(lower) if bounded else None,
                upper=float(upper) if bounded else None,
                design_effect=None,
                n=group.n,
                effective_n=None,
                population=self._population(models, group),
                clusters=group.n,
                missing=group.missing,
                count=group.count if indicator.statistic == "proportion" else None,
                interval=indicator.interval if bounded else "none",
                variance=self.plan.errors,
                flags=_flags(question, group, freedom),
                unit=unit_of(indicator, self.both.frame),
                sample="volunteers",
            )

    def _freedom(self, group: Group) -> int:
        return self.drawn.freedom(np.where(group.inside.reference > 0, 0, -1))

    def _population(self, models: Fitted | None, group: Group) -> float:
        """What the weights of the group add up to: the reference sample's where it is known."""
        if self.plan.outcome or models is None or models.propensity is None:
            return float(group.inside.reference @ self.both.reference.weights)
        return float(group.inside.volunteers @ models.propensity.weights(models.samples))


def _analytic(question: Question, models: Fitted | None) -> Floats:
    """The standard error of each group, NaN where there is none."""
    errors = np.full(len(question.groups), np.nan)
    for place, group in enumerate(question.groups):
        if models is not None and not group.is_empty:
            variance = models.variance(group.inside)
            errors[place] = np.nan if variance is None else np.sqrt(variance)
    return errors


def _spread(values: Floats) -> Floats:
    """The standard deviation of the replicates (R, groups) that have a value, NaN for too few."""
    enough = np.isfinite(values).sum(0) >= LEAST
    spread = np.full(values.shape[1], np.nan)
    spread[enough] = np.nanstd(values[:, enough], axis=0, ddof=1)
    return spread


def _value(question: Question, models: Fitted | None, group: Group) -> float:
    if group.is_empty:
        return float("nan")
    if models is None:
        return float(question.y.max())
    return models.value(group.inside)


def _flags(question: Question, group: Group, freedom: int) -> tuple[str, ...]:
    if group.is_empty:
        return ("empty_domain",)
    if question.is_constant:
        return ("degenerate_proportion",)
    return ("no_degrees_of_freedom",) if freedom <= 0 else ()
