"""A problem as a sentence in the reader's language."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext

from surveys.errors import Problem

SHOWN = 100
PLACE = re.compile(r"(?:^|(?<= › ))(row|line) (\d+)(?= › |$)")


def sentences(problems: Sequence[Problem]) -> list[str]:
    """Each as a sentence; of a long list as many as a page holds."""
    return [sentence(problem) for problem in problems[:SHOWN]]


def sentence(problem: Problem) -> str:
    """Where, what was found, what was expected, what to do next."""
    return gettext("%(where)s: found %(found)s; expected %(expected)s. %(remedy)s") % {
        "where": place(problem),
        **_parts(problem),
    }


def place(problem: Problem) -> str:
    """Where it is; names of files, sheets, columns and keys stand as they are written there."""
    words = {"row": gettext("row %(number)s"), "line": gettext("line %(number)s")}
    return PLACE.sub(lambda match: words[match[1]] % {"number": match[2]}, problem.where)


def found_and_remedy(problem: Problem) -> str:
    """The same for a place that is seen: what was found, what was expected, what to do next."""
    return gettext("Found %(found)s; expected %(expected)s. %(remedy)s") % _parts(problem)


def _parts(problem: Problem) -> dict[str, str]:
    return {
        "found": problem.found,
        "expected": problem.expected(gettext),
        "remedy": problem.remedy(gettext),
    }
