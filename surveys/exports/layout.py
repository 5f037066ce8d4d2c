"""The tables of an export: which columns there are, over all versions of a questionnaire."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from surveys.instrument.differences import plain
from surveys.instrument.nodes import CHOICE_KINDS, Group, Labels, Node, Question, Repeat
from surveys.instrument.questionnaire import Questionnaire

Kind = Literal["text", "computed", "integer", "decimal", "date", "category", "multiple", "flag"]
"""What a cell holds; `computed` is text that a calculation gave, often a number."""
DATA_KINDS: Mapping[str, Kind] = {"int": "integer", "decimal": "decimal", "date": "date"}
GEOPOINT = ("Latitude", "Longitude", "Altitude", "Accuracy")
HEAD: tuple[tuple[str, Kind], ...] = (("SubmissionDate", "text"),)
TAIL: tuple[tuple[str, Kind], ...] = (
    ("meta-instanceID", "text"),
    ("KEY", "text"),
    ("SubmitterID", "text"),
    ("SubmitterName", "text"),
    ("AttachmentsPresent", "integer"),
    ("AttachmentsExpected", "integer"),
    ("Status", "text"),
    ("ReviewState", "text"),
    ("DeviceID", "text"),
    ("Edits", "integer"),
    ("FormVersion", "text"),
    ("CaseID", "text"),
    ("Stratum", "text"),
    ("PSU", "text"),
    ("BaseWeight", "decimal"),
    ("MemberID", "text"),
    ("Wave", "integer"),
)
"""Columns that the portal knows of every interview; `KEY` is its first instance ID, and `MemberID`
links a panel member's interviews of all waves.
"""
OWN = "@"
"""Begins the source of a column that is no question's."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header, and where its cells come from.

    `source` is the path of a question below the root, or the name of an own column after `@`.
    `part` picks a number of a geopoint, `option` makes 0/1 of a choice among several.
    """

    name: str
    kind: Kind
    source: str
    labels: Labels = field(default_factory=dict)
    choices: Mapping[str, Labels] = field(default_factory=dict)
    part: int | None = None
    option: str = ""
    relevant: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The interviews, or the instances of one repeat; `path` is "" for the interviews."""

    name: str
    path: str
    columns: tuple[Column, ...]
    labels: Labels = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Layout:
    """All tables of an export, the interviews first; `languages` are those of the labels."""

    tables: tuple[Table, ...]
    languages: tuple[str, ...]
    default_language: str


def layout_of(versions: Sequence[Questionnaire]) -> Layout:
    """The tables over all versions, the newest last: a question is one column by its path.

    The newest version gives order and labels; what only older ones ask stands behind.
    """
    repeats: dict[str, Labels] = {"": {}}
    columns: dict[str, dict[str, Column]] = {"": {}}
    languages: dict[str, None] = {}
    for version in reversed(versions):
        languages |= dict.fromkeys(version.languages)
        for path, table, node in _placed(version.nodes, "", ""):
            if isinstance(node, Repeat):
                repeats.setdefault(path, _plain(node.labels))
                columns.setdefault(path, {})
            elif isinstance(node, Question):
                universe = plain(version.universes[node.path])
                for column in _columns(node, path, table, universe):
                    known = columns[table].get(column.name)
                    columns[table][column.name] = _merged(known, column) if known else column
    own = (
        *(Column(name, kind, OWN + name) for name, kind in HEAD),
        *columns.pop("").values(),
        *(Column(name, kind, OWN + name) for name, kind in TAIL),
    )
    names = _repeat_names(columns)
    linked = [
        Table(names[path], path, (*found.values(), *_links()), repeats[path])
        for path, found in columns.items()
    ]
    default = versions[-1].default_language if versions else "en"
    return Layout((Table("", "", own), *linked), tuple(languages), default)


def _links() -> tuple[Column, ...]:
    return tuple(Column(name, "text", OWN + name) for name in ("PARENT_KEY", "KEY"))


def _placed(nodes: Sequence[Node], above: str, table: str) -> Iterator[tuple[str, str, Node]]:
    """Each node with its path below the root and the table its questions belong to."""
    for node in nodes:
        path = f"{above}{node.name}"
        if isinstance(node, Group) and not above and node.name == "meta":
            continue
        inside = path if isinstance(node, Repeat) else table
        yield path, inside, node
        if not isinstance(node, Question):
            yield from _placed(node.children, f"{path}/", inside)


def _repeat_names(paths: Mapping[str, object]) -> dict[str, str]:
    """The name of each repeat, or its whole path where names are used twice."""
    last = [path.rpartition("/")[2] for path in paths]
    return {
        path: name if last.count(name) == 1 else path.replace("/", "-")
        for path, name in zip(paths, last, strict=True)
    }


def _plain(labels: Labels) -> Labels:
    """Texts without their style, as the writers of files take nothing but plain text."""
    return {language: str(text) for language, text in labels.items()}


def _columns(question: Question, path: str, table: str, universe: str) -> Iterator[Column]:
    """The columns of a question: four for a place, one more per option of several choices."""
    if question.kind == "note":
        return
    header = path[len(table) + 1 if table else 0 :].replace("/", "-")
    whole = Column(header, "text", path, _plain(question.labels), relevant=universe)
    if question.kind == "geopoint":
        for place, part in enumerate(GEOPOINT):
            yield replace(whole, name=f"{header}-{part}", kind="decimal", part=place)
    elif question.kind in CHOICE_KINDS and question.choices:
        choices = {choice.name: _plain(choice.labels) for choice in question.choices}
        kind: Kind = "category" if question.kind == "select_one" else "multiple"
        yield replace(whole, kind=kind, choices=choices)
        for code in choices if question.kind == "select_multiple" else ():
            yield replace(
                whole, name=f"{header}/{code}", kind="flag", choices={code: choices[code]},
                option=code,
            )  # fmt: skip
    elif question.kind == "calculate" and question.data_type == "string":
        yield replace(whole, kind="computed")
    else:
        yield replace(whole, kind=DATA_KINDS.get(question.data_type, "text"))


def _merged(newer: Column, older: Column) -> Column:
    """One column of two versions: all choices of both, text where their kinds differ."""
    kind: Kind = newer.kind if newer.kind == older.kind else "text"
    return replace(newer, kind=kind, choices={**older.choices, **newer.choices})
