"""Rows of the file as interviews: answers by place, repeats joined to the row they belong to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from surveys.imports.matching import INDEX, Match, Target
from surveys.imports.values import NOTHING, Reader
from surveys.instrument.nodes import Question

FIRST_EXAMPLES = 5
Answers = dict[str, str]
Link = tuple[str, str]
"""The repeat around an entry, "" for the interview, and what its row is called."""
LINKS = {
    "parent_key": "key", "_submission__uuid": "_uuid", "_parent_index": INDEX,
    "_submission__id": "_id",
}  # fmt: skip
"""Which column of the main table a column of a repeat's table names."""


@dataclass(slots=True)
class Misfits:
    """Values of one column that are no code, no label, or not of its type."""

    why: str
    count: int = 0
    examples: list[tuple[int, str]] = field(default_factory=list)

    def add(self, row: int, value: str) -> None:
        self.count += 1
        if len(self.examples) < FIRST_EXAMPLES:
            self.examples.append((row, value[:80]))


@dataclass(slots=True)
class Losses:
    """What the rows themselves lose: told before anything is stored."""

    rows: int = 0
    misfits: dict[str, Misfits] = field(default_factory=dict)
    without_key: list[int] = field(default_factory=list)
    key_twice: list[int] = field(default_factory=list)
    orphans: list[int] = field(default_factory=list)
    """Rows of repeats that belong to no interview."""
    empty: list[int] = field(default_factory=list)
    """Rows with a key and without any answer."""
    called_missing: Counter[str] = field(default_factory=Counter)
    """Values that the file itself calls missing, by column."""
    elsewhere: Counter[str] = field(default_factory=Counter)
    """Answers to questions that the version of their row does not have, by the question."""


@dataclass(frozen=True, slots=True)
class Record:
    """One interview: its key in the file, answers by path, and the instances of its repeats."""

    row: int
    key: str
    answers: Answers
    repeats: Mapping[str, Sequence[Record]]
    version: str = ""


Children = dict[Link, list[tuple[str, Record]]]


class Records:
    """Reads the interviews of matched tables; `losses` fill while they are read."""

    def __init__(self, matches: Sequence[Match], questions: Mapping[str, Question]) -> None:
        self.losses = Losses()
        self._main, self._linked = matches[0], matches[1:]
        self._readers = {path: Reader(question) for path, question in questions.items()}

    def read(self) -> Iterator[Record]:
        """Every row that has a key of its own."""
        children = self._children()
        seen: Counter[str] = Counter()
        used: set[Link] = set()
        for row, cells in self._main.source.rows():
            self.losses.rows += 1
            key = _key(self._main, cells)
            if not key:
                self.losses.without_key.append(row)
                continue
            seen[key] += 1
            if seen[key] > 1:
                self.losses.key_twice.append(row)
                continue
            links = {("", link) for link in self._links(key, cells)}
            answers = self._answers(self._main, row, cells)
            version = cells[self._main.version].strip() if self._main.version is not None else ""
            repeats = _repeats(children, links, used)
            if not repeats and not any(answers.values()):
                self.losses.empty.append(row)
            yield Record(row, key, answers, repeats, version)
        for link in children.keys() - used:
            self.losses.orphans += [record.row for _repeat, record in children[link]]
        self.losses.orphans.sort()

    def _links(self, key: str, cells: Sequence[str]) -> set[str]:
        """What tables of repeats may call this row."""
        header = [name.lower() for name in self._main.source.header]
        found = set()
        for match in self._linked:
            if match.parent is not None and not match.around:
                column = LINKS.get(match.source.header[match.parent].lower(), "")
                found.add(cells[header.index(column)].strip() if column in header else key)
        return found

    def _children(self) -> Children:
        """The rows of all repeats by the table and key of the row they belong to."""
        found: Children = {}
        for match in self._linked:
            for row, cells in match.source.rows():
                parent = cells[match.parent].strip() if match.parent is not None else ""
                key = _key(match, cells)
                record = Record(row, key, self._answers(match, row, cells), {})
                found.setdefault((match.around, parent), []).append((match.repeat, record))
        return found

    def _answers(self, match: Match, row: int, cells: Sequence[str]) -> Answers:
        answers: Answers = {}
        parts: dict[str, dict[int, str]] = {}
        flags: dict[str, list[str]] = {}
        ticked = {
            target.path
            for place, target in match.targets.items()
            if target.option and _is_ticked(cells[place])
        }
        for place, target in match.targets.items():
            cell = cells[place]
            if cell and self._is_missing(match, place, target, cell):
                self.losses.called_missing[_column(match, place)] += 1
                cell = ""
            if target.part is not None:
                parts.setdefault(target.path, {})[target.part] = cell.strip()
            elif target.option:
                if _is_ticked(cell):
                    flags.setdefault(target.path, []).append(target.option)
            elif target.path not in ticked:  # labels joined by blanks say less than the ticks
                answers[target.path] = self._read(match, place, target, row, cell)
        for path, found in parts.items():
            answers[path] = answers.get(path) or _place_text(found)
        for path, options in flags.items():
            answers[path] = answers.get(path) or " ".join(options)
        return answers

    def _is_missing(self, match: Match, place: int, target: Target, cell: str) -> bool:
        """Whether the file calls this value missing, and it is no choice such as "refused"."""
        if cell not in match.source.missing.get(match.source.header[place], ()):
            return False
        reader = self._readers[target.path]
        return not reader.codes or bool(reader.read(cell)[1])

    def _read(self, match: Match, place: int, target: Target, row: int, cell: str) -> str:
        answer, fault = self._readers[target.path].read(cell)
        if fault:
            column = _column(match, place)
            self.losses.misfits.setdefault(column, Misfits(fault)).add(row, cell)
        return answer


def _column(match: Match, place: int) -> str:
    """What people call a column, with its table where that is a repeat's."""
    column = match.source.header[place]
    return f"{match.source.name} › {column}" if match.repeat else column


def _key(match: Match, cells: Sequence[str]) -> str:
    """The first key that the row has."""
    return next((cells[place].strip() for place in match.keys if cells[place].strip()), "")


def _repeats(children: Children, links: set[Link], used: set[Link]) -> dict[str, list[Record]]:
    """The instances below a row, and below them those of repeats in repeats."""
    found: dict[str, list[Record]] = {}
    used |= links
    for link in sorted(links):
        for repeat, record in children.get(link, ()):
            below = _repeats(children, {(repeat, record.key)}, used) if record.key else {}
            found.setdefault(repeat, []).append(
                Record(record.row, record.key, record.answers, below)
            )
    return found


def _is_ticked(cell: str) -> bool:
    return cell.strip().lower() in ("1", "1.0", "true", "yes")


def _place_text(parts: Mapping[int, str]) -> str:
    """A geopoint of its four numbers; "" where latitude or longitude is missing."""
    numbers = [parts.get(place, "") for place in range(4)]
    if numbers[0].lower() in NOTHING or numbers[1].lower() in NOTHING:
        return ""
    return " ".join(number if number.lower() not in NOTHING else "0" for number in numbers)
