"""Rows of the file as interviews: answers by place, repeats joined to the row they belong to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from surveys.imports.matching import INDEX, Match, Target
from surveys.imports.values import NOTHING, Reader
from surveys.instrument.questionnaire import Questionnaire

FIRST_EXAMPLES = 5
Answers = dict[str, str]


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


@dataclass(frozen=True, slots=True)
class Record:
    """One interview: its key in the file, answers by path, and the instances of its repeats."""

    row: int
    key: str
    answers: Answers
    repeats: Mapping[str, Sequence[Record]]


class Records:
    """Reads the interviews of matched tables; `losses` fill while they are read."""

    def __init__(self, matches: Sequence[Match], questionnaire: Questionnaire) -> None:
        self.losses = Losses()
        self._main, self._linked = matches[0], matches[1:]
        cut = len(questionnaire.root) + 2
        self._readers = {
            path[cut:]: Reader(question) for path, question in questionnaire.questions.items()
        }

    def read(self) -> Iterator[Record]:
        """Every row that has a key of its own."""
        children = self._children()
        seen: Counter[str] = Counter()
        wanted = set(children)
        index = _index(self._main)
        for row, cells in self._main.source.rows():
            self.losses.rows += 1
            key = cells[self._main.key].strip() if self._main.key is not None else ""
            if not key:
                self.losses.without_key.append(row)
                continue
            seen[key] += 1
            if seen[key] > 1:
                self.losses.key_twice.append(row)
                continue
            links = {key, cells[index].strip() if index is not None else key}
            wanted -= links
            answers = self._answers(self._main, row, cells)
            yield Record(row, key, answers, _repeats(children, links, wanted))
        for key in wanted:
            self.losses.orphans += [record.row for _repeat, record in children[key]]

    def _children(self) -> dict[str, list[tuple[str, Record]]]:
        """The rows of all repeats by the key of the row they belong to."""
        found: dict[str, list[tuple[str, Record]]] = {}
        for match in self._linked:
            for row, cells in match.source.rows():
                parent = cells[match.parent].strip() if match.parent is not None else ""
                key = cells[match.key].strip() if match.key is not None else ""
                record = Record(row, key, self._answers(match, row, cells), {})
                found.setdefault(parent, []).append((match.repeat, record))
        return found

    def _answers(self, match: Match, row: int, cells: Sequence[str]) -> Answers:
        answers: Answers = {}
        parts: dict[str, dict[int, str]] = {}
        flags: dict[str, list[str]] = {}
        for place, target in match.targets.items():
            cell = cells[place]
            if self._is_missing(match, place, target, cell):
                cell = ""
            if target.part is not None:
                parts.setdefault(target.path, {})[target.part] = cell.strip()
            elif target.option:
                if _is_ticked(cell):
                    flags.setdefault(target.path, []).append(target.option)
            else:
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
        column = match.source.header[place]
        answer, fault = self._readers[target.path].read(cell)
        if fault:
            name = f"{match.source.name} › {column}" if match.repeat else column
            self.losses.misfits.setdefault(name, Misfits(fault)).add(row, cell)
        return answer


def _index(match: Match) -> int | None:
    header = [name.lower() for name in match.source.header]
    return header.index(INDEX) if INDEX in header else None


def _repeats(
    children: Mapping[str, list[tuple[str, Record]]], links: set[str], wanted: set[str]
) -> dict[str, list[Record]]:
    """The instances below a row, and below them those of repeats in repeats."""
    found: dict[str, list[Record]] = {}
    for link in sorted(links):
        for repeat, record in children.get(link, ()):
            below: dict[str, list[Record]] = {}
            if record.key and record.key != link and record.key in children:
                wanted.discard(record.key)
                below = _repeats(children, {record.key}, wanted)
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
