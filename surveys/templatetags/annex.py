"""Filters of the methodology annex: warnings in words, and the standard codes of outcomes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from django import template
from django.utils.translation import gettext

from surveys.collection.outcomes import DISPOSITIONS
from surveys.errors import Problem

if TYPE_CHECKING:
    from surveys.findings.results import WeightingWarning

register = template.Library()


class PlacedMessage(NamedTuple):
    """One message in the page's language, with the places it concerns."""

    expected: str
    remedy: str
    places: list[str]


@register.filter
def by_message(warnings: Iterable[WeightingWarning]) -> list[PlacedMessage]:
    """Each message once, in the order of first use."""
    places: dict[tuple[str, str], list[str]] = {}
    for each in warnings:
        problem = Problem(each.code, each.where, each.found, each.details)
        words = problem.expected(gettext), problem.remedy(gettext)
        places.setdefault(words, []).append(each.where)
    return [PlacedMessage(*words, where) for words, where in places.items()]


@register.filter
def aapor(code: str) -> str:
    """AAPOR's code of an outcome; empty for an outcome of one's own."""
    known = DISPOSITIONS.get(code)
    return known.aapor if known else ""
