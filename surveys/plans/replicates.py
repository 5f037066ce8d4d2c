"""Replicates as a plan document asks for them; without the table errors are linearised.

[replicates]
method = "rao_wu"      # jackknife, stratified_jackknife, balanced_half_samples, fay, rao_wu,
                       # successive_differences, or given: see given_replicates.py
number = 200           # rao_wu and successive_differences
seed = 20210401        # rao_wu: the same seed gives the same replicates
rho = 0.3              # fay
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np

from surveys.errors import Problem
from surveys.errors.documents import check_keys
from surveys.plans.given_replicates import GivenReplicates, read_given
from surveys.sampling.design import Design
from surveys.sampling.replicates import (
    ReplicateDesign,
    balanced_half_samples,
    jackknife,
    rao_wu,
    stratified_jackknife,
    successive_differences,
)

Method = Literal[
    "jackknife",
    "stratified_jackknife",
    "balanced_half_samples",
    "fay",
    "rao_wu",
    "successive_differences",
]
GIVEN = "given"
KEYS = {
    "fay": ("rho",),
    "rao_wu": ("number", "seed"),
    "successive_differences": ("number",),
}


@dataclass(frozen=True, slots=True)
class ReplicatePlan:
    """How replicates are made; `number` None leaves it to the method."""

    method: Method
    number: int | None = None
    seed: int = 0
    rho: float = 0.3

    def of(self, design: Design) -> ReplicateDesign:
        """The replicates of a design; raises `SurveyError` where the method does not suit it."""
        if self.method == "rao_wu":
            return rao_wu(design, self.number or 200, np.random.default_rng(self.seed))
        if self.method == "successive_differences":
            return successive_differences(design, self.number)
        if self.method == "fay":
            return balanced_half_samples(design, rho=self.rho)
        makers = {
            "jackknife": jackknife,
            "stratified_jackknife": stratified_jackknife,
            "balanced_half_samples": balanced_half_samples,
        }
        return makers[self.method](design)


def read_replicates(
    document: Mapping[str, Any], where: str, problems: list[Problem]
) -> ReplicatePlan | GivenReplicates | None:
    """The plan of a document, None without one; what is wrong is appended to `problems`."""
    place, table = f"{where} › replicates", document.get("replicates")
    if table is None:
        return None
    method: Any = table.get("method") if isinstance(table, Mapping) else None
    if isinstance(table, Mapping) and method == GIVEN:
        return read_given(table, place, problems)
    if not isinstance(table, Mapping) or method not in get_args(Method):
        details = {"methods": ", ".join([*get_args(Method), GIVEN])}
        problems.append(Problem("replicate_method", f"{place} › method", repr(method), details))
        return None
    check_keys(table, ("method", *KEYS.get(method, ())), place, problems)
    number, seed = table.get("number"), table.get("seed", 0)
    for key, value, least in (("number", number, 2), ("seed", seed, 0)):
        whole = isinstance(value, int) and not isinstance(value, bool)
        if value is not None and not (whole and value >= least):
            place_of, bound = f"{place} › {key}", {"least": least}
            problems.append(Problem("step_whole_number", place_of, repr(value), bound))
    rho = table.get("rho", 0.3)
    if not isinstance(rho, int | float) or not 0 <= rho < 1:
        problems.append(Problem("fay_rho", f"{place} › rho", repr(rho)))
    return ReplicatePlan(method, number, seed, rho)
