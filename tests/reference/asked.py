"""A case made ready: its frame, weighted sample, variance and domain."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from surveys.cleaning.frame import Frame
from surveys.estimation.linearised import linearised
from surveys.estimation.replicated import Replicated, Variance
from surveys.estimation.statistics import Statistic
from surveys.numerics.grouping import Floats, IntCodes
from surveys.plans.weighting.weigh import weigh
from tests.reference.as_r import ReweightedAsR, rows_counted
from tests.reference.reading import Case, design_of, frame_of, names_of, replicates_of, rows_in
from tests.reference.weighting import plan_of


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """`domain` (n,) is 0 inside the case's subset and -1 outside; all rows stay in the design."""

    op: dict[str, Any]
    expected: dict[str, Any]
    frame: Frame
    base: Floats
    variance: Variance
    domain: IntCodes
    calibrated: bool

    @property
    def weights(self) -> Floats:
        return self.variance.weights

    def errors(self, statistic: Statistic) -> Floats:
        return np.sqrt(self.variance.variances(statistic))

    def freedom(self) -> int:
        return self.variance.freedom(self.domain)

    def n(self, used: np.ndarray | None = None) -> int:
        domain = self.domain if used is None else np.where(used, self.domain, -1)
        return rows_counted(domain, self.calibrated)


def asked(case: Case) -> Asked:
    given = case.given
    dataset = given["dataset"]
    frame = frame_of(case.folder, dataset["file"], tuple(names_of(dataset.get("categorical"))))
    base = frame.data[given["design"]["weights"]].to_numpy(float)
    sample = {key: given[key] for key in ("dataset", "design", "weighting")}
    variance = _variance(_Sample(json.dumps(sample, sort_keys=True), case, frame, base))
    domain = np.where(rows_in(given.get("subset"), frame), 0, -1)
    calibrated = any(step["step"] != "trim" for step in given["weighting"])
    return Asked(given["op"], given["expected"], frame, base, variance, domain, calibrated)


@dataclass(frozen=True, slots=True, eq=False)
class _Sample:
    """Cases that share data, design and weighting share their weights."""

    key: str
    case: Case
    frame: Frame
    base: Floats

    def __hash__(self) -> int:
        return hash((self.case.folder, self.key))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Sample) and (self.case.folder, self.key) == (
            other.case.folder,
            other.key,
        )


@lru_cache(maxsize=8)
def _variance(sample: _Sample) -> Variance:
    given, frame = sample.case.given, sample.frame
    design, steps = given["design"], given["weighting"]
    replicates = None
    if design["kind"] == "replicate":
        replicates = replicates_of(sample.case.folder, design, frame)
    answered = np.full(len(frame), "respondent")
    weights = weigh(frame, sample.base, plan_of(sample.case), answered, replicates)
    if weights.replicates is None:
        return linearised(design_of(design, frame), weights.values, weights.residuals)
    if not steps:
        return Replicated(weights.values, weights.replicates)
    stale = any(step.get("calfun") in ("raking", "logit") for step in steps)
    return ReweightedAsR(weights.values, weights.replicates, stale=stale)
