"""Reference cases as data, and our engine called the way each case asks for."""

from __future__ import annotations

import json
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from surveys.cleaning.build import frame_of_table
from surveys.cleaning.frame import Frame
from surveys.numerics.grouping import levels_of
from surveys.sampling.read import SampleDesign, read_design
from surveys.weighting.plan import WeightingPlan, read_weighting_plan
from surveys.weighting.weigh import weigh
from surveys.weighting.weights import Weights

HERE = Path(__file__).parent
Case = dict[str, Any]


def cases_of(group: str) -> list[Case]:
    return json.loads((HERE / f"{group}.json").read_text())["cases"]


@cache
def table_of(file: str) -> pd.DataFrame:
    return pd.read_csv(HERE / file, dtype=str, na_values=["NA"], keep_default_na=False)


def frame_of(case: Case) -> Frame:
    dataset = case["dataset"]
    return frame_of_categories(dataset["file"], tuple(dataset.get("categorical", ())))


@cache
def frame_of_categories(file: str, categorical: tuple[str, ...]) -> Frame:
    declared = {name: {"kind": "category"} for name in categorical}
    return frame_of_table(table_of(file), declared, file)


def design_of(case: Case) -> SampleDesign:
    given = case["design"]
    table: dict[str, Any] = {
        "strata": _names(given.get("strata")),
        "clusters": _names(given.get("ids")),
        "population_sizes": _names(given.get("fpc")),
        "base_weight": given["weights"],
        # R's "certainty" is another word for "remove".
        "lonely_psu": given["lonely_psu"].replace("certainty", "remove"),
    }
    return read_design({"design": table}, table_of(case["dataset"]["file"]), case["id"])


def _names(given: str | list[str] | None) -> list[str]:
    return [given] if isinstance(given, str) else given or []


def weights_of(case: Case, sample: SampleDesign, tolerance: float = 1e-12) -> Weights:
    return weigh(frame_of(case), sample.base, plan_of(case, tolerance), sample.status)


def plan_of(case: Case, tolerance: float) -> WeightingPlan:
    steps: list[dict[str, Any]] = []
    controls: dict[str, Any] = {}
    for step in case["weighting"]:
        if step["step"] == "poststratify":
            name = "*".join(step["vars"])
            controls[name] = _crossed(step["vars"], step["population"])
            steps.append({"kind": "poststratify", "margin": name})
        else:
            for name, totals in step["margins"].items():
                variables = name.split("*")
                controls[name] = (
                    _crossed(variables, totals) if len(variables) > 1 else _single(name, totals)
                )
            margins = list(step["margins"])
            steps.append({"kind": "rake", "margins": margins, "tolerance": tolerance})
    problems: list[Any] = []
    document = {"weighting": {"steps": steps}, "control_totals": controls}
    plan = read_weighting_plan(document, case["id"], problems)
    assert problems == []
    return plan


ORIGIN = {"source": "synthetic frame", "date": "2021-04-01", "quality": "assumption"}


def _single(name: str, totals: dict[str, float]) -> dict[str, Any]:
    return {"variables": [name], "totals": totals, **ORIGIN}


def _crossed(variables: list[str], rows: list[dict[str, Any]]) -> dict[str, Any]:
    cells = [{**{name: row[name] for name in variables}, "total": row["Freq"]} for row in rows]
    return {"variables": variables, "totals": cells, **ORIGIN}


def subset_of(case: Case) -> np.ndarray:
    """The rows of the case's domain, shape (n,)."""
    data = frame_of(case).data
    inside = np.ones(len(data), bool)
    for term in (case["subset"] or {}).get("all", []):
        column = data[term["column"]]
        test = column.eq if term["op"] == "==" else column.ge
        inside &= test(term["value"]).fillna(False).to_numpy(bool)
    return inside


def columns_of(case: Case, names: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Variables as numbers, a 0/1 column per level of a category; and rows without a gap."""
    frame = frame_of(case)
    columns, complete = [], np.ones(len(frame), bool)
    for name in names:
        column = frame.data[name]
        complete &= column.notna().to_numpy(bool)
        if frame.variables[name].kind == "category":
            levels = levels_of(column)
            columns += [(levels.codes == code).astype(float) for code in range(len(levels.names))]
        else:
            columns.append(column.fillna(0.0).to_numpy(float))
    return np.column_stack(columns), complete


def groups_of(case: Case, variables: list[str]) -> list[tuple[dict[str, str], np.ndarray]]:
    """Key and rows of each group of a breakdown that has rows."""
    data = frame_of(case).data
    levels = [levels_of(data[name]) for name in variables]
    groups = []
    for names in product(*(each.names for each in levels)):
        pairs = zip(levels, names, strict=True)
        inside = np.logical_and.reduce(
            [each.codes == each.names.index(name) for each, name in pairs]
        )
        if inside.any():
            groups.append((dict(zip(variables, names, strict=True)), inside))
    return groups
