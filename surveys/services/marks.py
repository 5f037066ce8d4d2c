"""Marks of an interview as its fields hold them: failed checks are issues, all else notices."""

from dataclasses import asdict

from surveys.collection.checks import Issue

Marks = list[dict[str, str]]


def mark(code: str, value: str, question: str = "") -> dict[str, str]:
    """What was noticed, and at which question."""
    return asdict(Issue(code, "", question, value))
