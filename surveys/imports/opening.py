"""Excel, SPSS, Stata and Parquet files are opened by a child process, as the libraries that read
them may fail in any way: a damaged file can crash them, and a small one unpack to more than the
memory.

Run as `python -m surveys.imports.opening` with the names of the file and of a spool on standard
input; the rows go into the spool, and what was found about the tables to standard output.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, astuple
from importlib import import_module
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from surveys.errors import Problem, SurveyError
from surveys.imports.sources import Missing, Rows, Source
from surveys.instrument.limits import limit_process, run_child

READERS = {
    ".xlsx": "excel_source",
    ".sav": "statistics_source",
    ".dta": "statistics_source",
    ".parquet": "parquet_source",
}
MEMORY = 2_000_000_000
SECONDS = 300
SPOOL_BYTES = 2_000_000_000


def read(path: Path, name: str, encoding: str) -> list[Source]:
    """The tables of a file, every row of which has been read; SurveyError where one could not."""
    spool = NamedTemporaryFile(prefix="rows-")  # noqa: SIM115 - lives as long as its tables
    asked = json.dumps([str(path.resolve()), name, encoding, spool.name]).encode()
    try:
        answer = json.loads(run_child(__name__, content=asked, seconds=SECONDS))
    except subprocess.TimeoutExpired as error:
        raise SurveyError([Problem("import_size", name, f"{SECONDS} s")]) from error
    except (subprocess.SubprocessError, ValueError) as error:
        raise SurveyError(
            [Problem("import_unreadable", name, f"{path.stat().st_size} bytes")]
        ) from error
    if "problems" in answer:
        raise SurveyError([Problem(*parts) for parts in answer["problems"]])
    return [
        Source(
            each["name"],
            tuple(each["header"]),
            _rows_of(spool, place),
            each["labels"],
            {column: Missing(**marks) for column, marks in each["missing"].items()},
        )
        for place, each in enumerate(answer["sources"])
    ]


def _rows_of(spool: Any, place: int) -> Callable[[], Rows]:
    def rows() -> Rows:
        with Path(spool.name).open(encoding="utf-8") as lines:
            for line in lines:
                table, number, cells = json.loads(line)
                if table == place:
                    yield number, cells

    return rows


def answer(path: str, name: str, encoding: str, spool: str) -> dict[str, Any]:
    """What the tables are called and what their columns mean, or why they cannot be read."""
    reader = import_module(f"surveys.imports.{READERS[Path(name).suffix.lower()]}")
    try:
        sources = reader.read(Path(path), name, encoding)
        with Path(spool).open("w", encoding="utf-8") as file:
            for place, source in enumerate(sources):
                file.writelines(
                    json.dumps([place, number, cells]) + "\n" for number, cells in source.rows()
                )
    except SurveyError as error:
        return {"problems": [astuple(problem) for problem in error.problems]}
    except MemoryError:
        return {"problems": [("import_size", name, f"{MEMORY // 10**6} MB")]}
    except Exception as error:  # noqa: BLE001 - whatever a broken file makes the libraries raise
        found = f"{type(error).__name__}: {error}"[:80]
        return {"problems": [("import_unreadable", name, found)]}
    return {"sources": [_described(source) for source in sources]}


def _described(source: Source) -> dict[str, Any]:
    missing = {column: asdict(marks) for column, marks in source.missing.items()}
    return {
        "name": source.name,
        "header": source.header,
        "labels": dict(source.labels),
        "missing": missing,
    }


def main() -> None:
    limit_process(memory=MEMORY, cpu_seconds=SECONDS, file_bytes=SPOOL_BYTES)
    json.dump(answer(*json.load(sys.stdin)), sys.stdout)


if __name__ == "__main__":
    main()
