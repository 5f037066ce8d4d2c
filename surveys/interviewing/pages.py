"""The questionnaire cut into pages.

The pages depend on the questionnaire and on who answers, never on the answers: so the way ahead
does not grow while somebody is on it. What lies inside a group that is not too long, and what is
marked `field-list`, stays together; so does a repeat, which takes a page of its own outside of groups.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from surveys.instrument.kinds import BROWSER_REFUSED
from surveys.instrument.nodes import Group, Labels, Media, Node, Question, Repeat
from surveys.instrument.questionnaire import Questionnaire

FEW = 10
"""So many questions stand well on one page."""
NOWHERE = Group("", "", ())
"""Around what stands in no group that has a name."""
WITHOUT_CONTROL = frozenset({"calculate", "hidden"})


@dataclass(frozen=True)
class Page:
    """The paths of the nodes that stand on a page; `part` of `parts` where a group takes several.

    The pictures and sounds of a group stand on its first part.
    """

    paths: tuple[str, ...]
    labels: Labels = field(default_factory=dict)
    media: Media = field(default_factory=dict)
    part: int = 1
    parts: int = 1


def is_shown(question: Question) -> bool:
    """Whether a person sees the question: it is answered, or it is a text or result to read."""
    if question.kind in WITHOUT_CONTROL | BROWSER_REFUSED or question.appearance == "label":
        return False
    return question.asked or question.kind == "note" or bool(question.labels)


@lru_cache(maxsize=128)
def pages_of(questionnaire: Questionnaire, silent: frozenset[str]) -> tuple[Page, ...]:
    """The pages in their order; what is only in `silent` (paths) or is not shown takes none."""
    return tuple(_pages(questionnaire.nodes, NOWHERE, silent))


def _pages(nodes: Iterable[Node], around: Group, silent: frozenset[str]) -> Iterator[Page]:
    """Pages of questions that stand side by side, and between them those of long groups."""
    run: list[tuple[str, int]] = []
    for node in nodes:
        size = _size(node, silent)
        if size == 0:
            continue
        if isinstance(node, Group) and (around is NOWHERE or size > FEW) and not _together(node):
            yield from _cut(run, around)
            run = []
            yield from _pages(node.children, node if node.labels else around, silent)
        elif isinstance(node, Repeat) and around is NOWHERE:
            yield from _cut(run, around)
            yield Page((node.path,), node.labels, node.media)
            run = []
        else:
            run.append((node.path, size))
    yield from _cut(run, around)


def _together(group: Group) -> bool:
    return "field-list" in group.appearance or "table-list" in group.appearance


def _size(node: Node, silent: frozenset[str]) -> int:
    if isinstance(node, Question):
        return int(is_shown(node) and node.path not in silent)
    return sum(_size(child, silent) for child in node.children)


def _cut(run: list[tuple[str, int]], around: Group) -> Iterator[Page]:
    """One page of a run, or several of about the same length."""
    total = sum(size for _, size in run)
    if not total:
        return
    target = total / math.ceil(total / FEW)
    parts: list[list[str]] = [[]]
    filled = 0
    for path, size in run:
        if parts[-1] and filled + size / 2 > target * len(parts):
            parts.append([])
        parts[-1].append(path)
        filled += size
    for number, paths in enumerate(parts, start=1):
        media = around.media if number == 1 else {}
        yield Page(tuple(paths), around.labels, media, number, len(parts))
