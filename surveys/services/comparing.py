"""Interviews compared with others: twins and near-duplicates are told as notices. Before that, the
device's record tells how long each took.

Twins have the same answers and times, whoever held them; near-duplicates are of one interviewer.

A routine does this after the intake, so that nobody who sends waits for it. Each interview is
compared once, with the latest `COMPARED_WITH` before it.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from operator import itemgetter

from django.db import Error, transaction

from surveys.collection.fieldwork import DUPLICATE_SHARE, Given, given, similarity
from surveys.models import Submission
from surveys.queries import questionnaire_of
from surveys.queries.contents import screen_seconds
from surveys.services.marks import Marks, mark
from surveys.services.measuring import layout_of, retime

logger = logging.getLogger(__name__)

COMPARED_WITH = 200
AT_ONCE = 500
LIKE, SAME = "near_duplicate", "same_answers"
Key = tuple[int, int]
"""A version of the questionnaire, by whose questions two interviews are compared, and an interview."""


def compare_waiting() -> int:
    """Compare what nobody compared yet, the oldest first; returns how many."""
    waiting = (
        Submission.objects.filter(compared=False, checked_at__isnull=False)
        .order_by("pk")
        .values_list("pk", flat=True)[:AT_ONCE]
    )
    keys, known = list(waiting), dict[Key, Given]()
    for key in keys:
        try:
            _compare(key, known)
        except Error:
            raise
        except Exception:  # one that fails keeps none of the others waiting
            logger.exception("the interview %s was not compared", key)
            Submission.objects.filter(pk=key).update(compared=True)
    return len(keys)


@transaction.atomic
def _compare(key: int, known: dict[Key, Given]) -> None:
    submission = Submission.objects.select_for_update().get(pk=key)
    submission.compared = True
    _retime(submission)
    flags = submission.flags.split()
    new = [flag for flag in _resemblances(submission, known) if flag["code"] not in flags]
    submission.flags = " ".join((*flags, *(flag["code"] for flag in new)))
    submission.notices = [*submission.notices, *new]
    submission.notice_count = len(submission.notices)
    submission.save(update_fields=["compared", "minutes", "flags", "notices", "notice_count"])


def _retime(submission: Submission) -> None:
    """By the device's own record, which comes with the interview or some time after it."""
    if submission.instrument is None:
        return
    questionnaire = questionnaire_of(submission.instrument)
    if layout_of(questionnaire).timed and (seconds := sum(screen_seconds(submission).values())):
        retime(submission, questionnaire, seconds / 60)


def _resemblances(submission: Submission, known: dict[Key, Given]) -> Marks:
    """A twin, else the most similar interview of the same interviewer."""
    if submission.instrument is None:
        return []
    asked = layout_of(questionnaire_of(submission.instrument)).asked
    twin = _twin(submission, asked)
    if twin is not None:
        return [mark(SAME, twin)]
    closest = _most_similar(submission, asked, known)
    return [mark(LIKE, f"{closest[1]:.0%} {closest[0]}")] if closest else []


def _twin(submission: Submission, asked: Collection[str]) -> str | None:
    """The instance ID of an earlier interview with the same answers that began and ended with it."""
    if submission.started_at is None:
        return None
    together = Submission.objects.filter(
        survey=submission.survey_id, started_at=submission.started_at,
        ended_at=submission.ended_at, pk__lt=submission.pk,
    )  # fmt: skip
    for instance_id, row, repeats in together.values_list("instance_id", "row", "repeats"):
        same = all((row.get(name) or "") == (submission.row.get(name) or "") for name in asked)
        if same and repeats == submission.repeats:
            return str(instance_id)
    return None


def _most_similar(
    submission: Submission, asked: Collection[str], known: dict[Key, Given]
) -> tuple[str, float] | None:
    """The instance ID of the most similar earlier interview and the share of equal answers, if many."""
    if submission.interviewer_id is None or submission.instrument is None:
        return None
    own = given(submission.row, asked)
    earlier = dict(
        Submission.objects.filter(
            survey=submission.survey_id, interviewer=submission.interviewer_id, pk__lt=submission.pk
        )
        .order_by("-pk")
        .values_list("pk", "instance_id")[:COMPARED_WITH]
    )
    version = submission.instrument.pk
    missing = [pk for pk in earlier if (version, pk) not in known]
    for pk, row in Submission.objects.filter(pk__in=missing).values_list("pk", "row"):
        known[version, pk] = given(row, asked)
    shares = [(name, similarity(own, known[version, pk])) for pk, name in earlier.items()]
    near = [(name, share) for name, share in shares if share and share >= DUPLICATE_SHARE]
    return max(near, key=itemgetter(1), default=None)
