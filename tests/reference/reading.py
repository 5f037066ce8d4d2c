"""Reference cases as data: files, frames, sample designs, domains."""

from __future__ import annotations

import json
import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype

from surveys.cleaning.build import frame_of_table
from surveys.cleaning.frame import Frame
from surveys.cleaning.levels import levels_of
from surveys.numerics.grouping import Floats, IntCodes, crossed
from surveys.sampling.design import Design, Stage
from surveys.sampling.replicates import ReplicateDesign

T = TypeVar("T")
COMPARISONS = {
    "==": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
}


class Unsupported(Exception):
    """The engine has no such operation, or does not give a quantity that R gave."""


def known(name: str, table: Mapping[str, T]) -> T:
    """What a name of R's stands for."""
    if name not in table:
        raise Unsupported(name)
    return table[name]


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One case of a file: what was asked of R, on which data, and what it answered."""

    folder: Path
    group: str
    given: dict[str, Any]

    @property
    def id(self) -> str:
        return str(self.given["id"])

    @property
    def operation(self) -> str:
        """What the summary counts by: "means_totals/mean"."""
        if "op" in self.given:
            return f"{self.group}/{self.given['op']['name']}"
        if "volunteer" in self.given:
            return f"{self.group}/{self.id.removeprefix('o_np_').rsplit('_', 1)[0]}"
        return f"{self.group}/{self.given.get('operation', self.group)}"

    @property
    def asked(self) -> str:
        """The R text."""
        call = self.given.get("r", {}).get("call", [])
        return call if isinstance(call, str) else " ; ".join(call)


def cases_in(folder: Path) -> list[Case]:
    """Every case of every JSON file of a folder, in the order of the files' names."""
    return [
        Case(folder, path.stem, given)
        for path in sorted(folder.glob("*.json"))
        for given in json.loads(path.read_text())["cases"]
    ]


def names_of(given: str | list[str] | None) -> list[str]:
    """R writes a vector of one name as a text, and none as null."""
    return [given] if isinstance(given, str) else given or []


@cache
def frame_of(folder: Path, file: str, categorical: tuple[str, ...] = ()) -> Frame:
    table = pd.read_csv(folder / file, dtype=str, na_values=["NA"], keep_default_na=False)
    return frame_of_table(table, {name: {"kind": "category"} for name in categorical}, file)


def design_of(given: dict[str, Any], frame: Frame) -> Design:
    """The stages of a design of kind `taylor`."""
    clusters, strata, sizes = (names_of(given.get(key)) for key in ("ids", "strata", "fpc"))
    rows = len(frame)
    parents = np.zeros(rows, np.int64)
    stages = []
    for number in range(max(len(clusters), len(strata), len(sizes), 1)):
        within, units = parents, np.arange(rows)
        if number < len(strata):
            within = _within(parents, frame, strata[number])
        if number < len(clusters):
            units = _within(within, frame, clusters[number])
        size = frame.data[sizes[number]].to_numpy(float) if number < len(sizes) else None
        stages.append(Stage(within, units, size))
        parents = units
    # R's "certainty" is another word for "remove".
    return Design(tuple(stages), (), given.get("lonely_psu", "fail").replace("certainty", "remove"))


def _within(parents: IntCodes, frame: Frame, name: str) -> IntCodes:
    return crossed([parents, levels_of(frame.data[name]).codes])[0]


def replicates_of(folder: Path, given: dict[str, Any], frame: Frame) -> ReplicateDesign:
    """The given factors of a design of kind `replicate`."""
    if given.get("combined"):
        raise Unsupported("factors that hold the weights")
    factors = pd.read_csv(folder / given["factors"])
    key = given["key"]
    place = {value: row for row, value in enumerate(factors.pop(key))}
    number = factors.shape[1]
    return ReplicateDesign(
        np.array([place[value] for value in frame.data[key]]),
        factors.to_numpy(float),
        given["scale"],
        np.broadcast_to(np.array(given["rscales"], float), number),
        given["mse"],
        given["method"],
    )


def rows_in(subset: dict[str, Any] | None, frame: Frame) -> np.ndarray:
    """The rows of a domain, shape (n,)."""
    inside = np.ones(len(frame), bool)
    for term in (subset or {}).get("all", []):
        compare = known(term["op"], COMPARISONS)
        found = compare(frame.data[term["column"]], term["value"])
        inside &= found.fillna(False).to_numpy(bool)
    return inside


def columns_of(frame: Frame, names: Sequence[str]) -> Floats:
    """Variables as numbers, (n, v): a 0/1 column per level of a category; NaN where missing."""
    columns: list[Floats] = []
    for name in names:
        column = frame.data[name]
        if frame.variables[name].kind == "category":
            codes, levels = levels_of(column).codes, len(levels_of(column).names)
            known = np.where(codes < 0, np.nan, 1.0)
            columns += [known * (codes == level) for level in range(levels)]
        else:
            columns.append(column.to_numpy(float))
    return np.column_stack(columns)


def labels_of(frame: Frame, names: Sequence[str]) -> list[dict[str, str]]:
    """What R calls those columns."""
    labels = []
    for name in names:
        if frame.variables[name].kind == "category":
            levels = levels_of(frame.data[name]).names
            labels += [{"var": name, "level": level} for level in levels]
        else:
            labels.append({"var": name})
    return labels


def regressors_of(frame: Frame, name: str) -> dict[str, Floats]:
    """The columns of a variable by R's names: one per level but the first, or the number itself."""
    column = frame.data[name]
    if is_numeric_dtype(column.dtype):
        return {name: column.to_numpy(float)}
    levels = levels_of(column)
    return {
        f"{name}{level}": np.where(levels.codes < 0, np.nan, levels.codes == code)
        for code, level in enumerate(levels.names)
        if code > 0
    }
