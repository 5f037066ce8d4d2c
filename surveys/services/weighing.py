"""A survey weighted by plans that are tried, and the plan of it that is kept."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from surveys import queries
from surveys.errors import Problem
from surveys.files import Reading
from surveys.models import AnalysisPlan, Survey
from surveys.plans.sections import Sections, cut, totals_text, without_tables
from surveys.services.frames import frame_of
from surveys.services.samples import store_plan

if TYPE_CHECKING:
    from surveys.cleaning.frame import Frame
    from surveys.trials import Trial

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Bootstrap:
    """Standard errors by this many replicates, drawn with this seed."""

    replicates: int
    seed: int


def opened(survey: Survey, plan: AnalysisPlan | None) -> Sections:
    """A plan for editing, with the stored control totals that it does not give itself."""
    sections = cut(plan.text) if plan else Sections()
    own = tomllib.loads(sections.totals).get("control_totals", {})
    stored = [
        totals_text(name, document)
        for name, document in queries.control_totals(survey).items()
        if name not in own
    ]
    return replace(sections, totals="\n\n".join(filter(None, [sections.totals, *stored])))


def keep_plan(*, survey: Survey, sections: Sections, actor: Any) -> AnalysisPlan:
    """The sections as the survey's plan; control totals as they are stored are not repeated.

    What says the same as a plan that was kept before is that plan.
    """
    totals = without_tables(sections.totals, queries.control_totals(survey))
    sections = replace(sections, totals=totals)
    text, document = sections.text, _document(survey, sections.text)
    plans = survey.plans.order_by("-kept_at", "-pk")
    known = (plan.text for plan in plans if _document(survey, plan.text) == document)
    return store_plan(survey=survey, text=next(known, text), actor=actor)


def resolved(survey: Survey, document: Document) -> Document:
    """The document with the stored control totals that it does not give itself."""
    own = document.get("control_totals", {})
    if not isinstance(own, Mapping):
        return document
    return {**document, "control_totals": {**queries.control_totals(survey), **own}}


def _document(survey: Survey, text: str) -> Document | None:
    try:
        return resolved(survey, tomllib.loads(text))
    except tomllib.TOMLDecodeError:
        return None


def try_plans(
    survey: Survey,
    documents: Mapping[str, Document | None],
    bootstrap: Bootstrap | None,
    reading: Reading,
) -> list[Trial | None]:
    """The trials of plan documents by the names under which their problems are told.

    `reading` then has their problems. Where a step cannot be done the trial is that of the steps
    before it; None where there is nothing to try.
    """
    raw = reading.attempt(lambda: frame_of(survey, queries.cases(survey)))
    totals = queries.control_totals(survey)
    trials: list[Trial | None] = []
    told: list[Problem] = []
    for name, document in documents.items():
        own = Reading()
        trials.append(_try(document, raw, totals, bootstrap, own))
        # What both plans have from the same text is told once.
        new = [problem for problem in own.problems if problem not in told]
        told += new
        reading.problems += [_placed(problem, name) for problem in new]
    return trials


def _placed(problem: Problem, name: str) -> Problem:
    """The problem with the plan's name in its place."""
    return replace(problem, where=re.sub(r"^plan\b", lambda _match: name, problem.where))


def _try(
    document: Document | None,
    raw: Frame | None,
    totals: Mapping[str, Mapping[str, Any]],
    bootstrap: Bootstrap | None,
    reading: Reading,
) -> Trial | None:
    from surveys import pipeline
    from surveys.plans.design import read_design
    from surveys.trials import bootstrapped, try_first_steps, try_plan

    attempt = reading.attempt
    plan = attempt(partial(pipeline.read_plan, control_totals=totals), document, "plan")
    sample = attempt(read_design, document, raw.data if raw is not None else None, "plan")
    frame = attempt(pipeline.clean, raw, plan)
    if sample is None:
        attempt(pipeline.check, frame, plan)
    if bootstrap is None:
        trial = attempt(try_plan, frame, sample, plan)
    else:
        replicates = attempt(bootstrapped, sample, bootstrap.replicates, bootstrap.seed)
        trial = attempt(try_plan, frame, sample, plan, replicates)
    if trial is None and frame is not None and sample is not None and plan is not None:
        return try_first_steps(frame, sample, plan)
    return trial
