"""Decisions about interviews. Only approved ones flow on."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from portal.models import User
from surveys.models import Review, Submission, Survey


def approve_submissions(*, survey: Survey, actor: User | None) -> int:
    """Approve every waiting submission in which nothing failed a check; returns how many.

    A case that has an approved interview already gets no second one.
    """
    approved = Submission.objects.filter(unit=OuterRef("unit"), state=Submission.State.APPROVED)
    waiting = survey.submissions.filter(
        ~Exists(approved),
        state__in=[Submission.State.RECEIVED, Submission.State.EDITED],
        issue_count=0,
        checked_at__isnull=False,
    )
    with transaction.atomic():
        chosen = _one_per_case(waiting)
        Review.objects.bulk_create(
            [
                Review(submission_id=pk, state=Submission.State.APPROVED, actor=actor)
                for pk in chosen
            ],
            batch_size=500,
        )
        for start in range(0, len(chosen), 500):
            Submission.objects.filter(pk__in=chosen[start : start + 500]).update(
                state=Submission.State.APPROVED, reviewed_by=actor, reviewed_at=timezone.now()
            )
    return len(chosen)


def _one_per_case(waiting: QuerySet[Submission]) -> list[int]:
    """The first waiting interview of each case, and all that belong to none."""
    units: set[int] = set()
    chosen = []
    for pk, unit in waiting.order_by("received_at", "pk").values_list("pk", "unit_id"):
        if unit is None or unit not in units:
            chosen.append(pk)
            units.add(unit)
    return chosen


def review_submission(
    *, submission: Submission, state: str, actor: User | None, note: str = ""
) -> bool:
    """Approve, reject or return one submission after somebody looked at it.

    False, and nothing changed, when its case has another approved interview.
    """
    submission.state = Submission.State(state)
    submission.reviewed_by = actor
    submission.reviewed_at = timezone.now()
    try:
        with transaction.atomic():
            submission.save(update_fields=["state", "reviewed_by", "reviewed_at"])
            Review.objects.create(submission=submission, state=state, actor=actor, note=note)
    except IntegrityError:
        return False
    return True
