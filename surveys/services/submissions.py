"""The intake: every submission, from a phone, a file or the simulator, passes here.

Content never makes the intake refuse: what breaks a rule is stored and flagged. What cannot be
stored as a submission (unreadable, other content under a known instance ID, or a failure of our
own) is held.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from portal.models import User
from surveys.collection.answers import ParsedSubmission, parse_submission
from surveys.collection.checks import check_submission
from surveys.collection.conventions import CASE_QUESTION
from surveys.collection.rows import flat_row, repeat_rows
from surveys.errors import Problem, SurveyError
from surveys.models import HeldSubmission, InstrumentVersion, SampleUnit, Submission, Survey
from surveys.queries import published_version, questionnaire_of

logger = logging.getLogger(__name__)

UNKNOWN_FORM = "unknown_form"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a content that was sent."""

    outcome: Literal["stored", "known", "conflict", "unreadable", "failed"]
    instance_id: str = ""
    issue_count: int = 0
    error: SurveyError | None = None


def receive_submission(*, survey: Survey, xml: bytes) -> Receipt:
    """Store one submission; when this returns, it is committed.

    The same content under the same instance ID is `known` and changes nothing. Other content under
    a known instance ID is a `conflict`, what is no submission is `unreadable`, and what we failed
    to take in has `failed`: all three are held.
    """
    digest = hashlib.sha256(xml).hexdigest()
    try:
        parsed = parse_submission(xml)
    except SurveyError as error:
        _hold(survey, HeldSubmission.Reason.UNREADABLE, xml, digest, problems=error.problems)
        return Receipt("unreadable", error=error)
    try:
        return _store(survey, parsed, xml, digest)
    except Exception as error:
        logger.exception("the submission %s was not taken in", parsed.instance_id)
        fault = Problem("intake_failed", parsed.instance_id, repr(error))
        reason = HeldSubmission.Reason.FAILED
        _hold(survey, reason, xml, digest, parsed.instance_id, [fault])
        return Receipt("failed", parsed.instance_id)


def _store(survey: Survey, parsed: ParsedSubmission, xml: bytes, digest: str) -> Receipt:
    earlier = survey.submissions.filter(instance_id=parsed.instance_id).only("sha256").first()
    if earlier is None:
        contents = _contents(survey, parsed)
        try:
            with transaction.atomic():
                Submission.objects.create(
                    survey=survey,
                    instance_id=parsed.instance_id,
                    xml=xml,
                    sha256=digest,
                    **contents,
                )
        except IntegrityError:  # the same instance arrived at the same moment
            earlier = survey.submissions.only("sha256").get(instance_id=parsed.instance_id)
        else:
            return Receipt("stored", parsed.instance_id, contents["issue_count"])
    if earlier.sha256 == digest:
        return Receipt("known", parsed.instance_id)
    _hold(survey, HeldSubmission.Reason.CONFLICT, xml, digest, parsed.instance_id)
    return Receipt("conflict", parsed.instance_id)


def _contents(survey: Survey, parsed: ParsedSubmission) -> dict[str, Any]:
    """Rows, case, issues and times of a parsed submission."""
    version = published_version(survey, parsed.form_id, parsed.version)
    fields: dict[str, Any] = {
        "instrument": version,
        "started_at": parsed.started,
        "ended_at": parsed.ended,
        "utc_offset": _offset(parsed.started),
    }
    if version is None:
        form = f"{parsed.form_id} {parsed.version}"
        return {**fields, **_flagged([_issue(UNKNOWN_FORM, "", form)])}
    questionnaire = questionnaire_of(version)
    row = flat_row(questionnaire, parsed)
    issues = [asdict(issue) for issue in check_submission(questionnaire, parsed)]
    unit, doubts = _case(survey, row.get(CASE_QUESTION) or "", parsed.instance_id)
    return {
        **fields,
        **_flagged(issues + doubts),
        "row": row,
        "repeats": repeat_rows(questionnaire, parsed),
        "unit": unit,
    }


def _case(
    survey: Survey, case_id: str, instance_id: str
) -> tuple[SampleUnit | None, list[dict[str, str]]]:
    """The issued case, and what is doubtful about it: there is none, or it has an interview."""
    unit = survey.units.filter(case_id=case_id).first()
    if unit is None:
        issued = survey.units.exists()
        return None, [_issue("unknown_case", CASE_QUESTION, case_id)] if issued else []
    if unit.submissions.exclude(instance_id=instance_id).exists():
        return unit, [_issue("case_twice", CASE_QUESTION, case_id)]
    return unit, []


def _issue(code: str, question: str, value: str) -> dict[str, str]:
    return {"code": code, "path": "", "question": question, "value": value, "expected": ""}


def _flagged(issues: list[dict[str, Any]]) -> dict[str, Any]:
    return {"issues": issues, "issue_count": len(issues)}


def _offset(started: datetime | None) -> int | None:
    offset = started.utcoffset() if started else None
    return None if offset is None else int(offset.total_seconds() // 60)


def _hold(
    survey: Survey,
    reason: str,
    content: bytes,
    digest: str,
    instance_id: str = "",
    problems: Iterable[Problem] = (),
) -> None:
    HeldSubmission.objects.get_or_create(
        survey=survey,
        sha256=digest,
        defaults={
            "reason": reason,
            "content": content,
            "instance_id": instance_id,
            "problems": [asdict(problem) for problem in problems],
        },
    )


def reread_submissions(*, version: InstrumentVersion) -> int:
    """Read again what came in before its questionnaire was published; returns how many."""
    waiting = version.survey.submissions.filter(instrument=None, state=Submission.State.RECEIVED)
    count = 0
    for submission in waiting.iterator():
        parsed = parse_submission(bytes(submission.xml))
        if (parsed.form_id, parsed.version) == (version.form_id, version.version):
            contents = _contents(version.survey, parsed)
            Submission.objects.filter(pk=submission.pk, instrument=None).update(**contents)
            count += 1
    return count


def approve_submissions(*, survey: Survey, actor: User | None) -> int:
    """Approve every waiting submission in which nothing was flagged; returns how many.

    A case that has an approved interview already gets no second one.
    """
    approved = Submission.objects.filter(unit=OuterRef("unit"), state=Submission.State.APPROVED)
    return survey.submissions.filter(
        ~Exists(approved), state=Submission.State.RECEIVED, issue_count=0
    ).update(state=Submission.State.APPROVED, reviewed_by=actor, reviewed_at=timezone.now())


def review_submission(*, submission: Submission, approve: bool, actor: User) -> bool:
    """Approve or reject one submission after somebody looked at it.

    False, and nothing changed, when its case has another approved interview.
    """
    submission.state = Submission.State.APPROVED if approve else Submission.State.REJECTED
    submission.reviewed_by = actor
    submission.reviewed_at = timezone.now()
    try:
        with transaction.atomic():
            submission.save(update_fields=["state", "reviewed_by", "reviewed_at"])
    except IntegrityError:
        return False
    return True
