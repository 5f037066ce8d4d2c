"""Words for what was noticed in a submission."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _

from surveys.collection.checks import CODES, NOTICE_CODES
from surveys.errors import Problem
from surveys.models import Attachment
from surveys.problems import sentence

register = template.Library()

BESIDE = re.compile(r"~[0-9a-f]{8}(\.[^.]*)?$")
"""How `services.attachments.beside` ends a name."""
LATE = dt.timedelta(hours=1)
"""A phone sends the parts of one interview after each other; what comes later has its own story."""

ISSUES: dict[str, Promise] = {
    "unknown_form": _("the survey has no published questionnaire of this form and version"),
    "unknown_case": _("no such case was issued"),
    "case_twice": _("the case has another interview"),
    "other_interviewers_case": _("the case is assigned to another interviewer"),
    "back_check": _("the second interview of a back-check"),
    "same_phone": _("another case with this telephone number has an interview"),
    "late": _("received after the survey was closed"),
    "over_quota": _("a quota was full already"),
    "too_fast": _("answered very fast (minutes)"),
    "straight_lining": _("the same answer throughout a battery of questions"),
    "many_blanks": _("many questions left without an answer"),
    "out_of_hours": _("begun at night by the clock of the place"),
    "no_location": _("the place of the interview is missing"),
    "far_away": _("held far from the place of the case (kilometres)"),
    "near_duplicate": _("nearly the same answers as another interview of this interviewer"),
    "same_answers": _("the same answers and times as another interview"),
    "unknown_node": _("the questionnaire has no such question"),
    "missing": _("the question is missing"),
    "type": _("not of the question's type"),
    "choice": _("not among the choices"),
    "required": _("an answer is required"),
    "constraint": _("against the question's rule"),
    "answered_although_irrelevant": _("answered although the question was not to be asked"),
    "calculate_differs": _("the calculated value differs"),
    "more_repeats_than_count": _("more entries than were announced"),
    "fewer_repeats_than_count": _("fewer entries than were announced"),
    "could_not_evaluate": _("the questionnaire's logic could not be evaluated"),
    "version": _("the submission names another version"),
}
FAILED = frozenset({*CODES, "unknown_form"} - NOTICE_CODES)
"""What counts as a failed check; all others are notices."""
DECIDED: dict[str, Promise] = {
    "approved": _("Approved: %(count)s."),
    "rejected": _("Rejected: %(count)s."),
    "returned": _("Returned to the interviewer: %(count)s."),
    "onHold": _("Put on hold: %(count)s."),
}
LEFT: dict[str, Promise] = {
    "decided": _("They are in this state already"),
    "unchecked": _("Their checks are still to come"),
    "issues": _("They have failed checks; look at each of them"),
    "case_approved": _("Their case has another approved interview; reject that first"),
    "nobody": _("No interviewer is known to give them back to"),
}


def decided_words(state: str) -> Promise:
    """What was done to `%(count)s` interviews."""
    return DECIDED[state]


def left_words(reason: str) -> Promise:
    """Why interviews were left as they are."""
    return LEFT[reason]


@register.filter
def issue_words(code: str) -> str | Promise:
    """What an issue's code means; the code itself where there are no words for it."""
    return ISSUES.get(code, code)


@register.filter
def failed_codes(marks: str) -> list[str]:
    """The codes of failed checks among the codes of an interview."""
    return [code for code in marks.split() if code in FAILED]


@register.filter
def notice_codes(marks: str) -> list[str]:
    """The codes of notices among the codes of an interview."""
    return [code for code in marks.split() if code not in FAILED]


@register.filter
def problem_words(problem: Mapping[str, Any]) -> str:
    """A stored problem as a sentence: where, what was found, what to do."""
    return sentence(Problem(**problem))


@register.filter
def file_notes(file: Attachment) -> list[str]:
    """What is odd about a file that came with an interview."""
    notes = []
    if BESIDE.search(file.name):
        notes.append(_("came again with other content"))
    elif not file.expected:
        notes.append(_("not named by the interview"))
    sent = file.submission.received_at
    if file.received_at and file.received_at - sent > LATE:
        notes.append(
            _("%(time)s after the interview") % {"time": timesince(sent, file.received_at)}
        )
    return notes


@register.filter
def utc_offset(minutes: int) -> str:
    """An offset such as UTC+08:00 of the minutes a clock is ahead of UTC."""
    sign = "-" if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{sign}{hours:02}:{rest:02}"


@register.filter
def field_anchor(path: str) -> str:
    """An answer's path as an anchor of the page."""
    return "at" + path.replace("/", "-").replace("[", "-").replace("]", "")
