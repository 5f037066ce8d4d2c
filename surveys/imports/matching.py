"""Which column is which question: by the map a person gives, by path, by name, by label."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from surveys.collection.conventions import CASE_QUESTION
from surveys.errors import Problem
from surveys.exports.layout import GEOPOINT, TAIL
from surveys.imports.sources import Source
from surveys.instrument.nodes import Labels, Question, Repeat
from surveys.instrument.questionnaire import Questionnaire

KEYS = ("KEY", "meta-instanceID", "meta/instanceID", "instanceID", "_uuid", "_id")
PARENTS = ("PARENT_KEY", "_submission__uuid", "_parent_index", "_submission__id")
INDEX = "_index"
KNOWN = frozenset(
    name.lower()
    for name in (
        *KEYS, *PARENTS, INDEX, *(name for name, _kind in TAIL), "SubmissionDate",
        "_submission_time", "_validation_status", "_notes", "_status", "_submitted_by",
        "__version__", "_tags", "_parent_table_name", "_submission__submission_time",
        "_submission__validation_status", "_submission__notes", "_submission__status",
        "_submission__submitted_by", "_submission___version__", "_submission__tags",
        "_attachments", "_geolocation", "formhub/uuid", "meta/rootuuid", "_xform_id_string",
    )
)  # fmt: skip
"""Columns of ODK, Kobo and the portal that hold no answers."""
IGNORED = "-"
"""The target of a column that a person leaves out."""
Map = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Target:
    """The question a column fills; `part` of a geopoint, or one `option` of several."""

    path: str
    part: int | None = None
    option: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A table of the file with its columns; `repeat` is the path of its repeat, "" for the main.

    `unmapped` columns belong to no question, `known` ones hold no answers by their name.
    """

    source: Source
    repeat: str
    targets: Mapping[int, Target]
    key: int | None
    parent: int | None
    unmapped: tuple[str, ...] = ()
    known: tuple[str, ...] = ()


@dataclass(slots=True)
class _Names:
    """What a column of one table may be called, in lower case."""

    targets: dict[str, Target] = field(default_factory=dict)
    twice: set[str] = field(default_factory=set)

    def add(self, name: str, target: Target) -> None:
        name = _plain(name)
        if self.targets.setdefault(name, target) != target:
            self.twice.add(name)

    def find(self, name: str) -> Target | None:
        name = _plain(name)
        return None if name in self.twice else self.targets.get(name)


def match_sources(
    sources: Sequence[Source], questionnaire: Questionnaire, given: Map, key: str = ""
) -> tuple[list[Match], list[Problem]]:
    """The tables of the interviews and of their repeats, and what is wrong with the map.

    The interviews stand in the first table that is not named after a repeat.
    """
    repeats = {
        node.path[len(questionnaire.root) + 2 :]: node
        for node in questionnaire.walk()
        if isinstance(node, Repeat)
    }
    matches, problems = [], _map_problems(sources, questionnaire, given)
    named = {source.name: _repeat_of(source.name, repeats) for source in sources}
    main = next((source for source in sources if named[source.name] is None), sources[0])
    for source in (main, *(each for each in sources if each is not main)):
        repeat = "" if source is main else named[source.name]
        if repeat is not None:
            matches.append(_match(source, questionnaire, tuple(repeats), repeat, given, key))
    if matches[0].key is None:
        problems.append(Problem("import_key", main.name, ", ".join(main.header[:8])))
    return matches, problems


def _map_problems(
    sources: Sequence[Source], questionnaire: Questionnaire, given: Map
) -> list[Problem]:
    columns = [name for source in sources for name in source.header]
    cut = len(questionnaire.root) + 2
    paths = {path[cut:] for path in questionnaire.questions} | {IGNORED, ""}
    known = {"known": ", ".join(columns[:20])}
    return [
        *(Problem("import_map_column", c, repr(c), known) for c in given if c not in columns),
        *(Problem("import_map_question", c, repr(t)) for c, t in given.items() if t not in paths),
    ]


def _repeat_of(name: str, repeats: Mapping[str, Repeat]) -> str | None:
    """The repeat a table is named after: `job`, `job-repeat`, `form-job`, `form-group-job`."""
    plain = name.lower().removesuffix("-repeat")
    found = [
        path
        for path, node in repeats.items()
        if plain in (node.name.lower(), path.replace("/", "-").lower())
        or plain.endswith(f"-{node.name.lower()}")
    ]
    return max(found, key=len, default=None)


def _match(
    source: Source, questionnaire: Questionnaire, repeats: tuple[str, ...], repeat: str,
    given: Map, key: str,
) -> Match:  # fmt: skip
    names = _names(questionnaire, repeats, repeat)
    targets: dict[int, Target] = {}
    unmapped, known = [], []
    for place, header in enumerate(source.header):
        target = Target(given[header]) if given.get(header) else names.find(header)
        if target is None and header.lower() not in KNOWN and header in source.labels:
            target = names.find(source.labels[header])
        if target is not None and target.path != IGNORED:
            targets[place] = target
        elif header.lower() in KNOWN or header == key or given.get(header) == IGNORED:
            known.append(header)
        else:
            unmapped.append(header)
    key_place = _place(source.header, [key] if key and not repeat else [*KEYS, INDEX])
    if key_place is None and not repeat:
        key_place = next(
            (at for at, each in targets.items() if each.path.endswith(CASE_QUESTION)), None
        )
    parent = _place(source.header, PARENTS) if repeat else None
    return Match(source, repeat, targets, key_place, parent, tuple(unmapped), tuple(known))


def _place(header: Sequence[str], names: Iterable[str]) -> int | None:
    lower = [name.lower() for name in header]
    return next((lower.index(name.lower()) for name in names if name.lower() in lower), None)


def _names(questionnaire: Questionnaire, repeats: tuple[str, ...], repeat: str) -> _Names:
    """Paths first, then names, then labels: what stands earlier is never taken away."""
    cut = len(questionnaire.root) + 2
    inside = {
        path[cut:]: question
        for path, question in questionnaire.questions.items()
        if question.kind != "note" and _table_of(path[cut:], repeats) == repeat
    }
    names = _Names()
    for path, question in inside.items():
        relative = path[len(repeat) + 1 :] if repeat else path
        for name in (path, relative, f"{questionnaire.root}/{path}"):
            _add(names, name, path, question)
    for path, question in inside.items():
        known = names.find(question.name)
        if known is None or known.path == path:
            _add(names, question.name, path, question)
    labels = _Names()
    for path, question in inside.items():
        for label in _texts(question.labels):
            labels.add(label, Target(path))
    for name, target in labels.targets.items():
        if name not in labels.twice and name not in names.targets:
            names.add(name, target)
    return names


def _table_of(path: str, repeats: tuple[str, ...]) -> str:
    around = [repeat for repeat in repeats if path.startswith(f"{repeat}/")]
    return max(around, key=len, default="")


def _add(names: _Names, name: str, path: str, question: Question) -> None:
    names.add(name, Target(path))
    if question.kind == "geopoint":
        for place, part in enumerate(GEOPOINT):
            for written in (f"{name}-{part}", f"{name}_{part}", f"_{name}_{part}"):
                names.add(written, Target(path, part=place))
    elif question.kind == "select_multiple":
        for choice in question.choices:
            for written in (f"{name}/{choice.name}", f"{name}_{choice.name}"):
                names.add(written, Target(path, option=choice.name))


def _texts(labels: Labels) -> set[str]:
    return {text for text in labels.values() if text}


def _plain(name: str) -> str:
    return re.sub(r"\s+", " ", name.strip().strip("/").replace("/", "-")).lower()
