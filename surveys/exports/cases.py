"""Stored interviews as entries of the tables, whatever version of the questionnaire they answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from surveys.collection.rows import KEY, Row, column_names
from surveys.exports.layout import OWN, Table
from surveys.instrument.questionnaire import Questionnaire

Entry = Mapping[str, str | None]
"""Cells by the source of their column; a missing one says that it was not asked."""
PLACE = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True)
class Interview:
    """What is stored of one interview: its rows, and what the portal knows of it by column."""

    questionnaire: Questionnaire | None
    row: Row
    repeats: Mapping[str, Sequence[Row]]
    known: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Case:
    """One interview ready to be written: the entry of each table's rows."""

    main: Entry
    repeats: Mapping[str, Sequence[Entry]] = field(default_factory=dict)

    def entries(self, table: Table) -> Sequence[Entry]:
        """The rows of this interview in a table."""
        return self.repeats.get(table.path, ()) if table.path else (self.main,)


class CaseReader:
    """Reads interviews; each version's columns are looked up once."""

    def __init__(self) -> None:
        self._paths: dict[Questionnaire, dict[str, str]] = {}

    def read(self, interview: Interview) -> Case:
        """The entries of an interview; one of an unknown questionnaire has no answers."""
        own: dict[str, str | None] = {OWN + name: text for name, text in interview.known.items()}
        if interview.questionnaire is None:
            return Case(own)
        paths = self._paths_of(interview.questionnaire)
        main = own | _by_path(interview.row, paths)
        repeats: dict[str, list[Entry]] = {}
        key = interview.known["KEY"]
        for place, row in _instances(interview.repeats):
            path = PLACE.sub("", place)
            links = {f"{OWN}KEY": f"{key}/{place}", f"{OWN}PARENT_KEY": _parent(key, place)}
            repeats.setdefault(path, []).append(_by_path(row, paths) | links)
        return Case(main, repeats)

    def _paths_of(self, questionnaire: Questionnaire) -> dict[str, str]:
        known = self._paths.get(questionnaire)
        if known is None:
            cut = len(questionnaire.root) + 2
            known = {name: path[cut:] for path, name in column_names(questionnaire).items()}
            self._paths[questionnaire] = known
        return known


def _by_path(row: Row, paths: Mapping[str, str]) -> dict[str, str | None]:
    return {paths[name]: text for name, text in row.items() if name in paths}


def _instances(repeats: Mapping[str, Sequence[Row]]) -> Iterator[tuple[str, Row]]:
    for rows in repeats.values():
        for row in rows:
            yield row.get(KEY) or "", row


def _parent(key: str, place: str) -> str:
    """The key of the instance around this one, or of the interview."""
    outer = place.rpartition("/")[0]
    while outer and not outer.endswith("]"):
        outer = outer.rpartition("/")[0]
    return f"{key}/{outer}" if outer else key
