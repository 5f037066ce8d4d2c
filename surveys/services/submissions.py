"""The intake: every submission, from a phone, a file or the simulator, passes here.

Content never makes the intake refuse: what breaks a rule is stored and flagged. What cannot be
stored as a submission (unreadable, or other content under a known instance ID) is held.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.models import User
from surveys.errors import SurveyError
from surveys.models import HeldSubmission, InstrumentVersion, SampleUnit, Submission, Survey
from surveys.queries import published_version, questionnaire_of

LONGEST_INSTANCE_ID = 255
CASE_QUESTION = "a_case_id"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a content that was sent."""

    outcome: Literal["stored", "known", "conflict", "unreadable"]
    instance_id: str = ""
    issue_count: int = 0
    error: SurveyError | None = None


def receive_submission(*, survey: Survey, xml: bytes) -> Receipt:
    """Store one submission; when this returns, it is committed.

    The same content under the same instance ID is `known` and changes nothing. Other content under
    a known instance ID is a `conflict`, and what is no submission is `unreadable`: both are held.
    """
    from surveys.collection.answers import parse_submission

    digest = hashlib.sha256(xml).hexdigest()
    try:
        parsed = parse_submission(xml)
    except SurveyError as error:
        _hold(survey, HeldSubmission.Reason.UNREADABLE, xml, digest, detail=str(error))
        return Receipt("unreadable", error=error)
    earlier = survey.submissions.filter(instance_id=parsed.instance_id).only("sha256").first()
    if earlier is None:
        version = published_version(survey, parsed.form_id, parsed.version)
        fields = _contents(parsed, version)
        try:
            with transaction.atomic():
                Submission.objects.create(
                    survey=survey,
                    instrument=version,
                    unit=_unit(survey, fields["row"]),
                    instance_id=parsed.instance_id,
                    xml=xml,
                    sha256=digest,
                    **fields,
                )
        except IntegrityError:  # the same instance arrived at the same moment
            earlier = survey.submissions.only("sha256").get(instance_id=parsed.instance_id)
        else:
            return Receipt("stored", parsed.instance_id, fields["issue_count"])
    if earlier.sha256 == digest:
        return Receipt("known", parsed.instance_id)
    _hold(survey, HeldSubmission.Reason.CONFLICT, xml, digest, instance_id=parsed.instance_id)
    return Receipt("conflict", parsed.instance_id)


def _contents(parsed: Any, version: InstrumentVersion | None) -> dict[str, Any]:
    """Rows, issues and times of a parsed submission."""
    times = {
        "started_at": parsed.started,
        "ended_at": parsed.ended,
        "utc_offset": _offset(parsed.started),
    }
    if version is None:
        found = {"code": "unknown_form", "path": "", "value": f"{parsed.form_id} {parsed.version}"}
        return {**times, "row": {}, "repeats": {}, "issues": [found], "issue_count": 1}
    from surveys.collection.checks import check_submission
    from surveys.collection.rows import flat_row, repeat_rows

    questionnaire = questionnaire_of(version)
    issues = [asdict(issue) for issue in check_submission(questionnaire, parsed)]
    return {
        **times,
        "row": flat_row(questionnaire, parsed),
        "repeats": repeat_rows(questionnaire, parsed),
        "issues": issues,
        "issue_count": len(issues),
    }


def _offset(started: datetime | None) -> int | None:
    offset = started.utcoffset() if started else None
    return None if offset is None else int(offset.total_seconds() // 60)


def _unit(survey: Survey, row: dict[str, Any]) -> SampleUnit | None:
    case_id = row.get(CASE_QUESTION)
    return survey.units.filter(case_id=case_id).first() if case_id else None


def _hold(
    survey: Survey,
    reason: str,
    content: bytes,
    digest: str,
    *,
    instance_id: str = "",
    detail: str = "",
) -> None:
    HeldSubmission.objects.get_or_create(
        survey=survey,
        sha256=digest,
        defaults={
            "reason": reason,
            "content": content,
            "instance_id": instance_id[:LONGEST_INSTANCE_ID],
            "detail": detail,
        },
    )


def approve_submissions(*, survey: Survey, actor: User | None) -> int:
    """Approve every waiting submission in which nothing was flagged; returns how many."""
    return survey.submissions.filter(state=Submission.State.RECEIVED, issue_count=0).update(
        state=Submission.State.APPROVED, reviewed_by=actor, reviewed_at=timezone.now()
    )


def review_submission(*, submission: Submission, approve: bool, actor: User) -> None:
    """Approve or reject one submission after somebody looked at it."""
    submission.state = Submission.State.APPROVED if approve else Submission.State.REJECTED
    submission.reviewed_by = actor
    submission.reviewed_at = timezone.now()
    submission.save(update_fields=["state", "reviewed_by", "reviewed_at"])
