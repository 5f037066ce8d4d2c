"""Decisions about interviews. Only approved ones flow on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from portal.models import User
from surveys.models import Review, Submission, Survey
from surveys.services.batches import batches

State = Submission.State
LEFT = ("decided", "unchecked", "issues", "case_approved", "nobody")
"""Why an interview is left as it is when many are decided together."""


@dataclass(frozen=True, slots=True)
class Decided:
    """How many interviews were decided, and the instance IDs of those left, by the reason."""

    done: int
    left: Mapping[str, list[str]] = field(default_factory=dict)


def approve_submissions(*, survey: Survey, actor: User | None) -> int:
    """Approve every waiting submission in which nothing failed a check; returns how many.

    A case that has an approved interview already gets no second one.
    """
    waiting = survey.submissions.filter(state__in=[State.RECEIVED, State.EDITED], issue_count=0)
    return decide(submissions=waiting, state=State.APPROVED, actor=actor).done


def decide(
    *, submissions: QuerySet[Submission], state: str, actor: User | None, note: str = ""
) -> Decided:
    """Approve, reject or return many interviews; what was left, and why.

    Those with failed checks are approved one by one, by somebody who looked at them. Of several
    interviews of one case the first is approved.
    """
    state, left, chosen = State(state), dict[str, list[str]](), []
    taken = _approved_cases(submissions) if state == State.APPROVED else set()
    rows = submissions.order_by("received_at", "pk").values_list(
        "pk", "instance_id", "unit_id", "state", "issue_count", "checked_at", "interviewer_id"
    )
    for pk, name, unit, present, issues, checked, interviewer in rows:
        approving = state == State.APPROVED
        against = {
            "decided": present == state,
            "unchecked": approving and checked is None,
            "issues": approving and issues > 0,
            "case_approved": unit in taken,
            "nobody": state == State.RETURNED and interviewer is None,
        }
        reason = next((reason for reason in LEFT if against[reason]), None)
        if reason:
            left.setdefault(reason, []).append(name)
            continue
        chosen.append((pk, name))
        if approving and unit is not None:
            taken.add(unit)
    done = len(chosen)
    for batch in batches(chosen):
        beaten = _decide_batch(batch, state, actor, note)
        done -= len(beaten)
        if beaten:
            left.setdefault("case_approved", []).extend(beaten)
    return Decided(done, left)


def _approved_cases(submissions: QuerySet[Submission]) -> set[int]:
    surveys = submissions.order_by().values("survey")
    approved = Submission.objects.filter(
        survey__in=surveys, state=State.APPROVED, unit__isnull=False
    )
    return set(approved.values_list("unit_id", flat=True))


def _decide_batch(
    batch: Sequence[tuple[int, str]], state: str, actor: User | None, note: str
) -> list[str]:
    """Decide these; the names of those whose case somebody approved at the same moment."""
    keys = [pk for pk, _name in batch]
    try:
        with transaction.atomic():
            Submission.objects.filter(pk__in=keys).update(
                state=state, reviewed_by=actor, reviewed_at=timezone.now()
            )
            Review.objects.bulk_create(
                Review(submission_id=pk, state=state, actor=actor, note=note) for pk in keys
            )
    except IntegrityError:
        if len(batch) == 1:
            return [batch[0][1]]
        middle = len(batch) // 2
        halves = (batch[:middle], batch[middle:])
        return [name for half in halves for name in _decide_batch(half, state, actor, note)]
    return []


def review_submission(
    *, submission: Submission, state: str, actor: User | None, note: str = ""
) -> bool:
    """Approve, reject or return one submission after somebody looked at it.

    False, and nothing changed, when its case has another approved interview.
    """
    beaten = _decide_batch([(submission.pk, submission.instance_id)], State(state), actor, note)
    if not beaten:
        submission.refresh_from_db(fields=["state", "reviewed_by", "reviewed_at"])
    return not beaten
