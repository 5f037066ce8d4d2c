"""What is read: querysets, and stored bytes as the records the stages work with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from wagtail.models import Page, PageLogEntry, PageQuerySet, ReferenceIndex

from portal.models import Job, Visitor
from surveys.findings.report import Report, build_report
from surveys.findings.storage import from_json
from surveys.models import (
    AnalysisPlan,
    Delivery,
    FindingsPage,
    InstrumentFile,
    InstrumentVersion,
    Member,
    ReferenceSample,
    Release,
    SampleUnit,
    Submission,
    Survey,
    Webhook,
)
from surveys.queries.units import interviews_of_case

if TYPE_CHECKING:
    from surveys.instrument.questionnaire import Questionnaire

RELEASE_JOB = "surveys.release"
"""The kind of the background jobs that make releases."""
CHECK_JOB = "surveys.check"
"""The kind of the background jobs that check long questionnaires after they came in."""
EXPORT_JOB = "surveys.export"
"""The kind of the background jobs that write exports."""
LOOK_JOB, IMPORT_JOB = "surveys.look", "surveys.import"
"""The kinds of the background jobs that look at files of answers, and take them in."""
MAIL_JOB = "surveys.mail"
"""The kind of the background jobs that send invitations by e-mail."""
DELIVER_JOB = "surveys.deliver"
"""The kind of the background jobs that tell webhooks what happened."""
SHOWN_JOBS = 5


def role_in(survey: Survey, user: Visitor) -> str | None:
    """What a person is to a survey, if they belong to it."""
    return survey.members.filter(user=user.pk).values_list("role", flat=True).first()


def field_team(survey: Survey) -> QuerySet[Member]:
    """Those of the team who can have cases and devices: no mere viewers, no closed accounts."""
    return survey.members.exclude(role=Member.Role.VIEWER).filter(user__is_active=True)


def questionnaire_of(version: InstrumentVersion) -> Questionnaire:
    """The questionnaire of a stored version; parsed once per process.

    A published version and its files never change; the files of a draft do.
    """
    draft = version.state == InstrumentVersion.State.DRAFT
    files = tuple(version.files.values_list("md5", flat=True)) if draft else None
    return _parsed(version.xform_sha256, version.pk, files)


@lru_cache(maxsize=16)
def _parsed(xform_sha256: str, pk: int, files: tuple[str, ...] | None) -> Questionnaire:
    from surveys.instrument.questionnaire import read_questionnaire

    version = InstrumentVersion.objects.get(pk=pk)
    lists = version.files.filter(name__iendswith=".csv").select_related("blob")
    contents = {each.name: each.blob.file.read() for each in lists}
    return read_questionnaire(bytes(version.xform), contents)


def published_version(survey: Survey, form_id: str, version: str) -> InstrumentVersion | None:
    """The published questionnaire that a submission names, if this survey has it."""
    return (
        survey.instrument_versions.filter(
            form_id=form_id, version=version, state=InstrumentVersion.State.PUBLISHED
        )
        .defer("workbook", "xform")
        .order_by("pk")
        .first()
    )


def newest_version(survey: Survey) -> InstrumentVersion | None:
    """The questionnaire that new interviews are held with: the one published last."""
    return (
        survey.instrument_versions.filter(state=InstrumentVersion.State.PUBLISHED)
        .defer("workbook", "xform")
        .order_by("published_at", "pk")
        .last()
    )


def published_versions(survey: Survey) -> QuerySet[InstrumentVersion]:
    """The published questionnaires without their contents, the newest last, each with `has_files`."""
    files = InstrumentFile.objects.filter(instrument=OuterRef("pk"))
    return (
        survey.instrument_versions.filter(state=InstrumentVersion.State.PUBLISHED)
        .defer("workbook", "xform")
        .annotate(has_files=Exists(files))
        .order_by("published_at", "pk")
    )


def current_plan(survey: Survey) -> AnalysisPlan | None:
    """The plan that was kept last: the next release is made with it."""
    return survey.plans.order_by("kept_at", "pk").last()


def control_totals(survey: Survey) -> dict[str, dict[str, object]]:
    """The stored control totals by name, as parts of a plan document."""
    return {each.name: each.as_document() for each in survey.control_totals.all()}


def reference_samples(survey: Survey) -> QuerySet[ReferenceSample]:
    """The stored reference samples, with the files of their tables."""
    return survey.reference_samples.select_related("blob")


def references(survey: Survey) -> dict[str, dict[str, object]]:
    """Sources and dates of the stored reference samples by name, as parts of a plan document."""
    return {
        each.name: {"source": each.source, "date": each.date.isoformat()}
        for each in reference_samples(survey)
    }


def progress(survey: Survey) -> dict[str, Any]:
    """Counts for the survey's page: cases, submissions by state, contents that wait for a decision."""
    states = survey.submissions.aggregate(
        received=Count("id"),
        waiting=Count("id", filter=Q(state__in=Submission.WAITING)),
        with_issues=Count("id", filter=Q(state=Submission.State.HAS_ISSUES)),
        approved=Count("id", filter=Q(state=Submission.State.APPROVED)),
        rejected=Count("id", filter=Q(state=Submission.State.REJECTED)),
    )
    held = survey.held_submissions.filter(decision="").count()
    return {**states, "issued": survey.units.count(), "held": held}


def events_given_up(surveys: QuerySet[Survey]) -> dict[int, int]:
    """How many events were given up, by the survey's key; tests are no events."""
    lost = Delivery.objects.filter(
        webhook__survey__in=surveys, webhook__revoked_at=None, state=Delivery.State.GIVEN_UP
    ).exclude(event=Webhook.Event.TEST)
    counted = lost.order_by().values_list("webhook__survey").annotate(number=Count("pk"))
    return dict(counted)


def fieldwork(surveys: QuerySet[Survey]) -> QuerySet[Survey]:
    """These surveys with `waiting` answers, `issued` and `closed` cases and the number `released`.

    A case is closed when it has an interview that was not rejected, or another outcome.
    """
    waiting = Submission.objects.filter(survey=OuterRef("pk"), state__in=Submission.WAITING)
    issued = SampleUnit.objects.filter(survey=OuterRef("pk"))
    closed = issued.filter(Exists(interviews_of_case()) | ~Q(disposition=""))
    releases = Release.objects.filter(survey=OuterRef("pk")).order_by("-number")
    return surveys.annotate(
        waiting=_count(waiting),
        issued=_count(issued),
        closed=_count(closed),
        released=Subquery(releases.values("number")[:1]),
    )


def _count(rows: QuerySet) -> Coalesce:
    counted = rows.order_by().values("survey").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def release_jobs(survey: Survey) -> QuerySet[Job]:
    """The latest jobs that were asked to make a release of this survey."""
    return Job.objects.filter(kind=RELEASE_JOB, payload__survey=survey.pk)[:SHOWN_JOBS]


@lru_cache(maxsize=16)
def _report(content_hash: str, pk: int) -> Report:
    return build_report(from_json(Release.objects.get(pk=pk).results))


def report_of(release: Release) -> Report:
    """The report of a release; a release never changes, so it is built once per process."""
    return _report(release.content_hash, release.pk)


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


def public_releases() -> QuerySet[Release]:
    """The releases that a public page shows, or has shown before a newer one took their place."""
    pages = FindingsPage.objects.live().public()
    published = PageLogEntry.objects.filter(action="wagtail.publish", page__in=pages.values("pk"))
    shown = {
        *pages.values_list("release", flat=True),
        *published.values_list("revision__content__release", flat=True),
    }
    return Release.objects.filter(pk__in=shown - {None}).select_related("survey").defer("results")


def newest_numbers(releases: Iterable[Release]) -> dict[int, int]:
    """The highest number among the releases of each survey, by the survey's key."""
    newest: dict[int, int] = {}
    for release in releases:
        newest[release.survey_id] = max(release.number, newest.get(release.survey_id, 0))
    return newest


@dataclass(frozen=True, slots=True)
class OutdatedQuote:
    """A page that quotes a release although `newest`, a later one of its survey, is public."""

    page: Page
    release: Release
    newest: int


def outdated_quotes(pages: PageQuerySet) -> list[OutdatedQuote]:
    """Where these pages quote a release that a newer one has superseded, by title."""
    releases = list(public_releases())
    newest = newest_numbers(releases)
    superseded = {str(each.pk): each for each in releases if each.number < newest[each.survey_id]}
    quotes = (
        ReferenceIndex.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page),
            to_content_type=ContentType.objects.get_for_model(Release),
            to_object_id__in=superseded,
        )
        .exclude(content_type=ContentType.objects.get_for_model(FindingsPage))
        .values_list("object_id", "to_object_id")
        .distinct()
    )
    by_key = {
        str(page.pk): page
        for page in pages.filter(pk__in=[page for page, _release in quotes]).select_related(
            "locale"
        )
    }
    found = [
        OutdatedQuote(by_key[page], superseded[key], newest[superseded[key].survey_id])
        for page, key in quotes
        if page in by_key
    ]
    return sorted(found, key=lambda quote: (quote.page.title, quote.page.pk))


def findings_pages(language: str) -> QuerySet[FindingsPage]:
    """The public findings pages of a language, the oldest first."""
    return (
        FindingsPage.objects.live()
        .public()
        .filter(locale__language_code=language)
        .select_related("locale")
        .order_by("first_published_at", "pk")
    )


def release_named(public_id: str) -> Release | None:
    """The release of this name."""
    return Release.objects.filter(public_id=public_id).only("public_id").first()
