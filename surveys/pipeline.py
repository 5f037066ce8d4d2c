"""The journey of an answer in six calls. Read this first.

    questionnaire = read_questionnaire(convert_workbook(content, name))   XLSForm → Questionnaire
    issues = check_submission(questionnaire, parse_submission(xml))       XML → what was noticed
    frame = clean(frame_of_answers(rows, questionnaire), plan)    rows → typed and derived columns
    analysis = analyse(frame, sample, plan)                       design + plan → weights, estimates
    results = freeze(analysis, plan, facts)                       everything a release keeps
    report = build_report(results)                                what may be shown

The first two calls are those of the intake (`surveys/services/instruments.py`, `submissions.py`),
which must not load the numeric libraries; the others are here or in the stage they name. Everything
is plain Python on frozen records. The Django edge (`surveys/services/`) stores what goes in and what
comes out; `surveys/files.py` does the same from a researcher's files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from surveys.cleaning.frame import Frame, Labels, Variable
from surveys.cleaning.labels import read_labels, read_labels_by_code
from surveys.cleaning.reading import check_recodes, read_recodes
from surveys.cleaning.recodes import Recode, apply_recodes
from surveys.errors import Problem, raise_if_any
from surveys.errors.documents import check_keys
from surveys.findings.results import (
    ControlTotal,
    DesignDescription,
    MeasuredIndicator,
    Results,
    Sample,
    UnweightedValue,
    warnings_of,
)
from surveys.plans.analyses.plan import AnalysisPlan, columns_of
from surveys.plans.analyses.reading import FORMS, read_analyses
from surveys.plans.analyses.result import Analysis as Analysed
from surveys.plans.analyses.run import analyse_all, check_analyses
from surveys.plans.design import Outcomes, SampleDesign
from surveys.plans.estimation.checks import check_estimation_plan
from surveys.plans.estimation.estimate import Estimate
from surveys.plans.estimation.indicators import estimate_all, variance_of
from surveys.plans.estimation.plan import EstimationPlan
from surveys.plans.estimation.reading import read_estimation_plan
from surveys.plans.given_replicates import GivenReplicates
from surveys.plans.replicates import ReplicatePlan, read_replicates
from surveys.plans.weighting.plan import WeightingPlan, check_plan, margins_of
from surveys.plans.weighting.reading import read_weighting_plan
from surveys.plans.weighting.weigh import weigh
from surveys.plans.weighting.weights import Weights
from surveys.sampling.replicates import ReplicateDesign

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
)


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan document, read: what to derive, how to weight, what to estimate, how it is titled."""

    recodes: tuple[Recode, ...]
    weighting: WeightingPlan
    estimation: EstimationPlan
    replicates: ReplicatePlan | GivenReplicates | None
    title: Labels
    chapters: Mapping[str, Labels]
    where: str
    analyses: tuple[AnalysisPlan, ...] = ()


@dataclass(frozen=True, slots=True)
class Analysis:
    """A frame with its weights and estimates; `unweighted` are the respondents' plain values."""

    frame: Frame
    sample: SampleDesign
    weights: Weights
    estimates: tuple[Estimate, ...]
    unweighted: tuple[UnweightedValue, ...]
    analyses: tuple[Analysed, ...] = ()


def read_plan(
    document: Mapping[str, Any],
    where: str,
    control_totals: Mapping[str, Mapping[str, Any]] | None = None,
) -> Plan:
    """The plan of a document; stored `control_totals` serve where the document has none.

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
    made = plan.replicates
    raise_if_any(
        [
            *(made.check(frame.data.columns) if isinstance(made, GivenReplicates) else ()),
            *check_plan(plan.weighting, frame, status == "respondent", plan.where),
            *check_estimation_plan(plan.estimation, frame, plan.where),
            *check_analyses(plan.analyses, plan.estimation, frame, plan.where),
        ]
    )


def analyse(frame: Frame, sample: SampleDesign, plan: Plan) -> Analysis:
    """Weights and estimates of a clean frame.

    Raises `SurveyError` with every problem between plan and frame, before anything is computed.
    """
    check(frame, plan, sample.status)
    replicates = _replicates(frame, sample, plan)
    weights = weigh(frame, sample.base, plan.weighting, sample.status, replicates)
    estimates = estimate_all(frame, sample.design, weights, plan.estimation)
    variance = variance_of(sample.design, weights)
    analyses = analyse_all(plan.analyses, plan.estimation, frame, variance, plan.where)
    plain = _unweighted(frame, sample, plan)
    return Analysis(frame, sample, weights, estimates, plain, analyses)


def _replicates(frame: Frame, sample: SampleDesign, plan: Plan) -> ReplicateDesign | None:
    if isinstance(plan.replicates, GivenReplicates):
        return plan.replicates.of(frame.data, sample)
    return plan.replicates.of(sample.design) if plan.replicates else None


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
        steps=analysis.weights.steps,
        warnings=warnings_of(analysis.weights.warnings),
        control_totals=_used_totals(plan.weighting),
        design=replace(
            facts.design,
            lonely_psu=analysis.sample.design.lonely_psu,
            variance=variance_of(analysis.sample.design, analysis.weights).method,
        ),
    )


def design_description(document: Mapping[str, Any]) -> DesignDescription:
    """The columns of strata and clusters that a design document names."""
    table = document["design"]
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
