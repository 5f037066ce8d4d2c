"""Words for a questionnaire: who is asked what under which answers, on paper and on the screen."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from portal.paper import FIRST_IDEOGRAPH
from portal.words import in_language
from surveys.errors import Problem
from surveys.instrument.conditions import (
    Answered,
    Chosen,
    Compared,
    Condition,
    Every,
    Rule,
    Some,
    opposite,
)
from surveys.instrument.differences import spaced
from surveys.instrument.nodes import Choice, Labels, Media, Medium, Question
from surveys.instrument.outline import Outline
from surveys.instrument.prompts import styled
from surveys.problems import place

register = template.Library()

MOST_NAMED = 3
"""More choices than these are named by their codes, which stand beside them on paper."""
COMPARISONS: Mapping[str, Promise] = {
    "=": gettext_lazy("question %(number)s is %(value)s"),
    "!=": gettext_lazy("question %(number)s is not %(value)s"),
    "<": gettext_lazy("question %(number)s is less than %(value)s"),
    "<=": gettext_lazy("question %(number)s is %(value)s or less"),
    ">": gettext_lazy("question %(number)s is more than %(value)s"),
    ">=": gettext_lazy("question %(number)s is %(value)s or more"),
}
KINDS: Mapping[str, Promise] = {
    "select_one": gettext_lazy("one choice"),
    "select_multiple": gettext_lazy("several choices"),
    "rank": gettext_lazy("ranking"),
    "acknowledge": gettext_lazy("confirmation"),
    "integer": gettext_lazy("whole number"),
    "decimal": gettext_lazy("number"),
    "range": gettext_lazy("number on a scale"),
    "text": gettext_lazy("text"),
    "date": pgettext_lazy("kind of question", "date"),
    "time": pgettext_lazy("kind of question", "time"),
    "datetime": gettext_lazy("date and time"),
    "geopoint": gettext_lazy("place"),
    "geotrace": gettext_lazy("line on a map"),
    "geoshape": gettext_lazy("area on a map"),
    "image": gettext_lazy("picture"),
    "audio": gettext_lazy("sound recording"),
    "video": gettext_lazy("film"),
    "file": gettext_lazy("file"),
    "barcode": gettext_lazy("barcode"),
    "note": pgettext_lazy("kind of question", "note"),
    "calculate": gettext_lazy("calculated"),
}
ASKED_BY: Mapping[str, Promise] = {
    "interviewer": gettext_lazy("Interviewer"),
    "preload": gettext_lazy("From the sample"),
}
ASPECTS: Mapping[str, Promise] = {
    "type": gettext_lazy("Kind"),
    "label": gettext_lazy("Question"),
    "hint": gettext_lazy("Hint"),
    "choices": gettext_lazy("Choices"),
    "relevant": gettext_lazy("Asked if"),
    "constraint": gettext_lazy("Rule"),
    "required": gettext_lazy("Required"),
    "calculation": gettext_lazy("Calculation"),
    "asked_by": gettext_lazy("Filled by"),
}
BLANKS = {"integer": "number", "decimal": "number", "date": "date", "text": "text"}


@register.filter
def expected(problem: Problem) -> str:
    """What should have been there."""
    return problem.expected(_)


register.filter(place)


@register.filter
def remedy(problem: Problem) -> str:
    """What to do next."""
    return problem.remedy(_)


@register.filter
def kind_words(question: Question) -> str:
    """What kind of question it is; recorded metadata keep their own name."""
    return str(KINDS.get(question.kind, question.kind))


@register.filter
def filled_by(question: Question) -> str:
    """Who fills the row; "" for the respondent's own questions."""
    return str(ASKED_BY.get(question.asked_by, ""))


@register.filter
def aspect_words(aspect: str) -> str:
    """The name of what changed in a question."""
    return str(ASPECTS[aspect])


@register.filter
def spoken(labels: Labels) -> str:
    """A text in the page's language; answers quoted in it become a blank to fill in."""
    return in_style(in_language(labels), "____")


@register.filter
def in_style(text: str, quoted: str = "") -> str:
    """A text with its style; an answer that it quotes stands as `quoted`, or as its name."""
    return styled(text, lambda name: quoted or f"${{{name}}}")


@register.filter
def shown_in(media: Media, language: str) -> tuple[Medium, ...]:
    """What is shown with a text in a language, or in any other where it has none."""
    return media.get(language) or next(iter(media.values()), ())


@register.simple_tag
def picture(medium: Medium, pictures: Mapping[str, str]) -> str:
    """The content of a picture as an address; blank for what paper cannot show."""
    return pictures.get(medium.name, "") if medium.kind == "image" else ""


@register.filter
def answer_space(question: Question) -> str:
    """Which empty space the answer needs on paper."""
    return BLANKS.get(question.kind, "other")


@register.filter
def columns_for(choices: tuple[Choice, ...]) -> int:
    """In how many columns the choices stand."""
    longest = max((_width(in_language(choice.labels)) for choice in choices), default=0)
    if len(choices) > 12 and longest < 16:
        return 3
    return 2 if len(choices) > 6 and longest < 36 else 1


def _width(text: str) -> int:
    """The width of a text in Latin letters; a Chinese character is two wide."""
    return sum(1 + (ord(letter) >= FIRST_IDEOGRAPH) for letter in text)


@register.simple_tag
def asked_if(condition: Condition, outline: Outline) -> str:
    """When to ask, in words, with the numbers of the questions it hangs on."""
    return _words(condition, outline, inside=False)


@register.simple_tag
def rule_words(letter: str, outline: Outline) -> str:
    """What a rule with a letter says."""
    return _words(outline.rules[letter], outline, inside=False)


def _rule(condition: Rule, outline: Outline, *, inside: bool) -> str:
    letter = outline.letter_of(condition.part)
    if letter:
        return _("rule %(letter)s holds") % {"letter": letter}
    letter = outline.letter_of(opposite(condition.part))
    if letter:
        return _("rule %(letter)s does not hold") % {"letter": letter}
    return _words(condition.part, outline, inside=inside)


def _words(condition: Condition, outline: Outline, *, inside: bool) -> str:
    numbers = outline.numbers
    if isinstance(condition, Rule):
        return _rule(condition, outline, inside=inside)
    if isinstance(condition, Every | Some):
        parts = [_words(part, outline, inside=True) for part in condition.parts]
        every = isinstance(condition, Every)
        joined = (
            pgettext("conditions", " and ") if every else pgettext("conditions", " or ")
        ).join(parts)
        return _("(%(conditions)s)") % {"conditions": joined} if inside else joined
    if isinstance(condition, Chosen):
        return _chosen(condition, _number(condition.question, numbers))
    if isinstance(condition, Compared):
        found = {"number": _number(condition.question, numbers), "value": condition.value}
        return str(COMPARISONS[condition.operator]) % found
    if isinstance(condition, Answered):
        sentence = _("question %(number)s is blank") if condition.negated else _(
            "question %(number)s is answered"
        )  # fmt: skip
        return sentence % {"number": _number(condition.question, numbers)}
    return _("the rule %(rule)s holds") % {"rule": _shortened(condition.text)}


def _chosen(condition: Chosen, number: str) -> str:
    many = len(condition.choices) > MOST_NAMED
    named = [
        choice.name
        if many
        else _("“%(choice)s”") % {"choice": in_language(choice.labels) or choice.name}
        for choice in condition.choices
    ]
    several = condition.question.kind == "select_multiple"
    found = {"number": number, "choices": _alternatives(named)}
    if condition.negated and several:
        return _("in question %(number)s, %(choices)s is not ticked") % found
    if condition.negated:
        return _("question %(number)s is not %(choices)s") % found
    if several:
        return _("in question %(number)s, %(choices)s is ticked") % found
    return _("question %(number)s is %(choices)s") % found


def _alternatives(named: list[str]) -> str:
    if len(named) < 2:
        return "".join(named)
    some = pgettext("enumeration", ", ").join(named[:-1])
    return _("%(some)s or %(last)s") % {"some": some, "last": named[-1]}


def _number(question: Question, numbers: Mapping[str, str]) -> str:
    return numbers.get(question.path, question.name)


def _shortened(rule: str) -> str:
    return spaced(re.sub(r"/[\w./-]*/", "", rule))


@register.simple_tag
def tick(question: Question) -> SafeString:
    """An empty box, round where only one may be ticked."""
    shape = "round" if question.kind == "select_one" else "square"
    return format_html('<span class="tick tick--{}"></span>', shape)
