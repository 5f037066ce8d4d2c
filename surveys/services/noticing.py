"""What is noticed about an interview besides its answers: its case, its time, the quotas."""

from __future__ import annotations

from django.utils import timezone

from surveys.collection.conventions import CASE_QUESTION, OUTCOME_QUESTION
from surveys.models import SampleUnit, Submission, Survey
from surveys.queries.quotas import INTERVIEWS, full_quotas, quota_answers
from surveys.services.back_checks import is_back_check
from surveys.services.marks import Marks, mark

BACK_CHECK = "back_check"
CODES = (
    "unknown_form", "unknown_case", "case_twice", BACK_CHECK, "other_interviewers_case", "late",
    "over_quota", "same_phone",
)  # fmt: skip
"""What is noticed here, beside the checks of the answers."""


def notice_lateness(submission: Submission) -> Marks:
    """Interviews that came in when the survey took none: kept, and told. On a page nobody can answer
    then; what is handed in later was answered before.
    """
    if submission.source == Submission.Source.PAGE:
        return []
    survey = submission.survey
    closed = survey.state in (Survey.State.CLOSED, Survey.State.ARCHIVED)
    moment = submission.received_at or timezone.now()
    if closed or (survey.closes_at is not None and moment > survey.closes_at):
        return [mark("late", moment.isoformat(timespec="minutes"))]
    return []


def join_case(submission: Submission) -> Marks:
    """Join the interview to its issued case; what is doubtful about that."""
    survey, case_id = submission.survey, submission.row.get(CASE_QUESTION) or ""
    unit = _unit(survey, case_id) if case_id else _invited(submission)
    submission.unit = unit
    if unit is None:
        return [mark("unknown_case", case_id, CASE_QUESTION)] if survey.units.exists() else []
    submission.pilot = submission.pilot or unit.pilot
    submission.interviewer = submission.interviewer or unit.interviewer
    notices: Marks = []
    if unit.submissions.exclude(pk=submission.pk).exists():
        again = is_back_check(submission)
        notices.append(mark(BACK_CHECK if again else "case_twice", case_id, CASE_QUESTION))
        if again:
            return notices  # held by another interviewer on purpose
    if _is_somebody_else_s(unit, submission):
        notices.append(mark("other_interviewers_case", case_id, CASE_QUESTION))
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
    return [mark("same_phone", other.case_id, CASE_QUESTION)] if other else []


def _is_somebody_else_s(unit: SampleUnit, submission: Submission) -> bool:
    assigned, sent = unit.interviewer_id, submission.interviewer_id
    return assigned is not None and sent is not None and assigned != sent


def notice_quotas(submission: Submission) -> Marks:
    """The quotas that were full when this interview was judged first; it may count for them now."""
    if submission.edits or submission.checked_at:
        return [notice for notice in submission.notices if notice["code"] == "over_quota"]
    if submission.pilot or (submission.row.get(OUTCOME_QUESTION) or "11") not in INTERVIEWS:
        return []
    survey = submission.survey
    return [
        mark("over_quota", quota.name)
        for quota in full_quotas(survey, quota_answers(submission.row, submission.unit))
    ]
