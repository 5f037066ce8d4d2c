"""What a received content says and what was noticed about it, as fields of a submission.

Failed checks are issues. What somebody should look at without anything being wrong with the
answers (a second interview of a case, a late one, surplus repeats) is a notice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict
from typing import Any

from django.utils import timezone

from surveys.collection.answers import ParsedSubmission
from surveys.collection.attachments import named_files
from surveys.collection.checks import NOTICE_CODES, Issue, check_submission
from surveys.collection.conventions import OUTCOME_QUESTION
from surveys.collection.rows import flat_row, repeat_rows
from surveys.instrument.questionnaire import Questionnaire
from surveys.interviewing.closing import BREAK_OFF, COMPLETE, PARTIAL, REFUSED
from surveys.interviewing.roles import not_for_respondents
from surveys.models import Draft, InstrumentVersion, Submission
from surveys.queries import questionnaire_of
from surveys.queries.case_lists import cases_named
from surveys.queries.quotas import Counted
from surveys.services.attachments import expect_attachments
from surveys.services.back_checks import join_back_check
from surveys.services.marks import Marks, mark
from surveys.services.measuring import measure
from surveys.services.noticing import BACK_CHECK, join_case, notice_lateness, notice_quotas

CHECKED_AT_ONCE = 200
"""Longer questionnaires are checked by the worker, so that a queue of phones need not wait."""
UNFINISHED = (PARTIAL, BREAK_OFF, REFUSED)
"""Outcomes of interviews in which questions were never reached."""


def is_judged_at_once(version: InstrumentVersion | None) -> bool:
    """Whether the sender waits for the checks."""
    return version is None or len(questionnaire_of(version).questions) <= CHECKED_AT_ONCE


def judge(submission: Submission, parsed: ParsedSubmission) -> tuple[str, ...]:
    """Read and check the current version, and put into the fields what it says; the state is not
    touched where somebody has decided already. Returns the names of the files it mentions.
    """
    version = submission.instrument
    notices = notice_lateness(submission)
    files: tuple[str, ...] = ()
    if version is None:
        form = f"{parsed.form_id} {parsed.version}"
        issues: Marks = [mark("unknown_form", form)]
    else:
        questionnaire = questionnaire_of(version)
        submission.row = flat_row(questionnaire, parsed)
        if OUTCOME_QUESTION not in submission.row:
            submission.row |= _ending(submission)
        submission.repeats = repeat_rows(questionnaire, parsed)
        oddities = checked(submission, questionnaire, parsed)
        issues = [asdict(each) for each in oddities if each.code not in NOTICE_CODES]
        notices += [asdict(each) for each in oddities if each.code in NOTICE_CODES]
        notices += join_case(submission)
        assisted, events = is_assisted(submission), _events(submission)
        notices += measure(submission, questionnaire, assisted=assisted, events=events)
        notices += notice_quotas(submission)
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
    if any(notice["code"] == BACK_CHECK for notice in submission.notices):
        join_back_check(submission)
    expect_attachments(submission, files, is_new=is_new)


def checked(
    submission: Submission, questionnaire: Questionnaire, parsed: ParsedSubmission
) -> list[Issue]:
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
        issue
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
