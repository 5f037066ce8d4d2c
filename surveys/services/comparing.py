"""Interviews compared with others of the same interviewer: near-duplicates are told as notices.

A routine does this after the intake, so that nobody who sends waits for it. Each interview is
compared once, with the latest `COMPARED_WITH` before it.
"""

from __future__ import annotations

from django.db import transaction

from surveys.collection.fieldwork import DUPLICATE_SHARE, similarity
from surveys.models import Submission
from surveys.queries import questionnaire_of
from surveys.services.measuring import flag_mark, layout_of

COMPARED_WITH = 200
AT_ONCE = 500
CODE = "near_duplicate"


def compare_waiting() -> int:
    """Compare what nobody compared yet, the oldest first; returns how many."""
    waiting = (
        Submission.objects.filter(compared=False, checked_at__isnull=False)
        .order_by("pk")
        .values_list("pk", flat=True)[:AT_ONCE]
    )
    keys = list(waiting)
    for key in keys:
        _compare(key)
    return len(keys)


@transaction.atomic
def _compare(key: int) -> None:
    submission = Submission.objects.select_for_update().get(pk=key)
    submission.compared = True
    likest = _likest(submission)
    if likest is not None and CODE not in submission.flags.split():
        instance_id, share = likest
        submission.flags = f"{submission.flags} {CODE}".strip()
        submission.notices = [
            *submission.notices, flag_mark(CODE, f"{share:.0%} {instance_id}"),
        ]  # fmt: skip
        submission.notice_count = len(submission.notices)
    submission.save(update_fields=["compared", "flags", "notices", "notice_count"])


def _likest(submission: Submission) -> tuple[str, float] | None:
    """The instance ID of the likest earlier interview and the share of equal answers, if many."""
    if submission.interviewer_id is None or submission.instrument is None:
        return None
    asked = layout_of(questionnaire_of(submission.instrument)).asked
    earlier = Submission.objects.filter(
        survey=submission.survey_id, interviewer=submission.interviewer_id, pk__lt=submission.pk
    )
    likest = None
    for instance_id, row in earlier.order_by("-pk").values_list("instance_id", "row")[
        :COMPARED_WITH
    ]:
        share = similarity(submission.row, row, asked)
        if share is not None and share >= DUPLICATE_SHARE and (likest is None or share > likest[1]):
            likest = instance_id, share
    return likest
