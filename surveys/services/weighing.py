"""A survey weighted by plans that are tried, and the plan of it that is kept."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from surveys import queries
from surveys.errors import Problem
from surveys.files import Reading
from surveys.models import AnalysisPlan, Survey
from surveys.plans.sections import Sections, cut, totals_text, without_tables
from surveys.queries.weighted_cases import weighted_cases
from surveys.services.frames import frame_of
from surveys.services.references import references_of
from surveys.services.samples import store_plan

if TYPE_CHECKING:
    from surveys.cleaning.frame import Frame
    from surveys.trials import Trial

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Tried:
    """What trying plans gave, one trial per plan, and the cases they were tried on."""

    trials: list[Trial | None]
    frame: Frame | None


@dataclass(frozen=True, slots=True)
class Stored:
    """What is stored with a survey for its plans: control totals, and origins of references."""

    survey: Survey
    totals: Mapping[str, Mapping[str, Any]]
    references: Mapping[str, Mapping[str, Any]]


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

    What reads the same as a plan that was kept before, remarks included, is that plan.
    """
    stored = queries.control_totals(survey)

    def own(sections: Sections) -> str:
        return replace(sections, totals=without_tables(sections.totals, stored)).text

    text = own(sections)
    plans = survey.plans.order_by("-kept_at", "-pk")
    known = (plan.text for plan in plans if own(cut(plan.text)) == text)
    return store_plan(survey=survey, text=next(known, text), actor=actor)


def resolved(survey: Survey, document: Document) -> Document:
    """The document with the stored control totals that it does not give itself."""
    own = document.get("control_totals", {})
    if not isinstance(own, Mapping):
        return document
    return {**document, "control_totals": {**queries.control_totals(survey), **own}}


def try_plans(
    survey: Survey,
    documents: Mapping[str, Document | None],
    reading: Reading,
    scheduler: str = "",
) -> Tried:
    """The trials of plan documents by the names under which their problems are told.

    `reading` then has their problems. Where a step cannot be done the trial is that of the steps
    before it; None where there is nothing to try.
    """
    raw = reading.attempt(lambda: frame_of(survey, weighted_cases(survey)))
    stored = Stored(survey, queries.control_totals(survey), queries.references(survey))
    trials: list[Trial | None] = []
    told: list[Problem] = []
    for name, document in documents.items():
        own = Reading()
        trials.append(_try(document, raw, stored, own, scheduler))
        # What both plans have from the same text is told once.
        new = [problem for problem in own.problems if problem not in told]
        told += new
        reading.problems += [_placed(problem, name) for problem in new]
    return Tried(trials, trials[0].frame if trials[0] else raw)


def _placed(problem: Problem, name: str) -> Problem:
    """The problem with the plan's name in its place."""
    return replace(problem, where=re.sub(r"^plan\b", lambda _match: name, problem.where))


def _try(
    document: Document | None,
    raw: Frame | None,
    stored: Stored,
    reading: Reading,
    scheduler: str,
) -> Trial | None:
    from surveys import pipeline
    from surveys.scale.dask_engine import DaskEngine
    from surveys.trials import try_first_steps, try_plan, try_volunteers

    attempt, data = reading.attempt, raw.data if raw is not None else None
    read = partial(pipeline.read_plan, control_totals=stored.totals, references=stored.references)
    plan = attempt(read, document, "plan")
    volunteers = document is not None and pipeline.asks_volunteers(document)
    sample = attempt(pipeline.sample_of, document, data, "plan", volunteers)
    frame = attempt(pipeline.clean, raw, plan)
    if sample is None:
        attempt(pipeline.check, frame, plan)
    if volunteers:
        beside = attempt(references_of, stored.survey, plan, frame) or [None]
        return attempt(try_volunteers, frame, sample, plan, *beside)
    cluster = [DaskEngine(scheduler).weigh] if scheduler else []
    trial = attempt(try_plan, frame, sample, plan, *cluster)
    if trial is not None:
        return trial
    quiet = Reading()
    if plan is None and document is not None:
        shorter = (quiet.attempt(read, each, "plan") for each in _first_steps(document))
        plan = next(filter(None, shorter), None)
        frame = quiet.attempt(pipeline.clean, raw, plan)
        trial = quiet.attempt(try_plan, frame, sample, plan)
    return trial or quiet.attempt(try_first_steps, frame, sample, plan)


def _first_steps(document: Document) -> Iterator[Document]:
    """The document with fewer and fewer of its steps, without replicates."""
    weighting = document.get("weighting")
    steps = weighting.get("steps") if isinstance(weighting, Mapping) else None
    rest = {key: table for key, table in document.items() if key != "replicates"}
    for number in reversed(range(len(steps) if isinstance(steps, list) else 0)):
        yield {**rest, "weighting": {"steps": steps[:number]}}
