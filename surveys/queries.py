"""What is read: querysets, and stored bytes as the records the stages work with."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet

from portal.models import Job
from surveys.findings.report import Report, build_report
from surveys.findings.storage import from_json
from surveys.models import (
    FindingsPage,
    InstrumentVersion,
    Release,
    ReleaseReport,
    SampleUnit,
    Submission,
    Survey,
)

if TYPE_CHECKING:
    from surveys.instrument.questionnaire import Questionnaire

RELEASE_JOB = "surveys.release"
"""The kind of the background jobs that make releases."""
SHOWN_JOBS = 5


def questionnaire_of(version: InstrumentVersion) -> Questionnaire:
    """The questionnaire of a stored version; parsed once per process."""
    return _parsed(version.xform_sha256, version.pk)


@lru_cache(maxsize=16)
def _parsed(xform_sha256: str, pk: int) -> Questionnaire:
    from surveys.instrument.questionnaire import read_questionnaire

    return read_questionnaire(bytes(InstrumentVersion.objects.get(pk=pk).xform))


def published_version(survey: Survey, form_id: str, version: str) -> InstrumentVersion | None:
    """The published questionnaire that a submission names, if this survey has it."""
    return survey.instrument_versions.filter(
        form_id=form_id, version=version, state=InstrumentVersion.State.PUBLISHED
    ).first()


def approved(survey: Survey) -> QuerySet[Submission]:
    """Approved submissions in the order of their cases, so that a frame never depends on arrival."""
    return (
        survey.submissions.filter(state=Submission.State.APPROVED, unit__isnull=False)
        .select_related("unit")
        .order_by("unit__case_id", "id")
    )


def units(survey: Survey) -> QuerySet[SampleUnit]:
    """All issued cases, by case id."""
    return survey.units.order_by("case_id")


def progress(survey: Survey) -> dict[str, Any]:
    """Counts for the survey's page: cases, submissions by state, open issues, held contents."""
    states = survey.submissions.aggregate(
        received=Count("id"),
        waiting=Count("id", filter=Q(state=Submission.State.RECEIVED)),
        with_issues=Count("id", filter=Q(state=Submission.State.RECEIVED, issue_count__gt=0)),
        approved=Count("id", filter=Q(state=Submission.State.APPROVED)),
        rejected=Count("id", filter=Q(state=Submission.State.REJECTED)),
    )
    return {**states, "issued": survey.units.count(), "held": survey.held_submissions.count()}


def release_jobs(survey: Survey) -> QuerySet[Job]:
    """The latest jobs that were asked to make a release of this survey."""
    return Job.objects.filter(kind=RELEASE_JOB, payload__survey=survey.pk)[:SHOWN_JOBS]


@lru_cache(maxsize=16)
def _report(content_hash: str, pk: int) -> Report:
    return build_report(from_json(Release.objects.get(pk=pk).results))


def report_of(release: Release) -> Report:
    """The report of a release; a release never changes, so it is built once per process."""
    return _report(release.content_hash, release.pk)


def reports_by_language(release: Release) -> dict[str, ReleaseReport]:
    """The printed findings of a release."""
    return {report.language: report for report in release.reports.all()}


def newest_findings(language: str) -> FindingsPage | None:
    """The public findings page of the language that was published last."""
    return (
        FindingsPage.objects.live()
        .public()
        .filter(locale__language_code=language)
        .select_related("release")
        .defer("release__results")
        .order_by("-first_published_at", "-pk")
        .first()
    )
