"""Submissions changed on purpose: each kind breaks, or may break, another rule."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator

import numpy as np
from lxml import etree

from surveys.instrument.nodes import CHOICE_KINDS, Question, Repeat
from surveys.instrument.program import Program
from surveys.instrument.safe_xml import local_name
from surveys.instrument.scope import Slot
from tests.oracle.answers import LINES, POINTS
from tests.oracle.engine import Pools

Place = tuple[Slot, etree._Element]
JUNK = ["abc", "12,5", "1.5.2", "--3", "2026-13-01", "99999999999", "12:99", "1 2 3 4 5"]
NAMES = {"int": "INTEGER", "dateTime": "DATE_TIME", "string": "TEXT"}
TYPED = frozenset({"int", "decimal", "date", "dateTime", "time", "geopoint"})


def complete(program: Program, xml: str) -> etree._Element:
    """The submission with empty nodes where irrelevant ones were left out."""
    root = etree.fromstring(xml.encode())
    _complete(program.root, root)
    return root


def _complete(slot: Slot, element: etree._Element) -> None:
    there = {local_name(child) for child in element}
    for child in slot.children:
        if child.node.name not in there and not isinstance(child.node, Repeat):
            etree.SubElement(element, child.node.name)
    named = {child.node.name: child for child in slot.children}
    for inner in element:
        if local_name(inner) in named:
            _complete(named[local_name(inner)], inner)


def places(slot: Slot, element: etree._Element) -> Iterator[Place]:
    """Every node with its slot, but for the submission's own metadata."""
    named = {child.node.name: child for child in slot.children}
    for inner in element:
        if local_name(inner) != "meta":
            yield named[local_name(inner)], inner
            yield from places(named[local_name(inner)], inner)


class Mutator:
    """Changes submissions of one form at random; each kind is a method."""

    KINDS = ("type", "choice", "blank", "answer", "limit", "calculate", "repeat", "several")

    def __init__(self, program: Program, pools: Pools, seed: int) -> None:
        self.program, self.pools = program, pools
        self.random = np.random.default_rng(seed)

    def mutate(self, kind: str, root: etree._Element) -> str:
        """The XML of a changed copy."""
        changed = copy.deepcopy(root)
        getattr(self, kind)(changed)
        return etree.tostring(changed, encoding="unicode")

    def type(self, root: etree._Element) -> None:
        self._set(root, lambda question: question.data_type in TYPED, lambda question: JUNK)

    def choice(self, root: etree._Element) -> None:
        def codes(question: Question) -> list[str]:
            if question.kind == "rank":
                return ["nowhere", *self._fitting(question)]
            known = [choice.name for choice in question.choices] or ["a"]
            return ["nowhere", *known, *(f"{known[0]} {code}" for code in known[1:])]

        self._set(root, lambda question: question.kind in CHOICE_KINDS, codes)

    def blank(self, root: etree._Element) -> None:
        self._set(root, lambda question: question.asked, lambda question: [""])

    def answer(self, root: etree._Element) -> None:
        self._set(root, lambda question: question.asked, self._fitting)

    def limit(self, root: etree._Element) -> None:
        self._set(root, lambda question: bool(question.constraint), self._fitting)

    def calculate(self, root: etree._Element) -> None:
        self._set(
            root, lambda question: bool(question.calculation), lambda question: ["7", "", "x"]
        )

    def several(self, root: etree._Element) -> None:
        for kind in self.random.choice(["choice", "blank", "answer", "limit"], size=4):
            getattr(self, str(kind))(root)

    def repeat(self, root: etree._Element) -> None:
        """One instance more or less."""
        found = [element for slot, element in self._places(root) if isinstance(slot.node, Repeat)]
        if found:
            instance = found[int(self.random.integers(len(found)))]
            if self.random.random() < 0.3:
                instance.getparent().remove(instance)
            else:
                instance.addnext(copy.deepcopy(instance))

    def _places(self, root: etree._Element) -> list[Place]:
        return list(places(self.program.root, root))

    def _fitting(self, question: Question) -> list[str]:
        if question.kind == "rank":
            return [" ".join(self.random.permutation([c.name for c in question.choices]))]
        if question.kind in CHOICE_KINDS:
            return [choice.name for choice in question.choices] or ["a"]
        geo = {"geotrace": LINES, "geoshape": LINES, "geopoint": POINTS}
        if question.data_type in geo:
            return geo[question.data_type]
        kind = NAMES.get(question.data_type, question.data_type.upper())
        return self.pools.get(kind, self.pools["TEXT"])

    def _set(
        self,
        root: etree._Element,
        fits: Callable[[Question], bool],
        values: Callable[[Question], list[str]],
    ) -> None:
        found = [
            (slot.node, element)
            for slot, element in self._places(root)
            if isinstance(slot.node, Question) and fits(slot.node)
        ]
        if found:
            question, element = found[int(self.random.integers(len(found)))]
            pool = values(question)
            element.text = pool[int(self.random.integers(len(pool)))]
