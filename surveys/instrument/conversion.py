"""The child process that opens a questionnaire file: reads it, runs pyxform, checks the result.

Run as `python -m surveys.instrument.conversion SUFFIX WEIGHTING…` with the file on standard input;
the answer is JSON on standard output. A hostile file can exhaust only this process.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import astuple
from typing import Any

from surveys.errors import Problem, SurveyError
from surveys.instrument import sheets
from surveys.instrument.checking import Findings, check_workbook, check_xform
from surveys.instrument.limits import limit_process
from surveys.instrument.workbook import XFORM

MEMORY = 1_500_000_000
CPU_SECONDS = 20
FILE_BYTES = 20_000_000
"""pyxform writes a temporary file."""


def answer(content: bytes, suffix: str, weighting: Iterable[str]) -> dict[str, Any]:
    """The XForm with problems and warnings, or why the file is not read at all."""
    weighting = frozenset(weighting)
    try:
        if suffix == XFORM:
            return _told(check_xform(content, weighting))
        read = sheets.READERS[suffix](content)
    except SurveyError as error:
        return _told(Findings(problems=list(error.problems)))
    except sheets.Refused as refused:
        return {"refused": list(refused.args)}
    except MemoryError:
        return {"refused": ["workbook_too_large", "more cells than memory"]}
    except Exception as error:  # noqa: BLE001 - whatever a broken file makes the readers raise
        return {"refused": ["workbook_unreadable", f"{type(error).__name__}: {error}"[:300]]}
    return _told(check_workbook(read, _convert(content, suffix, read), weighting))


def _convert(content: bytes, suffix: str, read: sheets.Sheets) -> dict[str, Any]:
    """pyxform's XForm and warnings, or its message."""
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert as to_xform

    stacked = suffix in (".csv", ".md")
    try:
        if stacked:
            result = to_xform(xlsform=sheets.tables(read), form_name="data")
        else:
            file_type = ".xls" if suffix == ".xls" else ".xlsx"
            result = to_xform(xlsform=content, file_type=file_type)
    except PyXFormError as error:
        return {"error": str(error)}
    except Exception as error:  # noqa: BLE001 - pyxform fails on odd workbooks in many ways
        return {"error": f"{type(error).__name__}: {error}"[:500]}
    return {"xform": result.xform, "warnings": result.warnings}


def _told(findings: Findings) -> dict[str, Any]:
    return {
        "xform": findings.xform.decode(),
        "problems": [astuple(problem) for problem in findings.problems],
        "warnings": [astuple(problem) for problem in findings.warnings],
    }


def problems_of(answer: dict[str, Any], key: str) -> tuple[Problem, ...]:
    """The problems that the child told, as records again."""
    return tuple(Problem(*parts) for parts in answer[key])


def main() -> None:
    """Answer what stands on standard input."""
    limit_process(memory=MEMORY, cpu_seconds=CPU_SECONDS, file_bytes=FILE_BYTES)
    content = sys.stdin.buffer.read()
    json.dump(answer(content, sys.argv[1], sys.argv[2:]), sys.stdout)


if __name__ == "__main__":
    main()
