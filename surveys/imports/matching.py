"""Which column is which question: by the map a person gives, by path, by name, by label."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from surveys.collection.conventions import CASE_QUESTION
from surveys.errors import Problem
from surveys.exports.layout import GEOPOINT, TAIL
from surveys.imports.sources import Source
from surveys.instrument.nodes import Labels, Question, Repeat

if TYPE_CHECKING:
    from surveys.imports.versions import Codebook

KEYS = ("KEY", "meta-instanceID", "meta/instanceID", "instanceID", "_uuid", "_id")
PARENTS = ("PARENT_KEY", "_submission__uuid", "_parent_index", "_submission__id")
NESTED = ("PARENT_KEY", "_parent_index")
"""What names the entry around an entry of a repeat in a repeat; the others name the interview."""
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
        "meta-instancename", "meta/instancename", "meta-audit", "meta/audit", "meta-deprecatedid",
        "meta/deprecatedid",
    )
)  # fmt: skip
"""Columns of ODK, Kobo and the portal that hold no answers."""
VERSIONS = ("FormVersion", "__version__")
NAMES = "-names"
COMPANIONS = ("-missing", "-codebook", NAMES)
"""How tables end that this portal puts beside an export; they hold no answers."""
NAMES_HEAD = ("variable", "column")
PLACE_NAMES = tuple((place, (name,)) for place, name in enumerate(GEOPOINT[:3])) + (
    (3, (GEOPOINT[3], "Precision")),
)
"""The numbers of a geopoint by the names of their columns; Kobo says precision."""
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
    """A table of the file with its columns; `repeat` is the path of its repeat, "" for the main,
    and `around` that of the repeat around it. `keys` are columns that name a row, the first first.

    `unmapped` columns belong to no question, `known` ones hold no answers by their name.
    """

    source: Source
    repeat: str
    around: str
    targets: Mapping[int, Target]
    keys: tuple[int, ...]
    parent: int | None
    version: int | None = None
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
    sources: Sequence[Source], codebook: Codebook, given: Map, key: str = ""
) -> tuple[list[Match], list[Problem]]:
    """The tables of the interviews and of their repeats, and what is wrong with the map.

    The interviews stand in the first table that is not named after a repeat.
    """
    answering = [each for each in sources if not each.name.lower().endswith(COMPANIONS)] or sources
    matches, problems = [], _map_problems(sources, codebook, given)
    named = {source.name: _repeat_of(source, codebook.repeats) for source in answering}
    aliases = {source.name: _aliases(source, sources) for source in answering}
    main = next((source for source in answering if named[source.name] is None), answering[0])
    for source in (main, *(each for each in answering if each is not main)):
        repeat = "" if source is main else named[source.name]
        if repeat is not None:
            known_as = aliases[source.name]
            matches.append(_match(source, codebook, repeat, given, key, known_as))
    if not matches[0].keys:
        problems.append(Problem("import_key", main.name, ", ".join(main.header[:8])))
    return matches, problems


def _map_problems(sources: Sequence[Source], codebook: Codebook, given: Map) -> list[Problem]:
    columns = [name for source in sources for name in source.header]
    paths = {*codebook.questions, IGNORED, ""}
    known = {"known": ", ".join(columns[:20])}
    return [
        *(Problem("import_map_column", c, repr(c), known) for c in given if c not in columns),
        *(Problem("import_map_question", c, repr(t)) for c, t in given.items() if t not in paths),
    ]


def _repeat_of(source: Source, repeats: Mapping[str, Repeat]) -> str | None:
    """The repeat a table is named after: `job`, `job-repeat`, `form-job`, `form-group-job`, or
    `form-job~2`, the second repeat of this name. It has a column that names what is around it.
    """
    if _place(source.header, PARENTS) is None:
        return None
    plain, _mark, number = source.name.lower().removesuffix("-repeat").partition("~")
    found = [
        path
        for path, node in repeats.items()
        if plain in (node.name.lower(), path.replace("/", "-").lower())
        or plain.endswith(f"-{node.name.lower()}")
    ]
    if number.isdecimal() and 0 < int(number) <= len(found):
        return found[int(number) - 1]
    return max(found, key=len, default=None)


def _aliases(source: Source, sources: Sequence[Source]) -> Map:
    """The columns by the shorter names that SPSS and Stata need, of the table beside the file."""
    for each in sources:
        if each.name == f"{source.name}{NAMES}" and each.header[:2] == NAMES_HEAD:
            return {cells[0]: cells[1] for _row, cells in each.rows()}
    return {}


def _match(
    source: Source, codebook: Codebook, repeat: str, given: Map, key: str, known_as: Map
) -> Match:
    names = _names(codebook, repeat)
    targets: dict[int, Target] = {}
    unmapped, known = [], []
    for place, header in enumerate(source.header):
        name = known_as.get(header, header)
        target = Target(given[header]) if given.get(header) else names.find(name)
        if target is None and name.lower() not in KNOWN and header in source.labels:
            target = names.find(source.labels[header])
        if target is not None and target.path != IGNORED:
            targets[place] = target
        elif name.lower() in KNOWN or header == key or given.get(header) == IGNORED:
            known.append(header)
        else:
            unmapped.append(header)
    around = _table_of(repeat, codebook.repeats)
    keys = _places(source.header, [key] if key and not repeat else [*KEYS, INDEX])
    if not keys and not repeat:
        keys = [at for at, each in targets.items() if each.path.endswith(CASE_QUESTION)]
    parent = _place(source.header, NESTED if around else PARENTS) if repeat else None
    version = None if repeat else _place(source.header, VERSIONS)
    return Match(
        source, repeat, around, targets, tuple(keys), parent, version, tuple(unmapped), tuple(known)
    )


def _places(header: Sequence[str], names: Iterable[str]) -> list[int]:
    """Where these columns stand, in the order of the names."""
    lower = [name.lower() for name in header]
    return [lower.index(name.lower()) for name in names if name.lower() in lower]


def _place(header: Sequence[str], names: Iterable[str]) -> int | None:
    return next(iter(_places(header, names)), None)


def _names(codebook: Codebook, repeat: str) -> _Names:
    """Paths first, then names, then labels: what stands earlier is never taken away."""
    inside = {
        path: question
        for path, question in codebook.questions.items()
        if question.kind != "note" and _table_of(path, codebook.repeats) == repeat
    }
    names = _Names()
    for path, question in inside.items():
        relative = path[len(repeat) + 1 :] if repeat else path
        for name in (path, relative, *(f"{each.root}/{path}" for each in codebook.versions)):
            _add(names, name, path, question)
    for path, question in inside.items():
        known = names.find(question.name)
        if known is None or known.path == path:
            _add(names, question.name, path, question)
    labels = _labels(inside)
    for name, target in labels.targets.items():
        if name not in labels.twice and name not in names.targets:
            names.add(name, target)
    return names


def _labels(questions: Mapping[str, Question]) -> _Names:
    labels = _Names()
    for path, question in questions.items():
        for label in _texts(question.labels):
            labels.add(label, Target(path))
        _add_option_labels(labels, path, question)
    return labels


def _add_option_labels(labels: _Names, path: str, question: Question) -> None:
    """Kobo's headers with labels: the question's, and behind a slash the option's."""
    for choice in question.choices if question.kind == "select_multiple" else ():
        for language, label in question.labels.items():
            option = choice.labels.get(language)
            if label and option:
                labels.add(f"{label}/{option}", Target(path, option=choice.name))


def _table_of(path: str, repeats: Iterable[str]) -> str:
    """The innermost repeat around a path; "" where there is none."""
    around = [repeat for repeat in repeats if path.startswith(f"{repeat}/")]
    return max(around, key=len, default="")


def _add(names: _Names, name: str, path: str, question: Question) -> None:
    names.add(name, Target(path))
    if question.kind == "geopoint":
        around, slash, own = name.rpartition("/")
        for place, parts in PLACE_NAMES:
            for part in parts:
                kobo = f"{around}{slash}_{own}_{part}"
                for written in (f"{name}-{part}", f"{name}_{part}", f"_{name}_{part}", kobo):
                    names.add(written, Target(path, part=place))
    elif question.kind == "select_multiple":
        for choice in question.choices:
            for written in (f"{name}/{choice.name}", f"{name}_{choice.name}"):
                names.add(written, Target(path, option=choice.name))


def _texts(labels: Labels) -> set[str]:
    return {text for text in labels.values() if text}


def _plain(name: str) -> str:
    return re.sub(r"\s+", " ", name.strip().strip("/").replace("/", "-")).lower()
