"""The loss report: what a file holds that the survey will not, before anything is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from surveys.imports.matching import NAMES, Match
from surveys.imports.records import Losses
from surveys.imports.sources import Source
from surveys.instrument.questionnaire import Questionnaire

MOST_ROWS = 20


def loss_report(
    sources: Sequence[Source],
    matches: Sequence[Match],
    losses: Losses,
    form: Questionnaire,
) -> dict[str, Any]:
    """The report as it is stored and shown."""
    used = {match.source.name for match in matches}
    used |= {f"{name}{NAMES}" for name in used}
    cut = len(form.root) + 2
    filled = {target.path for match in matches for target in match.targets.values()}
    asked = [
        path[cut:]
        for path, question in form.questions.items()
        if question.asked and path[cut:] not in filled
    ]
    return {
        "rows": losses.rows,
        "tables": [_table(match) for match in matches],
        "tables_unused": [source.name for source in sources if source.name not in used],
        "questions_unfilled": asked,
        "misfits": {name: asdict(found) for name, found in losses.misfits.items()},
        "without_key": _rows(losses.without_key),
        "key_twice": _rows(losses.key_twice),
        "orphans": _rows(losses.orphans),
        "empty": _rows(losses.empty),
        "called_missing": dict(losses.called_missing),
        "elsewhere": dict(losses.elsewhere),
    }


def _table(match: Match) -> dict[str, Any]:
    header = match.source.header
    working = {
        header[place] for place in (*match.keys, match.parent, match.version) if place is not None
    }
    return {
        "name": match.source.name,
        "form": match.source.form,
        "repeat": match.repeat,
        "key": header[match.keys[0]] if match.keys else "",
        "matched": {header[place]: target.path for place, target in match.targets.items()},
        "unmapped": list(match.unmapped),
        "known": list(match.known),
        "left_out": [name for name in match.known if name not in working],
    }


def _rows(rows: list[int]) -> dict[str, Any]:
    return {"count": len(rows), "first": rows[:MOST_ROWS]}
