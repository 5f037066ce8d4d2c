"""Entries of repeats in a submission: where there are some, how one is put in and taken out.

A path names an entry by its place, `/data/job[2]`; a repeat has none, `/data/job`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from lxml import etree

from surveys.instrument.filling import repeat_count
from surveys.instrument.nodes import Choice, Question, Repeat
from surveys.instrument.program import Program
from surveys.instrument.safe_xml import Element, children, local_name
from surveys.instrument.scope import Interview, Scope, Slot

MOST_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Place:
    """A repeat of an interview, how many entries it has, and whether one more may be added."""

    path: str
    repeat: Repeat
    entries: int
    open: bool


def instances(scope: Scope, slot: Slot, above: str) -> list[tuple[Scope, str]]:
    """The scopes of a node: one each entry of a repeat, its own scope for every other node."""
    path = f"{above}/{slot.node.name}"
    if not isinstance(slot.node, Repeat):
        return [(scope, path)]
    inside = scope.repeats.get(slot.template.number, [])
    return [(each, f"{path}[{place}]") for place, each in enumerate(inside, start=1)]


def path_of(scope: Scope, slot: Slot) -> str:
    """The node's path with the place of each repeat around it."""
    if slot.parent is None:
        return slot.path
    own = scope if slot.parent.template is slot.template else scope.parent
    if isinstance(slot.node, Repeat) and scope.template is slot.template:
        assert own is not None
        return f"{path_of(own, slot.parent)}/{slot.node.name}[{scope.position}]"
    outer = scope if scope.template is slot.parent.template else own
    assert outer is not None
    return f"{path_of(outer, slot.parent)}/{slot.node.name}"


def places(program: Program, interview: Interview) -> list[Place]:
    """The repeats in the order of the questionnaire."""
    return [
        Place(
            path,
            slot.node,
            len(instances(scope, slot, path.rpartition("/")[0])),
            entry_is_relevant(scope, slot),
        )
        for scope, slot, path in placed(program, interview)
        if isinstance(slot.node, Repeat)
    ]


def offers(program: Program, interview: Interview) -> dict[str, tuple[Choice, ...]]:
    """The choices of each question whose list depends on other answers, by path."""
    return {
        path: interview.choose(slot, scope, slot.node.choices)
        for scope, slot, path in placed(program, interview)
        if isinstance(slot.node, Question) and (slot.choice_filter or slot.choice_nodes)
    }


def entry_is_relevant(scope: Scope, slot: Slot) -> bool:
    """Whether one more entry would be asked; its condition reads what is outside it."""
    around = slot.parent is None or scope.relevant(slot.parent.index)
    return around and Scope(scope.interview, slot.template, scope).relevant(slot.index)


def wanted_entries(scope: Scope, slot: Slot) -> int | None:
    """How many entries the count of a repeat asks for; None without a count, or where it is not
    asked.
    """
    around = slot.parent is None or scope.relevant(slot.parent.index)
    return repeat_count(scope, slot) if around else None


def placed(program: Program, interview: Interview) -> Iterator[tuple[Scope, Slot, str]]:
    """Each node with its scope and path, a repeat once before its entries."""
    for slot in program.root.children:
        yield from _below(interview.main, slot, program.root.path)


def _below(scope: Scope, slot: Slot, above: str) -> Iterator[tuple[Scope, Slot, str]]:
    if isinstance(slot.node, Repeat):
        yield scope, slot, f"{above}/{slot.node.name}"
    for inside, path in instances(scope, slot, above):
        if not isinstance(slot.node, Repeat):
            yield inside, slot, path
        for inner in slot.children:
            yield from _below(inside, inner, path)


def add_entry(program: Program, root: Element, path: str) -> str:
    """Put an empty entry behind the others and give its path; KeyError where there is no such repeat."""
    slot = program.root
    for name in _names(path):
        found = [child for child in slot.children if child.node.name == name]
        if not found:
            raise KeyError(path)
        slot = found[0]
    if not isinstance(slot.node, Repeat):
        raise KeyError(path)
    parent = element_at(root, path.rpartition("/")[0])
    insert(parent, slot)
    return f"{path}[{len(children(parent, slot.node.name))}]"


def remove_entries(root: Element, paths: Collection[str]) -> None:
    """Take entries out; all are found before the first one goes."""
    for element in [element_at(root, path) for path in paths]:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)


def is_inside(path: str, entries: Collection[str]) -> bool:
    """Whether a node is one of these entries of repeats, or stands in one."""
    return any(f"{path}/".startswith(f"{entry}/") for entry in entries)


def restored(path: str, removed: Collection[str]) -> str:
    """What a path was called before these entries were taken out."""
    for gone in sorted(removed, key=_order):
        repeat, place = gone[:-1].rsplit("[", 1)
        rest = path.removeprefix(f"{repeat}[")
        if rest == path:
            continue
        own, _bracket, below = rest.partition("]")
        if int(own) >= int(place):
            path = f"{repeat}[{int(own) + 1}]{below}"
    return path


def _order(path: str) -> tuple[int, list[tuple[str, int]]]:
    """Outer entries before those inside them, and the first before the second."""
    steps = [step.partition("[") for step in path.split("/")]
    return len(steps), [(name, int(place.rstrip("]") or 0)) for name, _bracket, place in steps]


def insert(parent: Element, slot: Slot) -> Element:
    """A new element in the order of the questionnaire, after what stands before it there."""
    siblings = slot.parent.children if slot.parent else []
    names = [sibling.node.name for sibling in siblings]
    earlier = set(names[: names.index(slot.node.name) + 1]) if slot.node.name in names else set()
    place = 0
    for number, element in enumerate(parent, start=1):
        if local_name(element) in earlier:
            place = number
    namespace = etree.QName(parent).namespace
    made = etree.Element(f"{{{namespace}}}{slot.node.name}" if namespace else slot.node.name)
    parent.insert(place, made)
    return made


def element_at(root: Element, path: str) -> Element:
    """The element at a path with places of repeats; KeyError where there is none."""
    element: Element | None = root
    for step in path.strip("/").split("/")[1:]:
        name, _, place = step.partition("[")
        siblings = children(element, name) if element is not None else []
        place = place.removesuffix("]") or "1"
        number = int(place) if place.isdecimal() and len(place) < MOST_DIGITS else 0
        element = siblings[number - 1] if 0 < number <= len(siblings) else None
    if element is None:
        raise KeyError(path)
    return element


def _names(path: str) -> list[str]:
    """The names below the root."""
    return [step.partition("[")[0] for step in path.strip("/").split("/")[1:]]
