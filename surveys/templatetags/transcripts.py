"""Words of one interview: questions and answers in a language of their questionnaire."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext as _

from surveys.instrument.nodes import CHOICE_KINDS, Group, Labels, Question, Repeat
from surveys.instrument.prompts import styled

register = template.Library()


@register.simple_tag
def question_words(
    node: Question | Group | Repeat, language: str, answers: Mapping[str, str | None]
) -> str:
    """The label in a language, with the answers that it quotes; the name where it has none."""
    said = label_in(node.labels, language) or node.name
    return styled(said, lambda name: (answers and answers.get(name)) or "…")


@register.simple_tag
def answer_words(question: Question, raw: str | None, language: str) -> str:
    """An answer as people say it: the labels of its choices, or what was written."""
    if raw is None:
        return _("not asked")
    if raw == "":
        return _("left blank")
    if question.kind not in CHOICE_KINDS:
        return raw
    known = {choice.name: label_in(choice.labels, language) for choice in question.choices}
    codes = [raw] if question.kind == "select_one" else raw.split()
    return "; ".join(known.get(code) or code for code in codes)


@register.simple_tag
def answer_code(question: Question, raw: str | None) -> str:
    """The codes of an answer that is shown by its labels; blank for every other one."""
    return raw or "" if question.kind in CHOICE_KINDS else ""


@register.simple_tag
def rule_words(question: Question | str | None, code: str, expected: str, language: str) -> str:
    """The rule that an answer breaks, in the questionnaire's own words where it has some."""
    if not isinstance(question, Question):  # an unknown one is "" in a template
        return expected
    if code == "constraint":
        return label_in(question.constraint_messages, language) or expected
    if code == "required":
        return label_in(question.required_messages, language)
    if code == "choice":
        labels = {choice.name: label_in(choice.labels, language) for choice in question.choices}
        codes = expected.split()
        return "; ".join(f"{labels[code]} ({code})" if labels.get(code) else code for code in codes)
    return expected


@register.filter
def duration(seconds: float) -> str:
    """Minutes and seconds, as 12:05; hours before them where it took that long."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def label_in(labels: Labels, language: str) -> str:
    """The text in a language, or in any other where it has none; blank without texts."""
    return labels.get(language) or next(iter(labels.values()), "")


@register.filter
def per_cent(share: float | None) -> str:
    """A share as whole per cent; a dash where there is none."""
    return "—" if share is None else f"{share:.0%}"
