"""Measures and flags of an interview, taken when it is judged; flags are notices and no more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from typing import Any, NamedTuple

from surveys.collection import fieldwork
from surveys.collection.rows import column_names
from surveys.instrument.nodes import Question
from surveys.instrument.questionnaire import Questionnaire
from surveys.models import Submission
from surveys.services.marks import Marks, mark

TOO_FAST = "too_fast"


class Layout(NamedTuple):
    """What a questionnaire has for the measures, by column."""

    asked: frozenset[str]
    batteries: tuple[tuple[str, ...], ...]
    places: tuple[str, ...]
    timed: bool
    """Whether devices record when each question was on the screen."""


@lru_cache(maxsize=16)
def layout_of(questionnaire: Questionnaire) -> Layout:
    """The questions, batteries and places; found once per questionnaire."""
    columns = column_names(questionnaire)
    questions = {name: questionnaire.questions[path] for path, name in columns.items()}
    return Layout(
        fieldwork.asked_names(questions),
        tuple(
            tuple(columns[question.path] for question in run)
            for run in fieldwork.batteries(questionnaire.nodes)
        ),
        tuple(name for name, each in questions.items() if each.asked and each.kind == "geopoint"),
        any(node.kind == "audit" for node in questionnaire.walk() if isinstance(node, Question)),
    )


def measure(
    submission: Submission,
    questionnaire: Questionnaire,
    *,
    assisted: bool,
    events: Sequence[Mapping[str, Any]] | None = None,
) -> Marks:
    """Put the measures into the submission's fields; returns its flags as notices.

    `events` are what was noted while it was held on web pages: pauses do not count as its time.
    Place and hour are an interviewer's doing: they are not looked at where people answer alone.
    """
    layout, row = layout_of(questionnaire), submission.row
    minutes = fieldwork.active_minutes(submission.started_at, submission.ended_at, events)
    blank = fieldwork.nonresponse(row, layout.asked)
    found = {
        TOO_FAST: _too_fast(minutes, row, layout),
        "straight_lining": fieldwork.is_straight_lined(row, layout.batteries) and "=",
        "many_blanks": blank is not None and blank > fieldwork.BLANKS and f"{blank:.0%}",
    }
    if assisted:
        local = _local_start(submission)
        found["out_of_hours"] = fieldwork.is_out_of_hours(local) and f"{local:%H:%M}"
        found["no_location"] = fieldwork.lacks_location(row, layout.places) and "—"
        case = fieldwork.point_of(submission.unit.attributes) if submission.unit else None
        away = fieldwork.metres_away(row, layout.places, case)
        far = away is not None and away > fieldwork.FAR_METRES
        found["far_away"] = far and f"{(away or 0) / 1000:.1f}"
    flags = {code: value for code, value in found.items() if value}
    submission.minutes, submission.nonresponse = minutes, blank
    submission.flags, submission.compared = " ".join(flags), False
    return [mark(code, str(value)) for code, value in flags.items()]


def retime(submission: Submission, questionnaire: Questionnaire, minutes: float) -> None:
    """Take the time that questions were on the device's screen for that of the interview.

    Between its start and its end a telephone also lies in a pocket.
    """
    fast = _too_fast(minutes, submission.row, layout_of(questionnaire))
    flags = [flag for flag in submission.flags.split() if flag != TOO_FAST]
    notices = [notice for notice in submission.notices if notice["code"] != TOO_FAST]
    submission.minutes = minutes
    submission.flags = " ".join([*flags, *([TOO_FAST] if fast else [])])
    submission.notices = [*notices, *([mark(TOO_FAST, fast)] if fast else [])]


def _too_fast(minutes: float | None, row: Mapping[str, str | None], layout: Layout) -> str:
    """The minutes of an interview that was answered too fast, else ""."""
    answered = sum(bool(row.get(name)) for name in layout.asked)
    return f"{minutes:.1f}" if fieldwork.is_too_fast(minutes, answered) else ""


def _local_start(submission: Submission) -> datetime | None:
    """When the interview began: by the clock of the device, on a page by that of the survey."""
    started, offset = submission.started_at, submission.utc_offset
    if started is None:
        return None
    if submission.source == Submission.Source.PAGE:
        return started.astimezone(submission.survey.zone)
    return None if offset is None else started.astimezone(timezone(timedelta(minutes=offset)))
