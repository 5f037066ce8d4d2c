"""The intake: every submission, from a phone, a page, a file or the simulator, passes here.

Content never makes the intake refuse: what breaks a rule is stored and flagged. What cannot be
stored as a submission (unreadable, other content under a known instance ID, an edit of what is not
the current version, or a failure of our own) is held.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from django.db import IntegrityError, transaction

from portal.jobs import enqueue
from surveys.collection.answers import ParsedSubmission, parse_submission
from surveys.errors import Problem, SurveyError
from surveys.models import Blob, HeldSubmission, Submission, SubmissionVersion, Survey
from surveys.queries import CHECK_JOB
from surveys.services.attachments import attach, give_missing, hold_files
from surveys.services.judging import is_judged_at_once, judge, keep_judged
from surveys.services.origins import Origin, first_fields

logger = logging.getLogger(__name__)

Outcome = Literal["stored", "edited", "known", "conflict", "unknown_edit", "unreadable", "failed"]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a content that was sent."""

    outcome: Outcome
    instance_id: str = ""
    submission: Submission | None = None
    error: SurveyError | None = None


class _Refused(Exception):
    """A content that is held instead of stored: the outcome, and why it is held."""

    def __init__(self, outcome: Outcome, reason: str, known: Submission | None = None) -> None:
        super().__init__(outcome)
        self.outcome, self.reason, self.known = outcome, reason, known


def receive_submission(
    *,
    survey: Survey,
    xml: bytes,
    files: Mapping[str, Blob] | None = None,
    origin: Origin | None = None,
) -> Receipt:
    """Store one submission and what came with it; when this returns, it is committed.

    The same content under the same instance ID is `known`, and only new files are added. A content
    that names the current version of a known interview as `deprecatedID` is `edited`. Other
    content under a known instance ID is a `conflict`, an edit of a version that nobody sent an
    `unknown_edit`, what is no submission `unreadable`, and what we failed to take in has `failed`:
    all four are held, and their files with them. Those of a conflict that the known interview still
    waits for go to it too: a phone whose content changed after half a sending has no other way.
    Checks that the sender does not wait for are left to a worker.
    """
    files = files or {}
    digest = hashlib.sha256(xml).hexdigest()
    try:
        parsed = parse_submission(xml)
    except SurveyError as error:
        reason = HeldSubmission.Reason.UNREADABLE
        _hold(survey, reason, xml, digest, files, problems=error.problems)
        return Receipt("unreadable", error=error)
    try:
        receipt = _take(survey, parsed, xml, digest, files, origin or Origin())
    except _Refused as refused:
        with transaction.atomic():
            _hold(survey, refused.reason, xml, digest, files, parsed.instance_id)
            if refused.known:
                give_missing(refused.known, files)
        return Receipt(refused.outcome, parsed.instance_id)
    except Exception as error:
        logger.exception("the submission %s was not taken in", parsed.instance_id)
        fault = Problem("intake_failed", parsed.instance_id, repr(error))
        reason = HeldSubmission.Reason.FAILED
        _hold(survey, reason, xml, digest, files, parsed.instance_id, [fault])
        return Receipt("failed", parsed.instance_id)
    if receipt.submission and receipt.submission.checked_at is None:
        enqueue(CHECK_JOB, {"survey": survey.pk})
    return receipt


def _take(
    survey: Survey,
    parsed: ParsedSubmission,
    xml: bytes,
    digest: str,
    files: Mapping[str, Blob],
    origin: Origin,
) -> Receipt:
    version = SubmissionVersion(
        survey=survey, instance_id=parsed.instance_id, xml=xml, sha256=digest
    )
    outcome: Outcome = "known"
    known = _known(version)
    if known is None:
        fields = first_fields(survey, parsed, origin)
        try:
            with transaction.atomic():
                if parsed.deprecated_id:
                    known, outcome = _edit(version, parsed, origin, fields), "edited"
                else:
                    known, outcome = _store(version, parsed, fields), "stored"
                attach(known, files)
                return Receipt(outcome, parsed.instance_id, known)
        except IntegrityError:  # the same instance, or another edit, came at the same moment
            known = _known(version)
            if known is None:
                raise _Refused("conflict", HeldSubmission.Reason.EDIT) from None
    with transaction.atomic():
        attach(known, files)
    return Receipt(outcome, parsed.instance_id, known)


def _known(version: SubmissionVersion) -> Submission | None:
    """The submission that has this very content already; _Refused if it has another one."""
    versions = SubmissionVersion.objects.filter(
        survey=version.survey, instance_id=version.instance_id
    )
    earlier = versions.order_by("pk").values_list("submission", "sha256").first()
    if earlier is None:
        return None
    key, sha256 = earlier
    known = Submission.objects.defer("row", "repeats", "issues").get(pk=key)
    if sha256 != version.sha256:
        raise _Refused("conflict", HeldSubmission.Reason.CONFLICT, known)
    return known


def _store(
    version: SubmissionVersion, parsed: ParsedSubmission, fields: Mapping[str, Any]
) -> Submission:
    submission = Submission(
        survey=version.survey,
        instance_id=version.instance_id,
        sha256=version.sha256,
        **fields,
    )
    return _add(submission, version, parsed)


def _edit(
    version: SubmissionVersion, parsed: ParsedSubmission, origin: Origin, fields: Mapping[str, Any]
) -> Submission:
    """Put a new version before the current one; it goes to review again."""
    replaced = (
        SubmissionVersion.objects.filter(survey=version.survey, instance_id=parsed.deprecated_id)
        .select_related("submission__survey")
        .defer("xml")
        .first()
    )
    if replaced is None:
        raise _Refused("unknown_edit", HeldSubmission.Reason.EDIT)
    submission = replaced.submission
    if submission.versions.latest().pk != replaced.pk:
        raise _Refused("conflict", HeldSubmission.Reason.EDIT, submission)
    version.number = replaced.number + 1
    version.made_by = origin.actor or origin.interviewer
    version.reason = origin.reason
    for name in ("instrument", "started_at", "ended_at", "utc_offset"):
        setattr(submission, name, fields[name])
    submission.edits += 1
    submission.sha256 = version.sha256
    submission.state = Submission.State.EDITED
    submission.checked_at = None
    return _add(submission, version, parsed)


def _add(
    submission: Submission, version: SubmissionVersion, parsed: ParsedSubmission
) -> Submission:
    if is_judged_at_once(submission.instrument):
        keep_judged(submission, judge(submission, parsed))
    else:
        submission.save()
    version.submission = submission
    version.save(force_insert=True)
    return submission


def _hold(
    survey: Survey,
    reason: str,
    content: bytes,
    digest: str,
    files: Mapping[str, Blob],
    instance_id: str = "",
    problems: Iterable[Problem] = (),
) -> None:
    held, _new = HeldSubmission.objects.get_or_create(
        survey=survey,
        sha256=digest,
        defaults={
            "reason": reason,
            "content": content,
            "instance_id": instance_id,
            "problems": [asdict(problem) for problem in problems],
        },
    )
    hold_files(held, files)
