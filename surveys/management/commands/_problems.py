"""How commands report the problems of a document."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

from surveys.errors import SurveyError

EXIT_CODE = 2


@contextmanager
def reported() -> Iterator[None]:
    """Print all problems of a `SurveyError` to standard error and exit with code 2."""
    try:
        yield
    except SurveyError as error:
        lines = [
            _("%(where)s\n  found:    %(found)s\n  expected: %(expected)s\n  do:       %(remedy)s")
            % {
                "where": problem.where,
                "found": problem.found,
                "expected": problem.expected(_),
                "remedy": problem.remedy(_),
            }
            for problem in error.problems
        ]
        print("\n".join(lines), file=sys.stderr)
        sys.exit(EXIT_CODE)
