"""A problem as a sentence in the reader's language."""

from django.utils.translation import gettext

from surveys.errors import Problem


def sentence(problem: Problem) -> str:
    """Where, what was found, what was expected, what to do next."""
    return gettext("%(where)s: found %(found)s; expected %(expected)s. %(remedy)s") % {
        "where": problem.where,
        "found": problem.found,
        "expected": problem.expected(gettext),
        "remedy": problem.remedy(gettext),
    }
