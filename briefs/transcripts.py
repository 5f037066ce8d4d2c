"""Transcripts in WebVTT and lists of chapters, read strictly; all problems are told at once.

The part of WebVTT that transcripts need: a header, notes, and cues with an optional name, a time
line and text in which `<v Speaker>` says who speaks. Other markup inside a cue is dropped.
"""

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
TIME_LINE = re.compile(rf"{TIME}[ \t]+-->[ \t]+{TIME}(?:[ \t].*)?", re.ASCII)
CHAPTER = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)[ \t]+(\S.*)", re.ASCII)
VOICE = re.compile(r"<v(?:\.[^ \t>]*)?[ \t]+([^>]+)>")
MARKUP = re.compile(r"<[^>]*>")
SKIPPED = ("NOTE", "STYLE", "REGION")
TOLERANCE = 1.0
"""Seconds by which the last cue may end behind the recording's end, because of rounding."""


@dataclass(frozen=True, slots=True)
class Cue:
    """What one speaker says between two times, in seconds; an unnamed speaker is empty."""

    start: float
    end: float
    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of a recording: the second at which it begins, and its title."""

    start: int
    title: str

    @property
    def clock(self) -> str:
        """The start as listeners read it, such as 2:05."""
        return clock(self.start)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a line; lines count from 1. `code` has words in `briefs.wording`."""

    line: int
    code: str
    found: str


def clock(seconds: float) -> str:
    """Seconds as 2:05, or with hours as 1:02:05."""
    minutes, second = divmod(int(seconds), 60)
    if minutes < 60:
        return f"{minutes}:{second:02}"
    return f"{minutes // 60}:{minutes % 60:02}:{second:02}"


def gap_after(text: str) -> str:
    """What stands between this sentence and the next: nothing after Chinese, else a space."""
    return "" if unicodedata.east_asian_width(text[-1]) in "WF" else " "


def read_transcript(
    text: str, duration: float | None = None
) -> tuple[tuple[Cue, ...], tuple[Problem, ...]]:
    """The cues of a WebVTT text in order, and what is wrong with it.

    With `duration`, in seconds, a cue that ends behind the recording is a problem too.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or not re.fullmatch(r"WEBVTT(?:[ \t].*)?", lines[0]):
        return (), (Problem(1, "no_header", lines[0][:40] if lines else ""),)
    cues: list[Cue] = []
    problems: list[Problem] = []
    for number, block in _blocks(lines):
        cue, wrong = _cue(number, block)
        problems += wrong
        if cue:
            problems += _misplaced(number, cue, cues, duration)
            cues.append(cue)
    if not cues and not problems:
        problems.append(Problem(len(lines), "no_cues", ""))
    return tuple(cues), tuple(problems)


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Groups of lines between empty ones, without header, notes and styles, with their place."""
    block: list[str] = []
    first = 1
    for number, line in enumerate([*lines, ""], 1):
        if line.strip():
            first = first if block else number
            block.append(line)
        elif block:
            if first > 1 and not block[0].startswith(SKIPPED):
                yield first, block
            block = []


def _cue(number: int, block: Sequence[str]) -> tuple[Cue | None, list[Problem]]:
    place = 0 if "-->" in block[0] else 1
    if place == len(block) or "-->" not in block[place]:
        return None, [Problem(number, "no_time", block[0][:40])]
    times = TIME_LINE.fullmatch(block[place].strip())
    if not times:
        return None, [Problem(number + place, "bad_time", block[place].strip()[:60])]
    words = " ".join(line.strip() for line in block[place + 1 :])
    speaker = VOICE.search(words)
    text = html.unescape(MARKUP.sub("", words)).strip()
    if not text:
        return None, [Problem(number + place, "no_words", block[place].strip()[:60])]
    start, end = _seconds(*times.groups()[:4]), _seconds(*times.groups()[4:])
    return Cue(start, end, html.unescape(speaker[1]).strip() if speaker else "", text), []


def _seconds(hours: str | None, minutes: str, seconds: str, thousandths: str) -> float:
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + int(thousandths) / 1000


def _misplaced(
    number: int, cue: Cue, before: Sequence[Cue], duration: float | None
) -> Iterator[Problem]:
    if cue.end <= cue.start:
        yield Problem(number, "ends_before_start", cue.text[:40])
    if before and cue.start < before[-1].start:
        yield Problem(number, "out_of_order", cue.text[:40])
    if duration is not None and cue.end > duration + TOLERANCE:
        yield Problem(number, "behind_the_end", cue.text[:40])


def read_chapters(
    text: str, duration: float | None = None
) -> tuple[tuple[Chapter, ...], tuple[Problem, ...]]:
    """The chapters of a list such as `0:00 Welcome`, one a line, and what is wrong with it."""
    chapters: list[Chapter] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        matched = CHAPTER.fullmatch(line.strip())
        if not matched:
            problems.append(Problem(number, "no_chapter", line.strip()[:40]))
            continue
        hours, minutes, seconds, title = matched.groups()
        start = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
        if chapters and start <= chapters[-1].start:
            problems.append(Problem(number, "chapter_out_of_order", line.strip()[:40]))
        if duration is not None and start >= duration:
            problems.append(Problem(number, "chapter_behind_the_end", line.strip()[:40]))
        chapters.append(Chapter(start, title.strip()))
    return tuple(chapters), tuple(problems)


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says without interruption: cues that are read as one paragraph."""

    speaker: str
    cues: tuple[Cue, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """The turns of a chapter; without chapters there is one passage, whose chapter is None."""

    chapter: Chapter | None
    turns: tuple[Turn, ...]


def passages(cues: Sequence[Cue], chapters: Sequence[Chapter]) -> tuple[Passage, ...]:
    """The transcript as it is read: chapter by chapter, turn by turn."""
    marks: list[Chapter | None] = [*chapters] or [None]
    if chapters and cues and cues[0].start < chapters[0].start:
        marks.insert(0, None)
    starts = [mark.start if mark else 0 for mark in marks] + [float("inf")]
    found = []
    for place, mark in enumerate(marks):
        # A chapter is given in whole seconds: it begins with the first cue in that second.
        inside = [cue for cue in cues if starts[place] <= int(cue.start) < starts[place + 1]]
        found.append(Passage(mark, _turns(inside)))
    return tuple(found)


def _turns(cues: Sequence[Cue]) -> tuple[Turn, ...]:
    turns: list[Turn] = []
    for cue in cues:
        if turns and turns[-1].speaker == cue.speaker:
            turns[-1] = Turn(cue.speaker, (*turns[-1].cues, cue))
        else:
            turns.append(Turn(cue.speaker, (cue,)))
    return tuple(turns)
