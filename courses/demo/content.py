"""Reads the course's fixtures, which are written as `portal.demo.fixtures` says."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from courses.models import Question
from portal.demo.fixtures import Wording, read_toml

Data = Mapping[str, Any]

FIXTURES = Path(__file__).parent.parent / "fixtures" / "e_coaching"


def read(name: str) -> dict[str, Any]:
    """The content of a TOML file among the fixtures."""
    return read_toml(FIXTURES / f"{name}.toml")


def blocks_of(
    entries: Iterable[Data],
    wording: Wording,
    questions: Mapping[str, Question],
    reference: Callable[[str], str],
) -> list[tuple[str, Any]]:
    """Blocks and their values in English; findings that are not public are left out."""
    blocks = []
    for entry in entries:
        parts = {name: part for name, part in entry.items() if name not in ("type", "solution")}
        value = wording.english(parts)
        if "solution" in entry:
            value["solution"] = blocks_of(entry["solution"], wording, questions, reference)
        if "questions" in entry:
            value["questions"] = [questions[key] for key in entry["questions"]]
        if "indicator" in entry:
            value["finding"] = reference(value.pop("indicator"))
        if "indicator" not in entry or value["finding"]:
            blocks.append((entry["type"], value))
    return blocks
