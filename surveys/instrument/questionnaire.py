"""One version of a questionnaire as a frozen record, read from the XForm that pyxform makes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from surveys.instrument.nodes import (
    Choice,
    Group,
    Labels,
    Node,
    Question,
    Repeat,
    walk,
)
from surveys.instrument.xform import XForm

__all__ = [
    "Choice",
    "Group",
    "Labels",
    "Node",
    "Question",
    "Questionnaire",
    "Repeat",
    "read_questionnaire",
]


@dataclass(frozen=True, eq=False)
class Questionnaire:
    """One version of a questionnaire; compared by identity.

    `nodes` is the tree below the root in the order of the sheet; `languages` are site codes.
    """

    form_id: str
    version: str
    title: str
    languages: tuple[str, ...]
    default_language: str
    root: str
    nodes: tuple[Node, ...]

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

    def question(self, name: str) -> Question:
        """The question of this name; KeyError if there is none, or more than one."""
        found = [question for question in self.questions.values() if question.name == name]
        if len(found) != 1:
            raise KeyError(name)
        return found[0]


def read_questionnaire(xform: bytes, files: Mapping[str, bytes] | None = None) -> Questionnaire:
    """The questionnaire of an XForm and its lists of choices; SurveyError when it is no XForm."""
    form = XForm(xform, files)
    return Questionnaire(
        form_id=form.form_id,
        version=form.version,
        title=form.title,
        languages=form.languages,
        default_language=form.default_language,
        root=form.root,
        nodes=form.nodes,
    )
