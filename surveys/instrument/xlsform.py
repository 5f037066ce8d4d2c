"""An XLSForm workbook becomes an XForm; everything that is wrong with it is said at once."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from surveys.errors import Problem, SurveyError, raise_if_any
from surveys.instrument import conversion, labels, lints
from surveys.instrument.questionnaire import read_questionnaire
from surveys.instrument.workbook import LIMITS, check_package, read_sheets

SECONDS = 30
ROW = re.compile(r"\[row : (\d+)\]\s*")
SHEET = re.compile(r"On the '(\w+)' sheet|\b(survey|choices|settings) sheet")


def convert_workbook(content: bytes, filename: str) -> bytes:
    """The XForm of an XLSForm workbook, with the workbook's own quotation marks in its texts.

    pyxform runs in a child process with limits. SurveyError lists every problem found by the
    limits, by pyxform, and by the house rules of `lints`.
    """
    raise_if_any(check_package(content, filename))
    answer = _ask_child(content, filename)
    if "refused" in answer:
        code, found = answer["refused"]
        raise SurveyError([Problem(code, filename, found, LIMITS)])
    workbook = read_sheets(answer["sheets"])
    problems = lints.lint_workbook(workbook)
    if "error" in answer:
        raise SurveyError([*problems, *_pyxform_problems(answer["error"], filename)])
    xform = labels.restore_quotes(answer["xform"].encode(), workbook)
    questionnaire = read_questionnaire(xform)
    problems += lints.lint_logic(questionnaire, workbook)
    raise_if_any(problems)
    return xform


def _ask_child(content: bytes, filename: str) -> dict[str, Any]:
    """The child's answer; SurveyError when it ran out of time or memory."""
    root = Path(__file__).resolve().parents[2]
    suffix = "." + filename.rpartition(".")[2].lower()
    try:
        done = subprocess.run(  # noqa: S603 - our own module, no shell, nothing of the file in it
            [sys.executable, "-m", "surveys.instrument.conversion", suffix],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=True,
            cwd=root,
            env={"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
        )
        answer: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        found = f"no result within {SECONDS} seconds and {conversion.MEMORY // 10**6} MB"
        raise SurveyError([Problem("workbook_too_large", filename, found, LIMITS)]) from error
    return answer


def _pyxform_problems(message: str, filename: str) -> list[Problem]:
    """pyxform's messages, which stand one under the other, with the places they name."""
    problems = []
    for part in re.split(r"\n(?=\[row : )", message):
        row, sheet = ROW.search(part), SHEET.search(part)
        where = next((name for name in (sheet.groups() if sheet else ()) if name), filename)
        if row:
            where += f" › row {row.group(1)}"
        problems.append(Problem("xlsform_rule", where, ROW.sub("", part).strip()))
    return problems
