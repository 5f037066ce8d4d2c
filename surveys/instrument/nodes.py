"""The parts of a questionnaire: what is asked, in which words, under which logic."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

Labels = Mapping[str, str]
"""A text per language code; `${name}` stands for the answer of another question.

The texts are plain words; `prompts.styled` gives them as they were styled."""

UNASKED_KINDS = frozenset(
    {"note", "calculate", "hidden", "start", "end", "today", "deviceid", "username", "email"}
    | {"phonenumber", "subscriberid", "simserial", "instance_id", "audit"}
)
CHOICE_KINDS = frozenset({"select_one", "select_multiple", "rank"})


MEDIA_KINDS = ("image", "audio", "video")
FIRST_LOAD, NEW_INSTANCE = "odk-instance-first-load", "odk-new-repeat"
VALUE_CHANGED = "xforms-value-changed"


@dataclass(frozen=True, slots=True)
class Action:
    """A value that a question is given when one of `events` happens.

    `trigger` is the path of the question whose change it follows, "" for the other events.
    """

    events: frozenset[str]
    value: str
    trigger: str = ""


@dataclass(frozen=True, slots=True)
class Medium:
    """A picture, sound or video of the questionnaire (one of `MEDIA_KINDS`) by its file's name."""

    kind: str
    name: str


Media = Mapping[str, tuple[Medium, ...]]
"""What is shown with a text per language code."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer option; `columns` holds the further columns of its list, for choice filters."""

    name: str
    labels: Labels
    columns: Mapping[str, str] = field(default_factory=dict)
    media: Media = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """One node that can hold a value: a question, a note, a calculate or metadata.

    `data_type` is the bind's type ("int", "decimal", "string", "date", …), which decides how the
    value is read; `kind` says what it is to a person. Logic is XPath text; "" where there is none.
    `choices` are all choices of the list, before `choice_filter`; `choice_nodes` is the path of the
    answers offered instead of a list. With neither, the list stands in a file and is not known.
    `actions` set it to a value when something happens. `order` is None for choices in the order of
    the sheet, the expression of a seed that shuffles them, or "" for chance.
    `asked_by` is "" for the respondent's own questions, "interviewer" or "preload" (the sample's
    data) for rows that a self-completing respondent never meets.
    """

    path: str
    name: str
    kind: str
    data_type: str = "string"
    labels: Labels = field(default_factory=dict)
    hints: Labels = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    choice_list: str = ""
    choice_filter: str = ""
    choice_nodes: str = ""
    relevant: str = ""
    constraint: str = ""
    constraint_messages: Labels = field(default_factory=dict)
    required: str = ""
    required_messages: Labels = field(default_factory=dict)
    calculation: str = ""
    read_only: bool = False
    appearance: str = ""
    default: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    asked_by: str = ""
    actions: tuple[Action, ...] = ()
    media: Media = field(default_factory=dict)
    order: str | None = None

    @property
    def shown(self) -> bool:
        """Whether it stands on the screen, where its requirement and constraint are judged."""
        return self.kind == "note" or self.kind not in UNASKED_KINDS

    @property
    def asked(self) -> bool:
        """Whether a person answers it (it is neither shown only nor computed nor recorded)."""
        return self.kind not in UNASKED_KINDS and not self.read_only and not self.calculation


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that stand together; its relevance holds for all of them."""

    path: str
    name: str
    children: tuple[Node, ...]
    labels: Labels = field(default_factory=dict)
    relevant: str = ""
    appearance: str = ""
    media: Media = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Repeat:
    """A group that is asked again; `count` is the expression of how often ("" = as often as wanted)."""

    path: str
    name: str
    children: tuple[Node, ...]
    labels: Labels = field(default_factory=dict)
    relevant: str = ""
    appearance: str = ""
    count: str = ""
    media: Media = field(default_factory=dict)


Node = Question | Group | Repeat


def walk(nodes: tuple[Node, ...]) -> Iterator[Node]:
    """Every node, parents before their children, in the order of the sheet."""
    for node in nodes:
        yield node
        if not isinstance(node, Question):
            yield from walk(node.children)
