"""An interview as people read it: its sections in the order of the sheet, and what two versions
of it say differently.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from surveys.collection.answers import ParsedSubmission
from surveys.collection.instances import is_inside, restored
from surveys.instrument.nodes import Group, Node, Question, Repeat
from surveys.instrument.questionnaire import Questionnaire
from surveys.instrument.safe_xml import Element, children

PLACE = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One question and its answer: None where it was not asked, "" where it was left blank.

    `path` holds the place of each repeat around it, as issues name it: `/data/job[2]/hours`.
    """

    question: Question
    path: str
    raw: str | None


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that stand together in one group; `place` is the entry of a repeat, 0 outside."""

    node: Group | Repeat | None
    path: str
    place: int
    depth: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One answer that two versions give differently."""

    question: Question
    path: str
    before: str | None
    after: str | None


def transcript(questionnaire: Questionnaire, parsed: ParsedSubmission) -> tuple[Section, ...]:
    """The sections of an interview; notes and the submission's own metadata are left out."""
    root = f"/{questionnaire.root}"
    nodes = tuple(node for node in questionnaire.nodes if node.path != f"{root}/meta")
    return tuple(_sections(None, nodes, parsed.root, root, 0, 0))


def _sections(
    node: Group | Repeat | None,
    nodes: tuple[Node, ...],
    element: Element | None,
    path: str,
    place: int,
    depth: int,
) -> Iterator[Section]:
    """The runs of questions below one element, with the sections between them."""
    run: list[Entry] = []
    for inner in nodes:
        elements = [] if element is None else children(element, inner.name)
        at = f"{path}/{inner.name}"
        if isinstance(inner, Question):
            if inner.kind != "note":
                run.append(Entry(inner, at, (elements[0].text or "") if elements else None))
            continue
        if run:
            yield Section(node, path, place, depth, tuple(run))
            run = []
        if isinstance(inner, Repeat):
            for number, each in enumerate(elements, start=1):
                yield from _sections(
                    inner, inner.children, each, f"{at}[{number}]", number, depth + 1
                )
        else:
            within = elements[0] if elements else None
            yield from _sections(inner, inner.children, within, at, place, depth + 1)
    if run:
        yield Section(node, path, place, depth, tuple(run))


def entries(sections: tuple[Section, ...]) -> Mapping[str, Entry]:
    """Questions and answers by path."""
    return {entry.path: entry for section in sections for entry in section.entries}


def differences(before: tuple[Section, ...], after: tuple[Section, ...]) -> tuple[Difference, ...]:
    """What the later version says differently; not asked and left blank count as the same."""
    first, second = entries(before), entries(after)
    changed = []
    for path, entry in {**first, **second}.items():
        old = first[path].raw if path in first else None
        new = second[path].raw if path in second else None
        if (old or "") != (new or ""):
            changed.append(Difference(entry.question, path, old, new))
    return tuple(changed)


def restored_section(section: Section, gone: Collection[str]) -> Section:
    """A section at the paths before these entries went."""
    if not gone:
        return section
    path = restored(section.path, gone)
    places = PLACE.findall(path)
    return replace(
        section,
        path=path,
        place=int(places[-1]) if places else section.place,
        entries=tuple(replace(each, path=restored(each.path, gone)) for each in section.entries),
    )


def merged(
    before: Sequence[Section], after: Sequence[Section], gone: Sequence[str]
) -> tuple[Section, ...]:
    """The sections of now, and between them, where they stood, those of the entries that go."""
    places = {section.entries[0].path: place for place, section in enumerate(before)}
    shown: list[Section] = []
    done = 0
    for section in [*after, None]:
        place = places.get(section.entries[0].path, done) if section else len(before)
        shown += [each for each in before[done:place] if is_inside(each.path, gone)]
        done = max(done, place)
        if section:
            shown.append(section)
    return tuple(shown)
