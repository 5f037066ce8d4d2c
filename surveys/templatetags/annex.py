"""Filters of the methodology annex: warnings in words, and the standard codes of outcomes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from django import template
from django.utils.translation import gettext

from portal.words import in_language
from surveys.collection.outcomes import DISPOSITIONS
from surveys.templatetags import vocabulary
from surveys.templatetags.wording import qualified

if TYPE_CHECKING:
    from surveys.findings.document import PlacedWarning

register = template.Library()


class PlacedMessage(NamedTuple):
    """One message in the page's language, with the places it concerns."""

    expected: str
    remedy: str
    places: list[str]


@register.filter
def by_message(warnings: Iterable[PlacedWarning]) -> list[PlacedMessage]:
    """Each message once, in the order of first use."""
    places: dict[tuple[str, str], list[str]] = {}
    for placed in warnings:
        problem = placed.warning.problem
        words = problem.expected(gettext), problem.remedy(gettext)
        places.setdefault(words, []).append(_cell(placed) or problem.where)
    return [PlacedMessage(*words, where) for words, where in places.items()]


def _cell(placed: PlacedWarning) -> str:
    """The cell that a warning concerns, in words; empty where it concerns none."""
    named = (qualified(in_language(name), in_language(level)) for name, level in placed.cell)
    return " × ".join(named)


@register.filter
def volunteer_method(code: str) -> str:
    """How the numbers of volunteers were estimated."""
    return str(vocabulary.VOLUNTEER_METHODS.get(code, code))


@register.filter
def aapor(code: str) -> str:
    """AAPOR's code of an outcome; empty for an outcome of one's own."""
    known = DISPOSITIONS.get(code)
    return known.aapor if known else ""
