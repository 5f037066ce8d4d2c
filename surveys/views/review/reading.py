"""What the page of one interview shows: its lines, with what was noticed at each of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import get_language, get_language_info

from surveys.collection.transcript import Entry, Section
from surveys.models import Submission
from surveys.queries import questionnaire_of
from surveys.queries.contents import Contents, screen_seconds
from surveys.templatetags.submissions import field_anchor

BOTH = "all"
Mark = dict[str, str]


@dataclass(frozen=True)
class Line:
    """One question of the interview: where it stands, what was noticed, how long it took."""

    entry: Entry
    anchor: str
    marks: list[Mark] = field(default_factory=list)
    seconds: float | None = None


@dataclass(frozen=True)
class Block:
    """One section: its lines that were asked, those that were not, and its time on the screen."""

    section: Section
    lines: list[Line]
    unasked: list[Line]
    seconds: float | None


class Reading:
    """One interview for its page."""

    def __init__(self, submission: Submission, language: str) -> None:
        self.submission = submission
        self.contents = Contents(submission.survey)
        self.language = language

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        return self.contents.sections(bytes(self.submission.versions.latest().xml))

    @cached_property
    def answers(self) -> dict[str, str | None]:
        """Answers by question, for the labels that quote them."""
        return {
            entry.question.name: entry.raw for section in self.sections for entry in section.entries
        }

    @cached_property
    def languages(self) -> list[str]:
        """The languages that the page shows: the chosen one, or all of the questionnaire."""
        known = self.known_languages
        return known if self.language == BOTH else [self.language]

    @cached_property
    def known_languages(self) -> list[str]:
        version = self.submission.instrument
        return list(questionnaire_of(version).languages) if version else [get_language() or "en"]

    @cached_property
    def choices(self) -> list[tuple[str, str]]:
        """Languages to choose from, by their own names."""
        return [(code, _own_name(code)) for code in self.known_languages]

    @cached_property
    def seconds(self) -> dict[str, float]:
        return screen_seconds(self.submission)

    @cached_property
    def blocks(self) -> list[Block]:
        marks: dict[str, list[Mark]] = {}
        for mark in [*self.submission.issues, *self.submission.notices]:
            marks.setdefault(mark["path"], []).append(mark)
        return [self._block(section, marks) for section in self.sections]

    def _block(self, section: Section, marks: dict[str, list[Mark]]) -> Block:
        lines = [
            Line(
                entry,
                field_anchor(entry.path),
                marks.get(entry.path, []),
                self.seconds.get(entry.path),
            )
            for entry in section.entries
        ]
        asked = [line for line in lines if line.entry.raw is not None or line.marks]
        times = [line.seconds for line in lines if line.seconds is not None]
        if section.path in self.seconds:
            times.append(self.seconds[section.path])
        unasked = [line for line in lines if line not in asked]
        return Block(section, asked, unasked, sum(times) if times else None)

    @cached_property
    def anchors(self) -> dict[str, str]:
        return {line.entry.path: line.anchor for block in self.blocks for line in block.lines}

    @cached_property
    def failed(self) -> list[tuple[Mark, str]]:
        """Failed checks, each with the anchor of its answer where it stands on the page."""
        return [(mark, self.anchors.get(mark["path"], "")) for mark in self.submission.issues]

    @cached_property
    def noticed(self) -> list[tuple[Mark, str]]:
        return [(mark, self.anchors.get(mark["path"], "")) for mark in self.submission.notices]

    @cached_property
    def took(self) -> float | None:
        """Seconds that somebody was at it, as far as that is known."""
        minutes = self.submission.minutes
        return self.elapsed if minutes is None else minutes * 60

    @cached_property
    def elapsed(self) -> float | None:
        """Seconds from the start to the end of the interview, pauses included."""
        start, end = self.submission.started_at, self.submission.ended_at
        return (end - start).total_seconds() if start and end else None

    @property
    def was_paused(self) -> bool:
        """Whether it was held with pauses worth telling."""
        return (self.elapsed or 0) - (self.took or 0) > 60

    @cached_property
    def history(self) -> list[dict[str, Any]]:
        """Versions and decisions, the newest first."""
        steps = [
            {"at": step.version.received_at, "step": step}
            for step in self.contents.history(self.submission)
        ]
        decisions = [
            {"at": review.made_at, "review": review}
            for review in self.submission.reviews.select_related("actor")
        ]
        return sorted([*steps, *decisions], key=lambda each: each["at"], reverse=True)


def _own_name(code: str) -> str:
    try:
        return str(get_language_info(code)["name_local"])
    except KeyError:
        return code


def reading_of(request: HttpRequest, submission: Submission) -> Reading:
    """The interview in the language that the address asks for; in all of them without one."""
    reading = Reading(submission, BOTH)
    wanted = request.GET.get("language", "")
    if wanted in reading.known_languages:
        reading.language = wanted
    return reading
