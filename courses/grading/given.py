"""The answers in what a form sent."""

from collections.abc import Iterable, Mapping, Sequence

Given = Mapping[int, Sequence[str]]
"""What a form gave, by question, from 0."""

PREFIX = "answer-"
LONGEST = 200
"""Characters that are kept of one answer; none that can be marked is as long."""
MOST = 50
"""Answers that are kept to one question."""


def given_answers(fields: Iterable[tuple[str, Sequence[str]]]) -> Given:
    """What a form gave, by question; whatever else it sent is left out."""
    given = {}
    for name, texts in fields:
        number = name.removeprefix(PREFIX)
        if number != name and number.isascii() and number.isdecimal() and len(number) < 4:
            kept = (text.replace("\x00", "")[:LONGEST] for text in texts[:MOST])
            given[int(number)] = tuple(kept)
    return given
