"""Back-checks: interviews are drawn to be held again; the second one is joined when it comes in."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from portal.models import User
from surveys.collection.back_checks import draw
from surveys.models import BackCheck, Submission, Survey
from surveys.services.batches import BATCH


def draw_back_checks(*, survey: Survey, share: float, seed: int, actor: User | None) -> int:
    """Draw a share of each interviewer's interviews; returns how many.

    Only interviews of an issued case can be found again. A case is drawn once.
    """
    checked = BackCheck.objects.filter(submission__unit=OuterRef("unit"))
    held = survey.submissions.filter(
        ~Exists(checked),
        state__in=[*Submission.WAITING, Submission.State.ON_HOLD, Submission.State.APPROVED],
        unit__isnull=False,
        pilot=False,
    )
    with transaction.atomic():
        Survey.objects.select_for_update().get(pk=survey.pk)  # a case is drawn by one person
        groups: dict[str, list[int]] = {}
        cases: set[int] = set()
        rows = held.order_by("received_at", "pk").values_list("pk", "unit_id", "interviewer_id")
        for pk, unit, interviewer in rows:
            if unit not in cases:
                cases.add(unit)
                groups.setdefault(str(interviewer), []).append(pk)
        made = [
            BackCheck(survey=survey, submission_id=pk, seed=seed, share=share, drawn_by=actor)
            for pk in draw(groups, share, seed)
        ]
        BackCheck.objects.bulk_create(made, batch_size=BATCH)
    return len(made)


def is_back_check(submission: Submission) -> bool:
    """Whether an interview, perhaps not stored yet, is the second one of a case that was drawn."""
    return _checks(submission).exists()


def join_back_check(submission: Submission) -> None:
    """Put an interview that is the second one of a case beside the first."""
    check = _checks(submission).first()
    if check is not None:
        BackCheck.objects.filter(pk=check.pk, second=None).update(second=submission)


def _checks(submission: Submission) -> QuerySet[BackCheck]:
    """The draws of its case that wait for this interview, or have it already."""
    received = submission.received_at or timezone.now()
    checks = BackCheck.objects.filter(submission__unit=submission.unit_id, drawn_at__lt=received)
    open_ones = checks.filter(Q(second=None) | Q(second=submission.pk))
    return open_ones.exclude(submission=submission.pk) if submission.pk else open_ones
