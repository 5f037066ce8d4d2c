"""The words of a page in one language, and what stands in its controls."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import TypeVar

from surveys.instrument.answering import AnswerFault
from surveys.instrument.nodes import (
    CHOICE_KINDS,
    Choice,
    Labels,
    Media,
    Medium,
    Question,
    Repeat,
)
from surveys.instrument.prompts import Markup, styled
from surveys.instrument.scope import Scope, Slot
from surveys.interviewing.fields import (
    NOTHING,
    Field,
    Growth,
    Option,
    PageView,
    Section,
    Told,
    told,
)
from surveys.interviewing.pages import Page
from surveys.interviewing.reading import MANY, as_typed, widget_of
from surveys.interviewing.running import Place, RunningInterview

T = TypeVar("T")
QUOTED = re.compile(r"\$\{([^}]+)\}")
SHORT_SCALE = 12
"""A range of no more steps than this is a row of buttons."""
SIDE_BY_SIDE = ("likert", "columns", "horizontal", "compact", "quick")


class Reader:
    """Words of an interview in one language."""

    def __init__(self, running: RunningInterview, language: str) -> None:
        self.running = running
        form = running.questionnaire
        known = language in form.languages
        self.language = language if known else form.default_language

    def page(self, page: Page, faults: Mapping[str, AnswerFault]) -> PageView:
        """The page with its sections in order, and the faults at their questions."""
        sections: list[tuple[str, list[Field]]] = []
        for place in self.running.shown(page):
            key = self._section_of(place, page)
            if not sections or sections[-1][0] != key:
                sections.append((key, []))
            sections[-1][1].append(self.field(place, faults.get(place.key)))
        return PageView(
            title=self.words(page.labels),
            part=page.part,
            parts=page.parts,
            sections=tuple(self._section(key, fields) for key, fields in sections),
            growths=tuple(self._growth(key) for key in self.running.growing(page)),
            media=self.shown(page.media),
        )

    def _growth(self, key: str) -> Growth:
        words = self.words(self.running.repeats[key].slot.node.labels)
        return Growth(key, words, empty=f"{key}[1]" not in self.running.places)

    def field(self, place: Place, fault: AnswerFault | None = None) -> Field:
        question, widget = place.question, widget_of(place.question)
        kept = self.running.kept.answers.get(place.key, place.value)
        value = place.value if widget == "note" else as_typed(question, kept)
        codes = _steps(question) if widget == "scale" else None
        options = self._options(place, kept, codes)
        if widget == "scale" and codes:
            widget = "radios"
        return Field(
            key=place.key,
            widget=widget,
            label=self.told(place, question.labels),
            hint=self.told(place, question.hints),
            value="" if question.kind == "note" else value,
            options=options,
            places=_rows(kept, options) if widget == "rank" else (),
            limits=question.parameters,
            required=place.required if question.asked else False,
            arrangement="scale" if codes else _arrangement(question, options),
            kind=question.kind,
            fault=fault.code if fault else "",
            rule=fault.expected if fault else "",
            message=self._message(place, fault) if fault else NOTHING,
            media=self.shown(question.media),
        )

    def told(self, place: Place, labels: Labels) -> Told:
        """A text with the answers it quotes."""
        words = self.words(labels)
        if not words:
            return NOTHING

        def quoted(name: str) -> str:
            return self._quoted(place, name)

        return told(QUOTED.sub(lambda match: quoted(match.group(1)), words), styled(words, quoted))

    def words(self, labels: Labels) -> str:
        return self._in_language(labels) or ""

    def shown(self, media: Media) -> tuple[Medium, ...]:
        """The pictures, sounds and videos that go with a text."""
        return self._in_language(media) or ()

    def _in_language(self, given: Mapping[str, T]) -> T | None:
        default = self.running.questionnaire.default_language
        return given.get(self.language) or given.get(default) or next(iter(given.values()), None)

    def _message(self, place: Place, fault: AnswerFault) -> Told:
        messages: dict[str, Labels] = {
            "constraint": place.question.constraint_messages,
            "required": place.question.required_messages,
        }
        return self.told(place, messages.get(fault.code, {}))

    def _options(
        self, place: Place, kept: str, codes: tuple[str, ...] | None
    ) -> tuple[Option, ...]:
        if codes is not None:
            return tuple(Option(code, _verbatim(code), _same(code, kept)) for code in codes)
        if place.question.kind not in CHOICE_KINDS or not place.question.asked:
            return ()
        chosen = {*kept.split(" ")}
        return tuple(
            Option(each.name, self._choice(each), each.name in chosen, self.shown(each.media))
            for each in place.offered
        )

    def _choice(self, choice: Choice) -> Told:
        words, media = self.words(choice.labels), self.shown(choice.media)
        if media and words in ("", "-"):
            return _verbatim("")
        return told(words, styled(words, str)) if words else _verbatim(choice.name)

    def _quoted(self, place: Place, name: str) -> str:
        found = _named(place.scope, name)
        if found is None:
            return ""
        scope, slot = found
        value = scope.written(slot) if scope.relevant(slot.index) else ""
        question = slot.node
        if not isinstance(question, Question) or question.kind not in CHOICE_KINDS:
            return value
        labels = {each.name: str(self._choice(each)) for each in question.choices}
        return ", ".join(labels.get(code, code) for code in value.split(" ") if code)

    def _section_of(self, place: Place, page: Page) -> str:
        """The key of the innermost labelled group or instance around a question of the page."""
        key = place.key.rpartition("/")[0]
        while key:
            around = self.running.places[key]
            above = page.paths[0].rpartition("/")[0]
            if not around.slot.path.startswith(above + "/"):
                return ""
            if isinstance(around.slot.node, Repeat) or self.words(around.slot.node.labels):
                return key
            key = key.rpartition("/")[0]
        return ""

    def _section(self, key: str, fields: list[Field]) -> Section:
        if not key:
            return Section("", NOTHING, tuple(fields))
        around = self.running.places[key]
        repeated = isinstance(around.slot.node, Repeat)
        return Section(
            key,
            self.told(around, around.slot.node.labels) or _verbatim("" if repeated else key),
            tuple(fields),
            number=around.scope.position if repeated else 0,
            removable=repeated and around.slot.count is None,
            media=self.shown(around.slot.node.media),
        )


def _verbatim(text: str) -> Told:
    return told(text, Markup(escape(text)))


def _named(scope: Scope | None, name: str) -> tuple[Scope, Slot] | None:
    """The node of this name that is nearest: in the same instance, else further out."""
    while scope is not None:
        slot = next((slot for slot in scope.template.slots if slot.node.name == name), None)
        if slot is not None:
            return scope, slot
        scope = scope.parent
    return None


def _steps(question: Question) -> tuple[str, ...] | None:
    """The values of a short range, as they are written; None for a long one."""
    start, end, step = (float(question.parameters[key]) for key in ("start", "end", "step"))
    count = int(abs(end - start) / abs(step)) + 1 if step else SHORT_SCALE + 1
    if count > SHORT_SCALE:
        return None
    whole = question.data_type == "int"
    signed = abs(step) if end >= start else -abs(step)
    values = [start + signed * place for place in range(count)]
    return tuple(str(int(value)) if whole else f"{value:g}" for value in values)


def _arrangement(question: Question, options: tuple[Option, ...]) -> str:
    if any(medium.kind == "image" for option in options for medium in option.media):
        return "pictures"
    if any(word in question.appearance for word in SIDE_BY_SIDE):
        return "row"
    return "many" if len(options) > MANY else ""


def _same(code: str, kept: str) -> bool:
    try:
        return float(code) == float(kept)
    except ValueError:
        return False


def _rows(kept: str, options: tuple[Option, ...]) -> tuple[tuple[int, str], ...]:
    """Each place of a ranking with the code that stands there."""
    codes = kept.split(" ") if kept else []
    return tuple(
        (place + 1, codes[place] if place < len(codes) else "") for place in range(len(options))
    )
