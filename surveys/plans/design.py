"""The sample design of a data table, as a design document describes it.

[design]
strata = ["stratum"]             # per stage; may be absent
clusters = ["psu"]               # per stage; absent: every row is its own cluster
population_sizes = ["fpc_psu"]   # per stage, counts of clusters; absent: with replacement
base_weight = "base_wt"          # absent: N/n of every stage, all with population_sizes
lonely_psu = "fail"
status = "status"                # absent: every row is a respondent
[design.status_codes]
respondent = ["RR"]
nonrespondent = ["NR"]
ineligible = ["IN"]
unknown = ["UK"]
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from surveys.cleaning.levels import as_text
from surveys.errors import Problem, raise_if_any
from surveys.errors.documents import check_keys, listed, read_names, unknown_variable
from surveys.numerics.grouping import Floats
from surveys.plans.columns import found_on, on_lines, positive_numbers
from surveys.plans.stages import read_stages
from surveys.sampling.base_weights import from_sizes
from surveys.sampling.design import OUTCOMES, Design, LonelyPsu

Outcomes = NDArray[np.str_]
LISTS = ("strata", "clusters", "population_sizes")
KEYS = (*LISTS, "base_weight", "lonely_psu", "status", "status_codes")


@dataclass(frozen=True, slots=True)
class SampleDesign:
    """The design, the base weights (n,), and each row's outcome (n,), one of `OUTCOMES`."""

    design: Design
    base: Floats
    status: Outcomes


def read_design(document: Mapping[str, Any], data: pd.DataFrame, where: str) -> SampleDesign:
    """The sample design of `data`, a row per issued case.

    Raises `SurveyError` with every problem: unknown columns, weights that are not positive,
    missing strata or clusters, unknown status codes, populations smaller than the sample.
    """
    problems: list[Problem] = []
    table = document.get("design")
    if not isinstance(table, Mapping):
        problems.append(Problem("design_missing", where, repr(table) if table else "—"))
        table = {}
    raise_if_any(problems)
    place = f"{where} › design"
    check_keys(table, KEYS, place, problems)
    count = len(problems)
    strata, clusters, sizes = (_columns(table, key, data, place, problems) for key in LISTS)
    if len(problems) > count:
        # Without the right strata the sizes would look wrong as well.
        sizes = ()
    by_sizes = bool(sizes) and "base_weight" not in table
    base = np.ones(len(data)) if by_sizes else _base_weights(table, data, place, problems)
    status = _status(table, data, place, problems)
    lonely: LonelyPsu = table.get("lonely_psu", "fail")
    if lonely not in get_args(LonelyPsu):
        rules = ", ".join(get_args(LonelyPsu))
        problems.append(
            Problem("lonely_psu_rule", f"{place} › lonely_psu", repr(lonely), {"rules": rules})
        )
    stages, names = read_stages(data, strata, clusters, sizes, place, problems)
    raise_if_any(problems)
    design = Design(stages, names, lonely)
    return SampleDesign(design, from_sizes(design) if by_sizes else base, status)


def _columns(
    table: Mapping[str, Any], key: str, data: pd.DataFrame, where: str, problems: list[Problem]
) -> tuple[str, ...]:
    names = read_names(table, key, where, problems, needed=False)
    unknown = [name for name in names if name not in data.columns]
    for name in unknown:
        problems.append(unknown_variable(name, data.columns, f"{where} › {key}"))
    return () if unknown else names


def _column(
    table: Mapping[str, Any], key: str, data: pd.DataFrame, where: str, problems: list[Problem]
) -> pd.Series | None:
    name = table.get(key)
    if not isinstance(name, str) or not name:
        found = "—" if name is None else repr(name)
        problems.append(Problem("design_column_name", f"{where} › {key}", found))
        return None
    if name not in data.columns:
        problems.append(unknown_variable(name, data.columns, f"{where} › {key}"))
        return None
    return data[name]


def _base_weights(
    table: Mapping[str, Any], data: pd.DataFrame, where: str, problems: list[Problem]
) -> Floats:
    column = _column(table, "base_weight", data, where, problems)
    if column is None:
        return np.zeros(len(data))
    return positive_numbers(column, "base_weight_not_positive", problems)


def _status(
    table: Mapping[str, Any], data: pd.DataFrame, where: str, problems: list[Problem]
) -> Outcomes:
    if not {"status", "status_codes"} & table.keys():
        return np.full(len(data), "respondent")
    column = _column(table, "status", data, where, problems)
    count = len(problems)
    outcome_of = _status_codes(table, where, problems)
    if column is None or len(problems) > count:
        return np.full(len(data), "unknown")
    outcomes = as_text(column).map(outcome_of).astype(object)
    unknown = outcomes.isna().to_numpy(bool)
    if unknown.any():
        place, found = on_lines(unknown, str(column.name)), found_on(column, unknown)
        codes = {"codes": listed(outcome_of)}
        problems.append(Problem("unknown_status", place, found, codes))
    return outcomes.fillna("unknown").to_numpy(str)


def _status_codes(table: Mapping[str, Any], where: str, problems: list[Problem]) -> dict[str, str]:
    """The outcome of each status code; without a table the codes are the outcomes themselves."""
    given = table.get("status_codes", {outcome: [outcome] for outcome in OUTCOMES})
    place = f"{where} › status_codes"
    outcome_of: dict[str, str] = {}
    for outcome, codes in given.items() if isinstance(given, Mapping) else [(str(given), [])]:
        if outcome not in OUTCOMES or not isinstance(codes, list):
            details = {"outcomes": ", ".join(OUTCOMES)}
            problems.append(Problem("status_outcome", f"{place} › {outcome}", repr(codes), details))
            continue
        for code in map(str, codes):
            if outcome_of.setdefault(code, outcome) != outcome:
                problems.append(Problem("status_code_twice", f"{place} › {outcome}", repr(code)))
    return outcome_of
