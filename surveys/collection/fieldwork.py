"""What an interview looks like from outside: measures and flags for those who lead fieldwork.

A flag is a reason to look, never a verdict: it changes no state. The thresholds are conventions of
this portal where no source is named; each is a constant here, and its test shows what it does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from math import asin, cos, radians, sin, sqrt
from typing import Any

from surveys.instrument.nodes import Group, Node, Question, Repeat

AWAY = timedelta(minutes=30)
"""Who did nothing for so long, or looks again after it, was away."""
LEAVING = ("save", "later")
"""What people do on a web page who mean to go on another time."""
FLAGS = (
    "too_fast", "straight_lining", "many_blanks", "out_of_hours", "no_location", "far_away",
    "near_duplicate", "same_answers",
)  # fmt: skip
SECONDS_PER_ANSWER = 3.0
"""Who answers faster on average than one question in this time has hardly heard them all."""
BATTERY = 5
"""So many questions in a row with the same list of choices, all answered alike, are a straight line."""
BATTERY_CHOICES = 3
"""Lists with fewer choices, such as yes and no, are often answered alike in earnest."""
BLANKS = 0.2
"""The share of questions left without an answer above which an interview is looked at."""
FIRST_HOUR, LAST_HOUR = 7, 22
"""Interviews begin from 7:00 to 21:59 by the device's own clock, on pages by that of the survey."""
FAR_METRES = 1000.0
"""An interview is held so near to the place of its case, by what the fix may be off besides."""
EARTH_METRES = 6_371_009.0
Point = tuple[float, float]
DUPLICATE_SHARE = 0.85
"""Share of equal answers from which two interviews are near-duplicates (Kuriakose and Robbins,
Statistical Journal of the IAOS 32, 2016).
"""
COMPARABLE = 20
"""Two interviews are compared where both answered so many questions."""
Row = Mapping[str, str | None]


def minutes_between(started: datetime | None, ended: datetime | None) -> float | None:
    """How long an interview took; None where it is not known or ended before it began."""
    if started is None or ended is None or ended < started:
        return None
    return (ended - started).total_seconds() / 60


def active_minutes(
    started: datetime | None, ended: datetime | None, events: Sequence[Mapping[str, Any]] | None
) -> float | None:
    """How long somebody was at it, by what was noted of an interview on web pages; all of the time
    where that is not known (None).

    A pause follows when the person leaves on purpose, or is one in which nothing was done for so
    long that nobody sat there; what it lasted until the next event is left out.
    """
    whole = minutes_between(started, ended)
    if whole is None or started is None or ended is None or events is None:
        return whole
    before, left, paused = started, False, timedelta()
    for event in events:
        at = datetime.fromisoformat(event["at"])
        if started <= at <= ended:
            paused += _pause(before, at, left)
            before, left = at, event.get("do") in LEAVING
    paused += _pause(before, ended, left)
    return whole - paused.total_seconds() / 60


def _pause(before: datetime, after: datetime, left: bool) -> timedelta:
    return after - before if left or after - before > AWAY else timedelta()


def asked_names(columns: Mapping[str, Question]) -> frozenset[str]:
    """The columns of questions that a person answers."""
    return frozenset(name for name, question in columns.items() if question.asked)


def nonresponse(row: Row, asked: Iterable[str]) -> float | None:
    """The share of the questions that were asked and left blank; None where none was asked."""
    answers = [row[name] for name in asked if row.get(name) is not None]
    return sum(not answer for answer in answers) / len(answers) if answers else None


def is_too_fast(minutes: float | None, answers: int) -> bool:
    """Whether so many answers cannot have been given in earnest in that time."""
    return minutes is not None and answers > 0 and minutes * 60 / answers < SECONDS_PER_ANSWER


def batteries(nodes: Iterable[Node]) -> Iterator[tuple[Question, ...]]:
    """Runs of questions that stand together with one list of three choices or more."""
    questions = [node for node in nodes if isinstance(node, Question) and node.kind == "select_one"]
    for name, run in groupby(questions, key=lambda question: question.choice_list):
        battery = tuple(run)
        if name and len(battery) >= BATTERY and len(battery[0].choices) >= BATTERY_CHOICES:
            yield battery
    for node in nodes:
        if isinstance(node, Group) and not isinstance(node, Repeat):
            yield from batteries(node.children)


def is_straight_lined(row: Row, runs: Iterable[Sequence[str]]) -> bool:
    """Whether a battery, given as its columns, has the same answer throughout."""
    for columns in runs:
        answers = [row[name] for name in columns if row.get(name)]
        if len(answers) >= BATTERY and len(set(answers)) == 1:
            return True
    return False


def is_out_of_hours(started: datetime | None) -> bool:
    """Whether the interview began at night, by the clock in which the moment is given."""
    return started is not None and not FIRST_HOUR <= started.hour < LAST_HOUR


def lacks_location(row: Row, places: Iterable[str]) -> bool:
    """Whether a place was asked for and none was given."""
    asked = [row[name] for name in places if row.get(name) is not None]
    return bool(asked) and not any(asked)


def point_of(known: Mapping[str, object]) -> Point | None:
    """Where a case is, by its columns `latitude` and `longitude`; None where they tell no place."""
    try:
        latitude, longitude = (float(str(known.get(name))) for name in ("latitude", "longitude"))
    except ValueError:
        return None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def distance(one: Point, other: Point) -> float:
    """Metres between two points on a sphere (haversine formula)."""
    (south, west), (north, east) = (tuple(map(radians, point)) for point in (one, other))
    half = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin((east - west) / 2) ** 2
    return 2 * EARTH_METRES * asin(min(1.0, sqrt(half)))


def metres_away(row: Row, places: Iterable[str], case: Point | None) -> float | None:
    """How far from its case an interview was held, less the accuracy of the fix; the nearest of
    several places counts. None where either is not known.
    """
    if case is None:
        return None
    distances = [_metres(row[name] or "", case) for name in places if row.get(name)]
    return min((metres for metres in distances if metres is not None), default=None)


def _metres(fix: str, case: Point) -> float | None:
    try:
        latitude, longitude, *rest = (float(part) for part in fix.split())
    except ValueError:
        return None
    accuracy = rest[1] if len(rest) > 1 else 0.0
    return max(distance((latitude, longitude), case) - accuracy, 0.0)


@dataclass(frozen=True, slots=True)
class Given:
    """The answers of an interview, as sets: many are compared with many."""

    names: frozenset[str]
    answers: frozenset[tuple[str, str | None]]


def given(row: Row, asked: Iterable[str]) -> Given:
    """Those of the questions asked that have an answer."""
    answers = frozenset((name, row[name]) for name in asked if row.get(name))
    return Given(frozenset(name for name, _answer in answers), answers)


def similarity(one: Given, other: Given) -> float | None:
    """The share of equal answers where both answered; None where that is too little to compare."""
    both = len(one.names & other.names)
    return len(one.answers & other.answers) / both if both >= COMPARABLE else None
