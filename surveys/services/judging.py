"""What a received content says and what was noticed about it, as fields of a submission.

Failed checks are issues. What somebody should look at without anything being wrong with the
answers (a second interview of a case, a late one, surplus repeats) is a notice.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import Error, transaction
from django.db.models import QuerySet
from django.utils import timezone

from portal.models import User
from surveys.collection.answers import ParsedSubmission, parse_submission
from surveys.collection.attachments import named_files
from surveys.collection.checks import NOTICE_CODES, check_submission
from surveys.collection.conventions import CASE_QUESTION, OUTCOME_QUESTION
from surveys.collection.rows import flat_row, repeat_rows
from surveys.instrument.questionnaire import Questionnaire
from surveys.interviewing.closing import BREAK_OFF, COMPLETE, PARTIAL, REFUSED
from surveys.interviewing.roles import not_for_respondents
from surveys.models import (
    CollectorKey,
    ConsentText,
    Draft,
    InstrumentVersion,
    SampleUnit,
    Submission,
    SubmissionVersion,
    Survey,
    marks_of,
)
from surveys.queries import published_version, questionnaire_of
from surveys.queries.case_lists import cases_named
from surveys.queries.quotas import INTERVIEWS, Counted, full_quotas, quota_answers
from surveys.services.attachments import expect_attachments
from surveys.services.back_checks import is_back_check, join_back_check
from surveys.services.batches import batches
from surveys.services.measuring import measure

logger = logging.getLogger(__name__)

BACK_CHECK = "back_check"
CODES = (
    "unknown_form", "unknown_case", "case_twice", BACK_CHECK, "other_interviewers_case", "late",
    "over_quota", "same_phone",
)  # fmt: skip
"""What is noticed here, beside the checks of the answers."""
CHECKED_AT_ONCE = 200
"""Longer questionnaires are checked by the worker, so that a queue of phones need not wait."""
AT_ONCE = 10
UNFINISHED = (PARTIAL, BREAK_OFF, REFUSED)
"""Outcomes of interviews in which questions were never reached."""
Marks = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Origin:
    """How a content came in, and what is known about it besides its answers.

    `actor` is who changed an interview here, and `reason` why.
    """

    source: str = Submission.Source.DEVICE
    key: CollectorKey | None = None
    interviewer: User | None = None
    consent: ConsentText | None = None
    actor: User | None = None
    reason: str = ""


def first_fields(survey: Survey, parsed: ParsedSubmission, origin: Origin) -> dict[str, Any]:
    """What is stored of a content before it is judged."""
    key = origin.key
    return {
        "instrument": published_version(survey, parsed.form_id, parsed.version),
        "source": origin.source,
        "key": key,
        "interviewer": origin.interviewer or (key.interviewer if key else None),
        "consent_id": origin.consent.pk if origin.consent else _newest_consent(survey),
        "pilot": survey.state == Survey.State.PILOT,
        "started_at": parsed.started,
        "ended_at": parsed.ended,
        "utc_offset": _offset(parsed.started),
    }


def _newest_consent(survey: Survey) -> int | None:
    return survey.consent_texts.order_by("-number").values_list("pk", flat=True).first()


def is_judged_at_once(version: InstrumentVersion | None) -> bool:
    """Whether the sender waits for the checks."""
    return version is None or len(questionnaire_of(version).questions) <= CHECKED_AT_ONCE


def judge(submission: Submission, parsed: ParsedSubmission) -> tuple[str, ...]:
    """Read and check the current version, and put into the fields what it says; the state is not
    touched where somebody has decided already. Returns the names of the files it mentions.
    """
    version = submission.instrument
    notices = _lateness(submission)
    files: tuple[str, ...] = ()
    if version is None:
        form = f"{parsed.form_id} {parsed.version}"
        issues: Marks = [_mark("unknown_form", "", form)]
    else:
        questionnaire = questionnaire_of(version)
        submission.row = flat_row(questionnaire, parsed)
        if OUTCOME_QUESTION not in submission.row:
            submission.row |= _ending(submission)
        submission.repeats = repeat_rows(questionnaire, parsed)
        found = checked(submission, questionnaire, parsed)
        issues = [mark for mark in found if mark["code"] not in NOTICE_CODES]
        notices += [mark for mark in found if mark["code"] in NOTICE_CODES]
        notices += _case(submission)
        assisted, events = is_assisted(submission), _events(submission)
        notices += measure(submission, questionnaire, assisted=assisted, events=events)
        notices += _quotas(submission)
        files = named_files(questionnaire, parsed)
        if quotas := list(submission.survey.quotas.all()):
            submission.counted = Counted(quotas).text(submission.row)
    submission.issues, submission.issue_count = issues, len(issues)
    submission.notices, submission.notice_count = notices, len(notices)
    submission.checked_at = timezone.now()
    if submission.state in Submission.WAITING:
        submission.state = _waiting_state(submission)
    return files


def keep_judged(submission: Submission, files: Iterable[str]) -> None:
    """Store an interview that has been judged."""
    is_new = submission.pk is None
    submission.save()
    if any(mark["code"] == BACK_CHECK for mark in submission.notices):
        join_back_check(submission)
    expect_attachments(submission, files, is_new=is_new)


def checked(
    submission: Submission, questionnaire: Questionnaire, parsed: ParsedSubmission
) -> Marks:
    """What the checks find. Nobody who answers alone on a page was asked what interviewers record,
    and who broke off was not asked what came after.
    """
    unasked: Collection[str] = ()
    if submission.source == Submission.Source.PAGE:
        if submission.row.get(OUTCOME_QUESTION) in UNFINISHED:
            unasked = questionnaire.questions
        elif not is_assisted(submission):
            unasked = not_for_respondents(questionnaire)
    received = timezone.localtime(submission.received_at or timezone.now())
    cases = cases_named(submission.survey, questionnaire, parsed)
    return [
        asdict(issue)
        for issue in check_submission(questionnaire, parsed, received, cases)
        if not (issue.code == "required" and issue.path in unasked)
    ]


def is_assisted(submission: Submission) -> bool:
    """Whether an interviewer held it: on a device, or on a page that they opened themselves."""
    if submission.source == Submission.Source.PAGE:
        begun = Draft.objects.filter(instance_id=submission.instance_id)
        return begun.exclude(interviewer=None).exists()
    return submission.source == Submission.Source.DEVICE


def _events(submission: Submission) -> list[dict[str, Any]] | None:
    """What was noted while it was held on web pages; None where it was not, or that is lost."""
    if submission.source != Submission.Source.PAGE:
        return None
    drafts = Draft.objects.filter(instance_id=submission.instance_id)
    return drafts.values_list("paradata", flat=True).first()


def _ending(submission: Submission) -> dict[str, str]:
    """How it ended on web pages before its end, for questionnaires without a question for that."""
    if submission.source != Submission.Source.PAGE:
        return {}
    drafts = Draft.objects.filter(instance_id=submission.instance_id)
    outcome = drafts.values_list("outcome", flat=True).first()
    return {OUTCOME_QUESTION: outcome} if outcome and outcome != COMPLETE else {}


def _waiting_state(submission: Submission) -> str:
    if submission.issue_count:
        return Submission.State.HAS_ISSUES
    return Submission.State.EDITED if submission.edits else Submission.State.RECEIVED


def _case(submission: Submission) -> Marks:
    """Join the interview to its issued case; what is doubtful about that."""
    survey, case_id = submission.survey, submission.row.get(CASE_QUESTION) or ""
    unit = _unit(survey, case_id) if case_id else _invited(submission)
    submission.unit = unit
    if unit is None:
        return [_mark("unknown_case", CASE_QUESTION, case_id)] if survey.units.exists() else []
    submission.pilot = submission.pilot or unit.pilot
    submission.interviewer = submission.interviewer or unit.interviewer
    notices: Marks = []
    if unit.submissions.exclude(pk=submission.pk).exists():
        again = is_back_check(submission)
        notices.append(_mark(BACK_CHECK if again else "case_twice", CASE_QUESTION, case_id))
        if again:
            return notices  # held by another interviewer on purpose
    if _is_somebody_else_s(unit, submission):
        notices.append(_mark("other_interviewers_case", CASE_QUESTION, case_id))
    return notices + _same_phone(unit)


def _unit(survey: Survey, case_id: str) -> SampleUnit | None:
    units = survey.units.filter(case_id=case_id)
    return units.select_related("contact").order_by("pk").first()


def _invited(submission: Submission) -> SampleUnit | None:
    """The case whose invitation led to it, for questionnaires that do not ask for the case."""
    if submission.source != Submission.Source.PAGE:
        return None
    invited = SampleUnit.objects.filter(
        survey=submission.survey_id, invitations__draft__instance_id=submission.instance_id
    )
    return invited.select_related("contact").first()


def _same_phone(unit: SampleUnit) -> Marks:
    """The other case with this telephone number that has an interview already, by the keyed hash."""
    contact = getattr(unit, "contact", None)
    if contact is None or not contact.phone_index:
        return []
    others = SampleUnit.objects.filter(
        survey=unit.survey_id, contact__phone_index=contact.phone_index
    ).exclude(pk=unit.pk)
    other = others.filter(submissions__isnull=False).order_by("pk").first()
    return [_mark("same_phone", CASE_QUESTION, other.case_id)] if other else []


def _is_somebody_else_s(unit: SampleUnit, submission: Submission) -> bool:
    assigned, sent = unit.interviewer_id, submission.interviewer_id
    return assigned is not None and sent is not None and assigned != sent


def _quotas(submission: Submission) -> Marks:
    """The quotas that were full when this interview was judged first; it may count for them now."""
    if submission.edits or submission.checked_at:
        return [mark for mark in submission.notices if mark["code"] == "over_quota"]
    if submission.pilot or (submission.row.get(OUTCOME_QUESTION) or "11") not in INTERVIEWS:
        return []
    survey = submission.survey
    return [
        _mark("over_quota", "", quota.name)
        for quota in full_quotas(survey, quota_answers(submission.row, submission.unit))
    ]


def _lateness(submission: Submission) -> Marks:
    """Interviews that came in when the survey took none: kept, and told. On a page nobody can answer
    then; what is handed in later was answered before.
    """
    if submission.source == Submission.Source.PAGE:
        return []
    survey = submission.survey
    closed = survey.state in (Survey.State.CLOSED, Survey.State.ARCHIVED)
    moment = submission.received_at or timezone.now()
    if closed or (survey.closes_at is not None and moment > survey.closes_at):
        return [_mark("late", "", moment.isoformat(timespec="minutes"))]
    return []


def _mark(code: str, question: str, value: str) -> dict[str, str]:
    return {"code": code, "path": "", "question": question, "value": value, "expected": ""}


def _offset(started: datetime | None) -> int | None:
    offset = started.utcoffset() if started else None
    return None if offset is None else int(offset.total_seconds() // 60)


def judge_stored(submissions: QuerySet[Submission]) -> int:
    """Judge the current version of each submission anew; returns how many.

    Some at a time, as each commit waits for the disk. They are judged before the transaction:
    SQLite has one lock for all who write, and those who send wait for it. One that we fail to
    judge is flagged, and keeps none of the others waiting.
    """
    keys = list(submissions.order_by("pk").values_list("pk", flat=True))
    for some in batches(keys, AT_ONCE):
        waiting = list(Submission.objects.select_related("survey").filter(pk__in=some))
        # After the interviews: an edit in between then shows in their digests, and none is stored.
        versions = SubmissionVersion.objects.filter(submission__in=some).order_by("number")
        current = {version.submission_id: version.xml for version in versions}
        _keep_unchanged([(each, _judge_anew(each, current[each.pk])) for each in waiting])
    return len(keys)


@transaction.atomic
def _keep_unchanged(judged: Sequence[tuple[Submission, tuple[str, ...] | None]]) -> None:
    """Store them, but for those that were edited or decided meanwhile: the next pass judges these."""
    rows = Submission.objects.select_for_update().filter(pk__in=[each.pk for each, _ in judged])
    stored = set(rows.order_by("pk").values_list("pk", "sha256", "reviewed_at"))
    for each, files in judged:
        if files is not None and (each.pk, each.sha256, each.reviewed_at) in stored:
            keep_judged(each, files)


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
    issues = [_mark("could_not_evaluate", "", type(error).__name__)]
    known = Submission.objects.filter(pk=submission.pk)
    marks = marks_of([*issues, *submission.notices])
    known.update(issues=issues, issue_count=1, marks=marks, checked_at=timezone.now())
    known.filter(state__in=Submission.WAITING).update(state=Submission.State.HAS_ISSUES)


def judge_waiting(*, survey: Survey) -> int:
    """Judge what was taken in without checks; returns how many."""
    return judge_stored(survey.submissions.filter(checked_at=None))


def reread_submissions(*, version: InstrumentVersion) -> int:
    """Judge again what came in before its questionnaire was published; returns how many."""
    return judge_stored(
        version.survey.submissions.filter(instrument=None, state__in=Submission.UNDECIDED)
    )
