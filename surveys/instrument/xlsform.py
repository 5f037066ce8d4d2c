"""A questionnaire file becomes an XForm; everything that is wrong with it is said at once."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from surveys.errors import Problem, SurveyError, raise_if_any
from surveys.instrument import conversion
from surveys.instrument.limits import run_child
from surveys.instrument.workbook import LIMITS, check_package, suffix_of

SECONDS = 30


@dataclass(frozen=True, slots=True)
class Conversion:
    """The XForm of a file, and which house rules the questionnaire leaves."""

    xform: bytes
    warnings: tuple[Problem, ...] = ()


def convert(content: bytes, filename: str, weighting: Iterable[str] = ()) -> Conversion:
    """The XForm of an XLSForm workbook or table, or a ready XForm checked in the same way.

    Reading, pyxform and all checks run in a child process with limits. SurveyError lists every
    problem. `weighting` names the questions that weights need.
    """
    raise_if_any(check_package(content, filename))
    answer = _ask_child(content, filename, weighting)
    if "refused" in answer:
        code, found = answer["refused"]
        raise SurveyError([Problem(code, filename, found, LIMITS)])
    problems = conversion.problems_of(answer, "problems")
    raise_if_any(
        Problem(each.code, each.where or filename, each.found, each.details) for each in problems
    )
    return Conversion(answer["xform"].encode(), conversion.problems_of(answer, "warnings"))


def convert_workbook(content: bytes, filename: str) -> bytes:
    """The XForm alone."""
    return convert(content, filename).xform


def _ask_child(content: bytes, filename: str, weighting: Iterable[str]) -> dict[str, Any]:
    """The child's answer; SurveyError when it ran out of time or memory."""
    names = sorted(name for name in weighting if name.isidentifier())
    try:
        told = run_child(
            conversion.__name__, suffix_of(filename), *names, seconds=SECONDS, content=content
        )
        answer: dict[str, Any] = json.loads(told)
    except (subprocess.SubprocessError, ValueError) as error:
        found = f"no result within {SECONDS} seconds and {conversion.MEMORY // 10**6} MB"
        raise SurveyError([Problem("workbook_too_large", filename, found, LIMITS)]) from error
    return answer
