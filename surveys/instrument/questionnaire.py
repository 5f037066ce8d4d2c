"""One version of a questionnaire as a frozen record, read from the XForm that pyxform makes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from surveys.instrument.nodes import Node, Question, walk
from surveys.instrument.xform import XForm

Rows = tuple[Mapping[str, str], ...]


@dataclass(frozen=True, eq=False)
class Questionnaire:
    """One version of a questionnaire; compared by identity.

    `nodes` is the tree below the root in the order of the sheet; `languages` are site codes.
    `rows` are the lists beside it by the name that `instance()` gives them; those in `cases` are
    not known here, because they hold the cases of whoever has the questionnaire.
    """

    form_id: str
    version: str
    title: str
    languages: tuple[str, ...]
    default_language: str
    root: str
    nodes: tuple[Node, ...]
    rows: Mapping[str, Rows] = field(default_factory=dict)
    cases: frozenset[str] = frozenset()

    def walk(self) -> Iterator[Node]:
        """Every node, parents before their children, in the order of the sheet."""
        return walk(self.nodes)

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Questions by path, without the submission's own metadata (`meta`)."""
        meta = f"/{self.root}/meta/"
        return {
            node.path: node
            for node in self.walk()
            if isinstance(node, Question) and not node.path.startswith(meta)
        }

    @cached_property
    def universes(self) -> Mapping[str, str]:
        """The condition under which each question is asked by path, those of its groups with it."""
        return dict(_universes(self.nodes, ()))

    def question(self, name: str) -> Question:
        """The question of this name; KeyError if there is none, or more than one."""
        found = [question for question in self.questions.values() if question.name == name]
        if len(found) != 1:
            raise KeyError(name)
        return found[0]


def _universes(nodes: tuple[Node, ...], above: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for node in nodes:
        all_of = (*above, node.relevant) if node.relevant else above
        if isinstance(node, Question):
            yield node.path, _joined(tuple(dict.fromkeys(all_of)))
        else:
            yield from _universes(node.children, all_of)


def _joined(conditions: tuple[str, ...]) -> str:
    """Conditions that hold together, as one; what has an `or` in it stands in brackets."""
    if len(conditions) < 2:
        return "".join(conditions)
    return " and ".join(f"({each})" if re.search(r"\bor\b", each) else each for each in conditions)


def read_questionnaire(xform: bytes, files: Mapping[str, bytes] | None = None) -> Questionnaire:
    """The questionnaire of an XForm; SurveyError when it is no XForm.

    `files` are the lists of choices that it names, by name; one that is missing is not known.
    """
    form = XForm(xform, files)
    return Questionnaire(
        form_id=form.form_id,
        version=form.version,
        title=form.title,
        languages=form.languages,
        default_language=form.default_language,
        root=form.root,
        nodes=form.nodes,
        rows=form.rows,
        cases=form.cases,
    )
