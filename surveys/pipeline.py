"""The journey of an answer in six calls. Read this first.

    questionnaire = read_questionnaire(convert_workbook(content, name))   XLSForm → Questionnaire
    issues = check_submission(questionnaire, parse_submission(xml))       XML → what was noticed
    frame = clean(frame_of_answers(rows, questionnaire), plan)    rows → typed and derived columns
    analysis = analyse(frame, sample, plan)                       design + plan → weights, estimates
                                                (of volunteers: with a reference sample beside them)
    results = freeze(analysis, plan, facts)                       everything a release keeps
    report = build_report(results)                                what may be shown

The first two calls are those of the intake (`surveys/services/instruments.py`, `judging.py`), which
must not load the numeric libraries; the others are here or in the stage they name. Everything
is plain Python on frozen records. The Django edge (`surveys/services/`) stores what goes in and what
comes out; `surveys/files.py` does the same from a researcher's files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from surveys.cleaning.frame import Frame, Labels, Variable
from surveys.cleaning.labels import read_labels, read_labels_by_code
from surveys.cleaning.reading import check_recodes, read_recodes
from surveys.cleaning.recodes import Recode, apply_recodes
from surveys.errors import Problem, SurveyError, raise_if_any
from surveys.errors.documents import check_keys
from surveys.findings.results import (
    ControlTotal,
    DesignDescription,
    MeasuredIndicator,
    ReferenceDescription,
    Results,
    Sample,
    UnweightedValue,
    VolunteerMethod,
    warnings_of,
)
from surveys.plans.analyses.plan import AnalysisPlan, columns_of
from surveys.plans.analyses.reading import FORMS, read_analyses
from surveys.plans.analyses.result import Analysis as Analysed
from surveys.plans.analyses.run import analyse_all, check_analyses
from surveys.plans.bases import unnamed_bases
from surveys.plans.design import Outcomes, SampleDesign, read_design
from surveys.plans.estimation.checks import check_estimation_plan
from surveys.plans.estimation.estimate import Estimate
from surveys.plans.estimation.indicators import estimate_all, variance_of
from surveys.plans.estimation.plan import EstimationPlan
from surveys.plans.estimation.reading import read_estimation_plan
from surveys.plans.given_replicates import GivenReplicates
from surveys.plans.replicates import ReplicatePlan, read_replicates, replicates_of
from surveys.plans.volunteers.checks import check_volunteers
from surveys.plans.volunteers.estimates import estimate_volunteers
from surveys.plans.volunteers.reading import VolunteerPlan, read_volunteer_plan
from surveys.plans.volunteers.reference import ReferenceSample, read_cases
from surveys.plans.weighting.plan import WeightingPlan, check_plan, margins_of
from surveys.plans.weighting.reading import read_weighting_plan
from surveys.plans.weighting.weigh import weigh
from surveys.plans.weighting.weights import Weights

PLAN_KEYS = (
    "report",
    "design",
    "recodes",
    "weighting",
    "control_totals",
    "replicates",
    "estimation",
    "indicators",
    *FORMS,
    "volunteers",
)


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan document, read: what to derive, how to weight, what to estimate, how it is titled."""

    recodes: tuple[Recode, ...]
    weighting: WeightingPlan
    estimation: EstimationPlan
    replicates: ReplicatePlan | GivenReplicates | None
    volunteers: VolunteerPlan | None
    title: Labels
    chapters: Mapping[str, Labels]
    where: str
    analyses: tuple[AnalysisPlan, ...] = ()


@dataclass(frozen=True, slots=True)
class Analysis:
    """A frame with its weights and estimates; `unweighted` are the respondents' plain values.

    `volunteers` say how the numbers came about where nobody drew the sample.
    """

    frame: Frame
    sample: SampleDesign
    weights: Weights
    estimates: tuple[Estimate, ...]
    unweighted: tuple[UnweightedValue, ...]
    analyses: tuple[Analysed, ...] = ()
    volunteers: VolunteerMethod | None = None


def read_plan(
    document: Mapping[str, Any],
    where: str,
    control_totals: Mapping[str, Mapping[str, Any]] | None = None,
    references: Mapping[str, Mapping[str, Any]] | None = None,
) -> Plan:
    """The plan of a document; stored `control_totals` serve where the document has none.

    So do the sources and dates of stored `references`, by the names of reference samples.

    Raises `SurveyError` with the problems of all its parts.
    """
    problems: list[Problem] = []
    check_keys(document, PLAN_KEYS, where, problems)
    own, report = document.get("control_totals", {}), document.get("report", {})
    totals = {**(control_totals or {}), **own} if isinstance(own, Mapping) else own
    place = f"{where} › report"
    if not isinstance(report, Mapping):
        problems.append(Problem("report_form", place, repr(report)))
        report = {}
    check_keys(report, ("title", "chapters"), place, problems)
    plan = Plan(
        read_recodes(document, where, problems),
        read_weighting_plan({**document, "control_totals": totals}, where, problems),
        read_estimation_plan(document, where, problems),
        read_replicates(document, where, problems),
        read_volunteer_plan(document, where, problems, references),
        read_labels(report, "title", place, problems),
        read_labels_by_code(report, "chapters", place, problems),
        where,
        read_analyses(document, where, problems),
    )
    raise_if_any(problems)
    return plan


def clean(frame: Frame, plan: Plan) -> Frame:
    """The frame with the plan's derived variables; raises `SurveyError` for unknown columns."""
    raise_if_any(check_recodes(plan.recodes, frame, plan.where))
    return apply_recodes(plan.recodes, frame)


def check(frame: Frame, plan: Plan, status: Outcomes | None = None) -> None:
    """Raise `SurveyError` with every problem between plan and frame.

    `status` is each row's outcome; without it every row counts as a respondent.
    """
    if status is None:
        status = np.full(len(frame), "respondent")
    problems = check_plan(plan.weighting, frame, status == "respondent", plan.where)
    if plan.volunteers:
        problems += check_volunteers(plan.volunteers, plan.estimation, frame, plan.where)
        problems += [
            Problem("volunteers_analyses", f"{plan.where} › {each.name}", each.name)
            for each in plan.analyses
        ]
    if isinstance(plan.replicates, GivenReplicates):
        problems += plan.replicates.check(frame.data.columns)
    problems += check_estimation_plan(plan.estimation, frame, plan.where)
    raise_if_any([*problems, *check_analyses(plan.analyses, plan.estimation, frame, plan.where)])


def asks_volunteers(document: Mapping[str, Any]) -> bool:
    """Whether a plan document, perhaps one with faults, says that nobody drew the sample."""
    return "volunteers" in document


def sample_of(
    document: Mapping[str, Any], data: pd.DataFrame, where: str, volunteers: bool
) -> SampleDesign:
    """The sample design that a document describes; of `volunteers` that of people alone.

    Raises `SurveyError` with every problem between document and data.
    """
    return (read_cases if volunteers else read_design)(document, data, where)


def analyse(
    frame: Frame, sample: SampleDesign, plan: Plan, reference: ReferenceSample | None = None
) -> Analysis:
    """Weights and estimates of a clean frame; those of volunteers need a `reference` sample.

    Raises `SurveyError` with every problem between plan and frame, before anything is computed.
    """
    check(frame, plan, sample.status)
    unweighted = _unweighted(frame, sample, plan)
    if plan.volunteers is not None and reference is not None:
        found = estimate_volunteers(
            frame, sample, reference, plan.volunteers, plan.estimation, plan.where
        )
        method = _method(plan.volunteers, reference, found.failed)
        return Analysis(
            frame, sample, found.weights, found.estimates, unweighted, volunteers=method
        )
    if plan.volunteers is not None:
        place = f"{plan.where} › volunteers › reference"
        raise SurveyError([Problem("reference_table", place, "—")])
    replicates = replicates_of(plan.replicates, frame.data, sample)
    weights = weigh(frame, sample.base, plan.weighting, sample.status, replicates)
    estimates = estimate_all(frame, sample.design, weights, plan.estimation)
    variance = variance_of(sample.design, weights)
    analyses = analyse_all(plan.analyses, plan.estimation, frame, variance, plan.where)
    return Analysis(frame, sample, weights, estimates, unweighted, analyses)


def _method(plan: VolunteerPlan, reference: ReferenceSample, failed: int) -> VolunteerMethod:
    stage, origin = reference.design.stages[0], plan.reference
    return VolunteerMethod(
        plan.method,
        plan.propensity,
        plan.outcome,
        plan.errors,
        plan.replicates if plan.errors == "bootstrap" else 0,
        failed,
        ReferenceDescription(
            origin.name,
            origin.source,
            origin.date,
            len(reference.weights),
            len(np.unique(stage.clusters)),
            len(np.unique(stage.strata)),
            float(reference.weights.sum()),
            reference.sha256,
        ),
    )


def _unweighted(frame: Frame, sample: SampleDesign, plan: Plan) -> tuple[UnweightedValue, ...]:
    """The same estimators with every respondent counting once."""
    once = np.where(sample.status == "respondent", 1.0, 0.0)
    whole = EstimationPlan(plan.estimation.indicators, (), plan.estimation.confidence)
    plain = estimate_all(frame, sample.design, Weights(once, once, ()), whole)
    return tuple(UnweightedValue(each.name, each.level, each.value, each.n) for each in plain)


def freeze(analysis: Analysis, plan: Plan, facts: Results) -> Results:
    """Everything a release freezes: `facts` say what the survey is, the analysis what it found.

    Of `facts` the fields title, survey, synthetic, questionnaire, fieldwork, provenance and the
    sample's outcomes and rates are kept; all others are filled here.
    """
    weights = analysis.weights
    bases = unnamed_bases(plan, weights.steps[0].n, analysis.estimates, analysis.analyses)
    return replace(
        facts,
        title=plan.title or facts.title,
        chapters=plan.chapters,
        indicators=measured(plan.estimation, analysis.frame),
        estimates=analysis.estimates,
        unweighted=analysis.unweighted,
        analyses=analysis.analyses,
        sample=_sizes(analysis, facts.sample),
        confidence=plan.estimation.confidence,
        domains=plan.estimation.domains,
        variables=described(plan, analysis.frame),
        steps=weights.steps,
        warnings=warnings_of((*weights.warnings, *bases)),
        control_totals=_used_totals(plan.weighting),
        design=_design(analysis, facts.design),
        volunteers=analysis.volunteers,
    )


def _design(analysis: Analysis, facts: DesignDescription) -> DesignDescription:
    design, told = analysis.sample.design, analysis.volunteers
    variance = told.errors if told else variance_of(design, analysis.weights).method
    return replace(facts, lonely_psu=design.lonely_psu, variance=variance)


def design_description(document: Mapping[str, Any]) -> DesignDescription:
    """The columns of strata and clusters that a design document names."""
    table = document.get("design", {})
    return DesignDescription(
        tuple(table.get("strata", ())),
        tuple(table.get("clusters", ())),
        bool(table.get("population_sizes")),
    )


def measured(plan: EstimationPlan, frame: Frame) -> tuple[MeasuredIndicator, ...]:
    """The plan's indicators with their labels and units."""
    return tuple(
        MeasuredIndicator(
            each.name,
            each.statistic,
            each.variable,
            each.denominator,
            each.labels,
            "share"
            if each.statistic == "proportion"
            else each.unit or frame.variables[each.variable].unit,
            each.chapter,
            each.base,
        )
        for each in plan.indicators
    )


def described(plan: Plan, frame: Frame) -> tuple[Variable, ...]:
    """The variables whose labels the results need: of domains, estimated levels and margins."""
    controls = _used_totals(plan.weighting)
    named: Iterable[str] = [
        *(name for domain in plan.estimation.domains for name in domain),
        *(each.variable for each in plan.estimation.indicators),
        *(name for control in controls for name in control.variables),
        *(name for asked in plan.analyses for name in columns_of(asked)),
        *(plan.volunteers.covariates if plan.volunteers else ()),
    ]
    return tuple(frame.variables[name] for name in dict.fromkeys(named))


def _used_totals(plan: WeightingPlan) -> tuple[ControlTotal, ...]:
    used = dict.fromkeys(name for step in plan.steps for name in margins_of(step))
    controls = (plan.control_totals[name] for name in used)
    return tuple(
        ControlTotal(
            control.name,
            control.variables,
            control.source,
            control.date,
            control.quality,
            tuple(sorted(control.totals.items())),
        )
        for control in controls
    )


def _sizes(analysis: Analysis, facts: Sample) -> Sample:
    stage = analysis.sample.design.stages[0]
    status = Counter(analysis.sample.status.tolist())
    return replace(
        facts,
        issued=len(analysis.frame),
        respondents=status["respondent"],
        psus=len(np.unique(stage.clusters)),
        strata=len(np.unique(stage.strata)),
    )
