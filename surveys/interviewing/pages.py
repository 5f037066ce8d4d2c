"""The questionnaire cut into pages.

The pages depend on the questionnaire and on who answers, never on the answers: so the way ahead
does not grow while somebody is on it. What lies inside a group that is not too long, and what is
marked `field-list`, stays together; so does a repeat, which takes a page of its own outside of groups.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from surveys.instrument.nodes import Group, Labels, Node, Question, Repeat
from surveys.instrument.questionnaire import Questionnaire

FEW = 10
"""So many questions stand well on one page."""
WITHOUT_CONTROL = frozenset({"calculate", "hidden"})


@dataclass(frozen=True)
class Page:
    """The paths of the nodes that stand on a page; `part` of `parts` where a group takes several."""

    paths: tuple[str, ...]
    labels: Labels = field(default_factory=dict)
    part: int = 1
    parts: int = 1


def is_shown(question: Question) -> bool:
    """Whether a person sees the question: it is answered, or it is a text or result to read."""
    if question.kind in WITHOUT_CONTROL or question.appearance == "label":
        return False
    return question.asked or question.kind == "note" or bool(question.labels)


@lru_cache(maxsize=128)
def pages_of(questionnaire: Questionnaire, silent: frozenset[str]) -> tuple[Page, ...]:
    """The pages in their order; what is only in `silent` (paths) or is not shown takes none."""
    return tuple(_pages(questionnaire.nodes, {}, silent))


def _pages(nodes: Iterable[Node], labels: Labels, silent: frozenset[str]) -> Iterator[Page]:
    """Pages of questions that stand side by side, and between them those of long groups."""
    run: list[tuple[str, int]] = []
    for node in nodes:
        size = _size(node, silent)
        if size == 0:
            continue
        if isinstance(node, Group) and (not labels or size > FEW) and not _together(node):
            yield from _cut(run, labels)
            run = []
            yield from _pages(node.children, node.labels or labels, silent)
        elif isinstance(node, Repeat) and not labels:
            yield from _cut(run, labels)
            yield Page((node.path,), node.labels)
            run = []
        else:
            run.append((node.path, size))
    yield from _cut(run, labels)


def _together(group: Group) -> bool:
    return "field-list" in group.appearance or "table-list" in group.appearance


def _size(node: Node, silent: frozenset[str]) -> int:
    if isinstance(node, Question):
        return int(is_shown(node) and node.path not in silent)
    return sum(_size(child, silent) for child in node.children)


def _cut(run: list[tuple[str, int]], labels: Labels) -> Iterator[Page]:
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
    whole = Page((), labels, 1, len(parts))
    for number, paths in enumerate(parts, start=1):
        yield replace(whole, paths=tuple(paths), part=number)
