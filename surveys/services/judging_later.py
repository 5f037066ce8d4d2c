"""Interviews that nobody waited for, or that are to be judged anew, as a worker does it."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.db import Error, transaction
from django.db.models import QuerySet
from django.utils import timezone

from surveys.collection.answers import parse_submission
from surveys.models import InstrumentVersion, Submission, SubmissionVersion, Survey, marks_of
from surveys.queries import published_version
from surveys.services.batches import batches
from surveys.services.judging import judge, keep_judged
from surveys.services.marks import mark

logger = logging.getLogger(__name__)

AT_ONCE = 10


def judge_waiting(*, survey: Survey) -> int:
    """Judge what was taken in without checks; returns how many."""
    return judge_stored(survey.submissions.filter(checked_at=None))


def reread_submissions(*, version: InstrumentVersion) -> int:
    """Judge again what came in before its questionnaire was published; returns how many."""
    return judge_stored(
        version.survey.submissions.filter(instrument=None, state__in=Submission.UNDECIDED)
    )


def judge_stored(submissions: QuerySet[Submission]) -> int:
    """Judge the current version of each submission anew; returns how many.

    Some at a time, as each commit waits for the disk. They are judged before the transaction:
    SQLite has one lock for all who write, and those who send wait for it. One that we fail to
    judge is flagged, and keeps none of the others waiting.
    """
    keys = list(submissions.order_by("pk").values_list("pk", flat=True))
    for batch in batches(keys, AT_ONCE):
        waiting = list(Submission.objects.select_related("survey").filter(pk__in=batch))
        # After the interviews: an edit in between then shows in their digests, and none is stored.
        versions = SubmissionVersion.objects.filter(submission__in=batch).order_by("number")
        current = {version.submission_id: version.xml for version in versions}
        _keep_unchanged([(each, _judge_anew(each, current[each.pk])) for each in waiting])
    return len(keys)


@transaction.atomic
def _keep_unchanged(judged: Sequence[tuple[Submission, tuple[str, ...] | None]]) -> None:
    """Store them, but for those that were edited or decided meanwhile: the next pass judges these."""
    rows = Submission.objects.select_for_update().filter(pk__in=[each.pk for each, _ in judged])
    stored = set(rows.order_by("pk").values_list("pk", "sha256", "reviewed_at"))
    for submission, files in judged:
        unchanged = (submission.pk, submission.sha256, submission.reviewed_at) in stored
        if files is not None and unchanged:
            keep_judged(submission, files)


def _judge_anew(submission: Submission, xml: bytes) -> tuple[str, ...] | None:
    """The names of the files it mentions; None where it could not be judged."""
    try:
        parsed = parse_submission(bytes(xml))
        submission.instrument = published_version(submission.survey, parsed.form_id, parsed.version)
        return judge(submission, parsed)
    except Error:
        raise
    except Exception as error:
        logger.exception("the submission %s was not judged", submission.instance_id)
        _give_up(submission, error)
        return None


def _give_up(submission: Submission, error: Exception) -> None:
    """Say that the checks failed; what was known of the submission before stays."""
    issues = [mark("could_not_evaluate", type(error).__name__)]
    known = Submission.objects.filter(pk=submission.pk)
    marks = marks_of([*issues, *submission.notices])
    known.update(issues=issues, issue_count=1, marks=marks, checked_at=timezone.now())
    known.filter(state__in=Submission.WAITING).update(state=Submission.State.HAS_ISSUES)
