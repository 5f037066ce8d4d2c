"""Findings from files: a researcher's own table, design and plan in, results out.

Everything is read and computed before any file is written. All files are written beside their
places first and then renamed one by one: each is the old one or the new one, never a part of one.
"""

from __future__ import annotations

import hashlib
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from surveys import pipeline
from surveys.cleaning.build import frame_of_table
from surveys.cleaning.conditions import read_codes
from surveys.cleaning.csv_table import read_table
from surveys.cleaning.frame import Frame
from surveys.errors import Problem, SurveyError, raise_if_any
from surveys.errors.documents import check_keys
from surveys.findings.analyses import analyses_csv
from surveys.findings.disclosure import coefficient_of_variation, publish
from surveys.findings.results import Provenance, Results, Sample
from surveys.findings.spreadsheet import csv_bytes, in_all_languages
from surveys.findings.storage import to_json
from surveys.plans import drawing
from surveys.plans.drawing import Planned
from surveys.plans.issuing import issued_cases
from surveys.plans.sample import SamplePlan, read_sample_plan
from surveys.plans.volunteers.reference import ReferenceSample, read_reference

DESIGN_KEYS = ("design", "variables", "missing")
Read = TypeVar("Read")


class Reading:
    """Collects the problems of several files, so that all are reported together."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def attempt(self, read: Callable[..., Read], *arguments: Any) -> Read | None:
        """The result; None where an argument is missing already, or after noting the problems."""
        if any(argument is None for argument in arguments):
            return None
        try:
            return read(*arguments)
        except SurveyError as error:
            self.problems += error.problems
            return None


def run(
    data: Path,
    design: Path,
    plan: Path,
    reference: Path | None = None,
    *,
    lock_sha256: str,
    code_version: str,
) -> tuple[pipeline.Analysis, Results]:
    """The analysis of three files, and the results that it publishes.

    Volunteers need a fourth, their `reference` sample. Raises `SurveyError` with the problems of
    all files.
    """
    reading = Reading()
    design_document = reading.attempt(read_design_document, design)
    plan_bytes, data_bytes = (reading.attempt(_content, path) for path in (plan, data))
    document = reading.attempt(_toml, plan_bytes, plan.name)
    read_plan = reading.attempt(pipeline.read_plan, document, plan.name)
    table = reading.attempt(_read_table, data_bytes, data.name, design_document, design.name)
    volunteers = document is not None and pipeline.asks_volunteers(document)
    sample = reading.attempt(pipeline.sample_of, design_document, table, design.name, volunteers)
    raw = reading.attempt(_read_frame, table, design_document, design.name)
    frame = reading.attempt(pipeline.clean, raw, read_plan)
    if sample is None:
        reading.attempt(pipeline.check, frame, read_plan)
    beside = _read_reference(reference, read_plan, frame, reading) if read_plan else []
    analysis = reading.attempt(pipeline.analyse, frame, sample, read_plan, *beside)
    if not (analysis and read_plan and design_document and plan_bytes and data_bytes):
        raise SurveyError(reading.problems)
    raise_if_any(reading.problems)
    facts = Results(
        survey=data.stem,
        title={"": data.stem},
        indicators=(),
        estimates=(),
        sample=Sample(0, 0, 0, 0),
        design=pipeline.design_description(design_document),
        provenance=Provenance(_digest(plan_bytes), _digest(data_bytes), lock_sha256, code_version),
    )
    return analysis, pipeline.freeze(analysis, read_plan, facts)


@dataclass(frozen=True, slots=True)
class DrawnSample:
    """What was planned, the whole first, and the drawn lines of the frame as a CSV file.

    `issued` is the list of the cases, as a survey imports it.
    """

    planned: tuple[Planned, ...]
    plan: SamplePlan
    cases: int
    content: bytes
    issued: bytes


def draw_sample(frame: Path, plan: Path, seed: int) -> DrawnSample:
    """The sample that a plan draws from a frame; the same files and seed give the same sample.

    Raises `SurveyError` with the problems of both files.
    """
    reading = Reading()
    document = reading.attempt(read_document, plan)
    read_plan = reading.attempt(read_sample_plan, document, plan.name)
    table = reading.attempt(lambda path: read_table(_content(path), path.name), frame)
    if table is None or read_plan is None:
        raise SurveyError(reading.problems)
    return draw_from(table, read_plan, seed, (frame.name, plan.name))


def draw_from(
    table: pd.DataFrame, plan: SamplePlan, seed: int, names: tuple[str, str]
) -> DrawnSample:
    """The sample from a frame and a plan that were read; `names` tell where problems stand."""
    frame = drawing.read_frame(table, plan, names[0])
    units = drawing.allocate(frame, plan, names[1])
    drawn = drawing.draw(frame, plan, units, np.random.default_rng(seed))
    lines = drawing.drawn_table(table, drawn)
    rows = lines.astype(object).where(lines.notna(), "").itertuples(index=False, name=None)
    content = csv_bytes([tuple(lines.columns), *rows])
    issued = csv_bytes(issued_cases(lines, plan))
    return DrawnSample(drawing.expect(frame, plan, units), plan, len(lines), content, issued)


def read_document(path: Path) -> Mapping[str, Any]:
    """The document of a TOML file."""
    return _toml(_content(path), path.name)


def read_design_document(path: Path) -> Mapping[str, Any]:
    """The design document, with a problem for every key that nothing reads."""
    document = read_document(path)
    problems: list[Problem] = []
    check_keys(document, DESIGN_KEYS, path.name, problems)
    raise_if_any(problems)
    return document


def _read_reference(
    path: Path | None, plan: pipeline.Plan, frame: Frame | None, reading: Reading
) -> list[ReferenceSample | None]:
    """The reference sample where the plan wants one, None in its place after noting problems."""
    if plan.volunteers is None:
        if path is not None:
            reading.problems.append(Problem("reference_not_wanted", path.name, plan.where))
        return []
    if path is None:
        place = f"{plan.where} › volunteers › reference"
        reading.problems.append(Problem("reference_table", place, "—"))
        return [None]
    content, asked = reading.attempt(_content, path), (plan.volunteers, frame, plan.where)
    return [reading.attempt(read_reference, content, path.name, *asked)]


def _read_table(content: bytes, where: str, document: Mapping[str, Any], design: str) -> Any:
    problems: list[Problem] = []
    given = document.get("missing", [])
    codes = () if given == [] else read_codes(given, f"{design} › missing", problems)
    raise_if_any(problems)
    return read_table(content, where, codes)


def _read_frame(table: Any, document: Mapping[str, Any], where: str) -> Any:
    return frame_of_table(table, document.get("variables", {}), where)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SurveyError([Problem("file_unreadable", str(path), error.strerror or "")]) from error


def _toml(content: bytes, where: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SurveyError([Problem("not_toml", where, str(error))]) from error


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def outputs(analysis: pipeline.Analysis, results: Results) -> dict[str, bytes]:
    """File names and contents: weights, estimates and analyses as CSV, all results as JSON.

    Rows of `weights.csv` stand in the order of the data; `status` of an estimate is what the
    publication rule says of it, and the researcher who owns the data sees the number all the same.
    `coefficient_of_variation` is the standard error over the value, `cv_for_rule` what the rule
    looks at: for a proportion the standard error over the smaller of p and 1 − p.
    """
    weights = analysis.weights
    flag = ("volunteers",) if analysis.volunteers else ()
    rows = zip(weights.base, weights.values, strict=True)
    lines: list[tuple[Any, ...]] = [("row", "base_weight", "weight", *(flag and ("sample",)))]
    lines += [
        (number, repr(float(b)), repr(float(w)), *flag) for number, (b, w) in enumerate(rows, 1)
    ]
    return {
        "weights.csv": csv_bytes(lines),
        "estimates.csv": _estimates_csv(results),
        **({"analyses.csv": analyses_csv(results.analyses)} if results.analyses else {}),
        "estimates.json": to_json(results).encode(),
    }


def _estimates_csv(results: Results) -> bytes:
    cells = publish(results.estimates)
    bases = {each.name: in_all_languages(each.base) for each in results.indicators}
    lines: list[tuple[Any, ...]] = []
    for estimate, cell in zip(results.estimates, cells, strict=True):
        row = asdict(estimate)
        row["domain"] = " & ".join(f"{variable}={level}" for variable, level in estimate.domain)
        row["base"] = bases[estimate.name]
        row["flags"] = " ".join(estimate.flags)
        row["coefficient_of_variation"] = estimate.coefficient_of_variation
        row["cv_for_rule"] = coefficient_of_variation(estimate)
        row["status"] = cell.status
        if not lines:
            lines.append(tuple(row))
        lines.append(tuple(row.values()))
    return csv_bytes(lines)


def check_writable(folder: Path) -> None:
    """Raise `SurveyError` where no file can be written to the folder; nothing stays behind."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    try:
        with _problem_of(folder):
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                pass
    finally:
        for made in missing:
            if made.is_dir():
                made.rmdir()


def write(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write all files beside their places, then rename them one by one.

    Raises `SurveyError` where one cannot be written; before the first is renamed, none is changed.
    """
    with _problem_of(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with (
        _problem_of(folder),
        tempfile.TemporaryDirectory(dir=folder, prefix=".partial-") as partial,
    ):
        for name, content in contents.items():
            (Path(partial) / name).write_bytes(content)
        for name in contents:
            (Path(partial) / name).replace(folder / name)


@contextmanager
def _problem_of(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        found = error.strerror or str(error)
        raise SurveyError([Problem("folder_unwritable", str(folder), found)]) from error
