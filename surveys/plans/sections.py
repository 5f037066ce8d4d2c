"""A plan document in three texts: weighting steps, control totals, and all the rest.

The texts are cut at the headings of tables, so comments and spacing stay as somebody typed them.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from surveys.errors import Problem, SurveyError, raise_if_any
from surveys.plans.weighting.plan import ORDER, Step

HEADING = re.compile(r"""\s*\[\[?\s*["'\w][^\[\]]*\]\]?\s*(#.*)?""")
STEP_HEADING = re.compile(r"^[ \t]*\[\[[ \t]*weighting[ \t]*\.[ \t]*steps[ \t]*\]\]", re.MULTILINE)
KIND = re.compile(r"""^[ \t]*kind[ \t]*=[ \t]*["']([^"'\n]*)["']""", re.MULTILINE)
PLACES = {step.kind: ORDER[step] for step in get_args(Step)}
BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
WIDEST = 100


@dataclass(frozen=True, slots=True)
class Sections:
    """The three texts of a plan document."""

    steps: str = ""
    totals: str = ""
    rest: str = ""

    @property
    def text(self) -> str:
        """The document as one text; the rest stands first, as it may begin with plain keys."""
        parts = (self.rest, self.steps, self.totals)
        return "\n".join(f"{part.strip()}\n" for part in parts if part.strip())


def cut(text: str) -> Sections:
    """The sections of a document; all is `rest` where they cannot be told apart."""
    parts: dict[str, list[str]] = {"weighting": [], "control_totals": [], "": []}
    for chunk in _chunks(text):
        try:
            keys = tomllib.loads(chunk).keys()
        except tomllib.TOMLDecodeError:
            return Sections(rest=text)
        name = next((key for key in keys if key in parts and len(keys) == 1), "")
        parts[name].append(chunk)
    steps, totals, rest = ("".join(parts[name]).strip("\n") for name in parts)
    return Sections(steps, totals, rest)


def parse(text: str, where: str) -> dict[str, Any]:
    """The document of a text; raises `SurveyError` for what is no TOML, with its line."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SurveyError([Problem("not_toml", where, str(error))]) from error


def read_sections(sections: Sections, names: Sections, where: str) -> dict[str, Any]:
    """The document of three texts; `names` tell where problems stand.

    Raises `SurveyError` with the first fault of each text.
    """
    problems: list[Problem] = []
    for name in ("rest", "steps", "totals"):
        try:
            parse(getattr(sections, name), getattr(names, name))
        except SurveyError as error:
            problems += error.problems
    raise_if_any(problems)
    return parse(sections.text, where)


def steps_of(text: str) -> list[str]:
    """The texts of the steps, each from its heading on; what stands before goes with the first."""
    starts = [match.start() for match in STEP_HEADING.finditer(text)]
    if not starts:
        return []
    ends = [*starts[1:], len(text)]
    steps = [text[start:end].strip() for start, end in zip(starts, ends, strict=True)]
    return [f"{text[: starts[0]]}{steps[0]}".strip(), *steps[1:]]


def insert_step(text: str, step: str) -> str:
    """The steps with one more: before the first that must come later than it, or at the end."""
    steps = steps_of(text)
    order = [PLACES.get(kind_of(each), 0) for each in steps]
    wanted = PLACES.get(kind_of(step), 0)
    place = next((n for n, other in enumerate(order) if other > wanted), len(steps))
    return _joined([*steps[:place], step, *steps[place:]]) if steps else f"{text}\n\n{step}".strip()


def move_step(text: str, number: int, by: int) -> str:
    """The steps with one, counted from 1, moved down by so many places; up where it is negative."""
    steps = steps_of(text)
    if not 0 < number <= len(steps):
        return text
    step = steps.pop(number - 1)
    steps.insert(max(0, number - 1 + by), step)
    return _joined(steps)


def remove_step(text: str, number: int) -> str:
    """The steps without one, counted from 1."""
    steps = steps_of(text)
    return _joined(step for place, step in enumerate(steps, start=1) if place != number)


def without_tables(text: str, stored: Mapping[str, Mapping[str, Any]]) -> str:
    """Control totals without the tables that say what is stored."""

    def is_stored(chunk: str) -> bool:
        tables = tomllib.loads(chunk).get("control_totals", {})
        return bool(tables) and all(stored.get(name) == each for name, each in tables.items())

    return "".join(chunk for chunk in _chunks(text) if not is_stored(chunk)).strip("\n")


def kind_of(step: str) -> str:
    """The kind that a step's text names, or nothing."""
    found = KIND.search(step)
    return found[1] if found else ""


def step_text(values: Mapping[str, Any]) -> str:
    """A step as text."""
    return "\n".join(["[[weighting.steps]]", *_lines(values)])


def totals_text(name: str, document: Mapping[str, Any]) -> str:
    """One table of control totals as text."""
    return "\n".join([f"[control_totals.{_key(name)}]", *_lines(document)])


def _joined(steps: Iterable[str]) -> str:
    return "\n\n".join(steps)


def _chunks(text: str) -> list[str]:
    """The text cut before each heading and the comments above it.

    A line that looks like a heading inside a value is none: what stands before it is no document.
    """
    chunks, held, remarks = [], "", ""
    for line in text.splitlines(keepends=True):
        if not line.strip() or line.lstrip().startswith("#"):
            remarks += line
            continue
        if held.strip() and HEADING.fullmatch(line.rstrip()) and _is_whole(held):
            chunks.append(held)
            held = ""
        held, remarks = held + remarks + line, ""
    return [*chunks, held + remarks]


def _is_whole(text: str) -> bool:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _lines(values: Mapping[str, Any]) -> list[str]:
    return [f"{_key(key)} = {_value(value)}" for key, value in values.items()]


def _key(name: str) -> str:
    return name if BARE_KEY.fullmatch(name) else _value(name)


def _value(value: Any) -> str:
    """A value in one line, or a list in several where one would be too long."""
    if isinstance(value, Mapping):
        return f"{{ {', '.join(_lines(value))} }}"
    if isinstance(value, list | tuple):
        items = [_value(each) for each in value]
        line = f"[{', '.join(items)}]"
        return line if len(line) <= WIDEST else "[\n  " + ",\n  ".join(items) + ",\n]"
    # TOML's strings, numbers and truth values are written as JSON's.
    return json.dumps(value, ensure_ascii=False)
