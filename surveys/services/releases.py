"""Approved answers become a release: frozen results under one content hash."""

from __future__ import annotations

import hashlib
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from portal import __version__
from surveys import queries
from surveys.collection.conventions import DAY_QUESTION
from surveys.collection.outcomes import outcome_rates
from surveys.findings.results import (
    Provenance,
    Questionnaire,
    Results,
    Sample,
)
from surveys.findings.storage import content_hash, to_json
from surveys.models import AnalysisPlan, InstrumentVersion, Release, Survey
from surveys.queries.weighted_cases import Case, weighted_cases
from surveys.services.frames import frame_of
from surveys.services.references import references_of

if TYPE_CHECKING:
    from surveys.pipeline import Analysis, Plan


def make_release(*, survey: Survey, plan: AnalysisPlan) -> Release:
    """Weights, estimates and findings of the approved answers, frozen.

    The same answers, plan, totals and code give the same content, and then the release that has
    it. Raises `SurveyError` with every problem of the plan, or when nothing is approved.
    """
    results = _results(survey, plan)
    digest = content_hash(results)
    with transaction.atomic():
        Survey.objects.select_for_update().get(pk=survey.pk)  # one release at a time
        known = survey.releases.filter(content_hash=digest).first()
        if known:
            return known
        latest = survey.releases.aggregate(latest=Max("number"))["latest"] or 0
        return Release.objects.create(
            survey=survey,
            number=latest + 1,
            instrument=queries.newest_version(survey),
            plan=plan,
            results=to_json(results),
            content_hash=digest,
        )


def _results(survey: Survey, stored: AnalysisPlan) -> Results:
    from surveys import pipeline

    document = tomllib.loads(stored.text)
    beside = queries.control_totals(survey), queries.references(survey)
    plan = pipeline.read_plan(document, "plan", *beside)
    cases = weighted_cases(survey)
    days = sorted(day for case in cases if (day := case.answers.get(DAY_QUESTION)))
    return pipeline.freeze(
        _analysis(survey, cases, document, plan),
        plan,
        Results(
            survey=survey.slug,
            title=survey.titles,
            indicators=(),
            estimates=(),
            sample=_outcomes(cases),
            synthetic=survey.synthetic,
            design=pipeline.design_description(document),
            questionnaire=_reference(queries.newest_version(survey)),
            fieldwork=(days[0], days[-1]) if days else None,
            provenance=Provenance(
                plan_sha256=stored.sha256,
                data_sha256=_combined(case.sha256 for case in cases if case.sha256),
                lock_sha256=lock_sha256(),
                code_version=__version__,
            ),
        ),
    )


def _analysis(
    survey: Survey, cases: Sequence[Case], document: dict[str, Any], plan: Plan
) -> Analysis:
    """Weights and estimates over all issued cases, those without an interview included."""
    from surveys import pipeline

    raw = frame_of(survey, cases)
    sample = pipeline.sample_of(document, raw.data, plan.where, plan.volunteers is not None)
    frame = pipeline.clean(raw, plan)
    return pipeline.analyse(frame, sample, plan, *references_of(survey, plan, frame))


def _outcomes(cases: Sequence[Case]) -> Sample:
    """Counts of outcomes over all issued cases, and the response rates that follow from them."""
    counts = dict(sorted(Counter(case.outcome for case in cases).items()))
    rates = asdict(outcome_rates(counts))
    known = {name: rate for name, rate in rates.items() if isinstance(rate, float)}
    return Sample(0, 0, 0, 0, counts, known)


def _reference(version: InstrumentVersion | None) -> Questionnaire | None:
    if version is None:
        return None
    return Questionnaire(version.form_id, version.version, version.xform_sha256)


def _combined(digests: Iterable[str]) -> str:
    """One digest over the submissions' digests, whatever their order of arrival."""
    return hashlib.sha256("\n".join(sorted(digests)).encode()).hexdigest()


def lock_sha256() -> str:
    """The digest of the lock file that the running environment was installed from."""
    return hashlib.sha256((settings.ROOT / "requirements.txt").read_bytes()).hexdigest()
