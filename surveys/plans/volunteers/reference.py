"""The tables of both samples: volunteers without a design, and the reference with its own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import pandas as pd

from surveys.cleaning.build import frame_of_table
from surveys.cleaning.csv_table import read_table
from surveys.cleaning.frame import Frame
from surveys.errors import Problem, SurveyError, raise_if_any
from surveys.errors.documents import unknown_variable
from surveys.numerics.grouping import Floats
from surveys.plans.columns import on_lines
from surveys.plans.design import SampleDesign, read_design
from surveys.plans.volunteers.reading import DESIGN_KEYS, VolunteerPlan
from surveys.sampling.design import Design

ONCE = "(once)"
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class ReferenceSample:
    """A probability sample with known weights (n,); `frame` holds the covariates alone."""

    frame: Frame
    design: Design
    weights: Floats
    sha256: str


def read_cases(document: Mapping[str, Any], data: pd.DataFrame, where: str) -> SampleDesign:
    """Volunteers as cases of their own; without a column of weights each counts once.

    Raises `SurveyError` for everything that only a drawn sample has, and for what is wrong.
    """
    table = document.get("design", {})
    if not isinstance(table, Mapping):
        return read_design(document, data, where)
    refused = [key for key in DESIGN_KEYS if key != "base_weight" and key in table]
    raise_if_any(
        Problem("volunteers_not_drawn", f"{where} › design › {key}", repr(table[key]))
        for key in refused
    )
    return read_design({"design": {"base_weight": ONCE, **table}}, data.assign(**{ONCE: 1}), where)


def read_reference(
    content: bytes, name: str, plan: VolunteerPlan, frame: Frame, where: str = "plan"
) -> ReferenceSample:
    """The reference sample of a CSV file, its covariates typed as the volunteers' `frame` has them.

    `name` and `where` tell where problems of file and plan stand. Raises `SurveyError` with all:
    columns that are absent, gaps, values of another kind, and what the design lacks.
    """
    table = read_table(content, name, plan.reference.missing)
    problems: list[Problem] = []
    document = {"design": plan.reference.design}
    place = f"{where} › volunteers › reference"
    sample = _attempt(problems, read_design, document, table, place)
    wanted = [each for each in plan.covariates if each in frame.variables]
    for each in wanted:
        if each not in table.columns:
            problems.append(unknown_variable(each, table.columns, f"{name} › {each}"))
    present = [each for each in wanted if each in table.columns]
    kinds = {each: {"kind": frame.variables[each].kind} for each in present}
    covariates = _attempt(problems, frame_of_table, table[present], kinds, name)
    problems += [gap for each in present for gap in _gaps(table[each], name)]
    raise_if_any(problems)
    assert sample is not None
    assert covariates is not None
    digest = hashlib.sha256(content).hexdigest()
    return ReferenceSample(covariates, sample.design, sample.base, digest)


def _attempt(problems: list[Problem], read: Callable[..., Read], *arguments: Any) -> Read | None:
    try:
        return read(*arguments)
    except SurveyError as error:
        problems += error.problems
        return None


def _gaps(column: pd.Series, name: str) -> list[Problem]:
    missing = column.isna().to_numpy(bool)
    if not missing.any():
        return []
    place = f"{name} › {on_lines(missing, str(column.name))}"
    return [Problem("model_value_missing", place, f"{missing.sum()} / {len(column)}")]
