"""How commands report the problems of a document."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

from surveys.errors import Problem, SurveyError

EXIT_CODE = 2


def show(problems: Iterable[Problem]) -> None:
    """Print problems to standard error, each with its place and what to do."""
    for problem in problems:
        text = _(
            "%(where)s\n  found:    %(found)s\n  expected: %(expected)s\n  do:       %(remedy)s"
        ) % {
            "where": problem.where,
            "found": problem.found,
            "expected": problem.expected(_),
            "remedy": problem.remedy(_),
        }
        print(text, file=sys.stderr)


@contextmanager
def reported() -> Iterator[None]:
    """Print all problems of a `SurveyError` to standard error and exit with code 2."""
    try:
        yield
    except SurveyError as error:
        show(error.problems)
        sys.exit(EXIT_CODE)
