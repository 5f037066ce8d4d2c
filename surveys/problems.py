"""A problem as a sentence in the reader's language."""

from django.utils.translation import gettext

from surveys.errors import Problem


def sentence(problem: Problem) -> str:
    """Where, what was found, what was expected, what to do next."""
    return gettext("%(where)s: found %(found)s; expected %(expected)s. %(remedy)s") % {
        "where": problem.where,
        **_parts(problem),
    }


def found_and_remedy(problem: Problem) -> str:
    """The same for a place that is seen: what was found, what was expected, what to do next."""
    return gettext("Found %(found)s; expected %(expected)s. %(remedy)s") % _parts(problem)


def _parts(problem: Problem) -> dict[str, str]:
    return {
        "found": problem.found,
        "expected": problem.expected(gettext),
        "remedy": problem.remedy(gettext),
    }
