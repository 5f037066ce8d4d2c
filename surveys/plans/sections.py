"""A plan document in four texts: weighting steps, replicates, control totals, and all the rest.

The texts are cut at the headings of tables, so remarks and spacing stay as somebody typed them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from typing import Any

from surveys.errors import Problem, SurveyError, raise_if_any
from surveys.plans.toml_text import is_headed, key_text, lines, tables

SECTION_OF = {"weighting": "steps", "replicates": "replicates", "control_totals": "totals"}


@dataclass(frozen=True, slots=True)
class Sections:
    """The texts of a plan document; the rest stands first, as it may begin with plain keys."""

    rest: str = ""
    steps: str = ""
    replicates: str = ""
    totals: str = ""

    @property
    def text(self) -> str:
        """The document as one text."""
        return "\n".join(f"{part.strip()}\n" for part in astuple(self) if part.strip())


def cut(text: str) -> Sections:
    """The sections of a document; all is `rest` where they cannot be told apart."""
    parts: dict[str, list[str]] = {"rest": [], **{name: [] for name in SECTION_OF.values()}}
    for table in tables(text):
        try:
            keys = [*tomllib.loads(table)]
        except tomllib.TOMLDecodeError:
            return Sections(rest=text)
        # Keys without a heading have to stay where the document begins.
        alone = len(keys) == 1 and is_headed(table)
        parts[SECTION_OF.get(keys[0], "rest") if alone else "rest"].append(table)
    return Sections(**{name: "".join(texts).strip("\n") for name, texts in parts.items()})


def are_apart(sections: Sections) -> bool:
    """Whether no section but its own holds steps, replicates or control totals."""
    try:
        return not SECTION_OF.keys() & tomllib.loads(sections.rest).keys()
    except tomllib.TOMLDecodeError:
        return True


def parse(text: str, where: str) -> dict[str, Any]:
    """The document of a text; raises `SurveyError` for what is no TOML, with its line."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SurveyError([Problem("not_toml", where, str(error))]) from error


def read_sections(sections: Sections, names: Mapping[str, str], where: str) -> dict[str, Any]:
    """The document of four texts; `names` tell where problems of a text stand.

    Raises `SurveyError` with the first fault of each text.
    """
    problems: list[Problem] = []
    for section, name in names.items():
        try:
            parse(getattr(sections, section), name)
        except SurveyError as error:
            problems += error.problems
    raise_if_any(problems)
    return parse(sections.text, where)


def without_tables(text: str, stored: Mapping[str, Mapping[str, Any]]) -> str:
    """Control totals without the tables that say what is stored."""

    def is_stored(table: str) -> bool:
        found = tomllib.loads(table).get("control_totals", {})
        return bool(found) and all(stored.get(name) == each for name, each in found.items())

    return "".join(table for table in tables(text) if not is_stored(table)).strip("\n")


def totals_text(name: str, document: Mapping[str, Any]) -> str:
    """One table of control totals as text."""
    return "\n".join([f"[control_totals.{key_text(name)}]", *lines(document)])
