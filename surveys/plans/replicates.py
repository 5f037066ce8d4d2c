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
from typing import Annotated, Any, Literal, get_args

import numpy as np
import pandas as pd

from surveys.errors import Problem
from surveys.errors.documents import check_keys
from surveys.errors.fields import Between, Choice, Share, Whole, read_fields
from surveys.plans.design import SampleDesign
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
MOST = 2000
KEYS = {
    "fay": ("rho",),
    "rao_wu": ("number", "seed"),
    "successive_differences": ("number",),
}


@dataclass(frozen=True, slots=True)
class ReplicatePlan:
    """How replicates are made; `number` None leaves it to the method."""

    method: Annotated[Method, Choice(get_args(Method), "replicate_method")]
    number: Annotated[int | None, Between(2, MOST)] = None
    seed: Annotated[int, Whole(0)] = 0
    rho: Annotated[float, Share("fay_rho")] = 0.3

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
    if isinstance(table, Mapping) and table.get("method") == GIVEN:
        return read_given(table, place, problems)
    given = table if isinstance(table, Mapping) else {}
    found: list[Problem] = []
    values = read_fields(ReplicatePlan, given, place, found)
    if values["method"]:
        check_keys(given, ("method", *KEYS.get(values["method"], ())), place, found)
    problems += found
    return None if found else ReplicatePlan(**values)


def replicates_of(
    plan: ReplicatePlan | GivenReplicates | None, data: pd.DataFrame, sample: SampleDesign
) -> ReplicateDesign | None:
    """The replicates that a plan asks for: made of the design, or read from the data."""
    if isinstance(plan, GivenReplicates):
        return plan.of(data, sample)
    return plan.of(sample.design) if plan else None
