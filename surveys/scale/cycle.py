"""From cells to weights and estimates: what stands between `cells()` and `apply()`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from surveys.cleaning.frame import Frame, Variable
from surveys.cleaning.levels import levels_of
from surveys.errors import Problem, raise_if_any
from surveys.numerics.grouping import Floats, crossed
from surveys.plans.weighting.plan import Calibrate, PostStratify, Rake, WeightingPlan
from surveys.plans.weighting.weigh import weigh
from surveys.plans.weighting.weights import Weights
from surveys.sampling.design import Design, LonelyPsu, Stage
from surveys.scale.engine import FACTOR, WEIGHT


@dataclass(frozen=True, slots=True)
class CellFrame:
    """Cells as a sample of which each row stands for many; `keys` are its categories."""

    cells: pd.DataFrame
    keys: tuple[str, ...]

    def frame(self) -> Frame:
        """The keys as categories."""
        data = self.cells[[*self.keys]].astype("category")
        return Frame(data, {name: Variable(name, "category") for name in self.keys})

    def design(self, stratum: str, cluster: str, lonely_psu: LonelyPsu = "fail") -> Design:
        """One stage, clusters within strata, both among the keys."""
        strata = levels_of(self.cells[stratum])
        clusters, _ = crossed([strata.codes, levels_of(self.cells[cluster]).codes])
        return Design((Stage(strata.codes, clusters),), strata.names, lonely_psu)

    def means(self, name: str) -> Floats:
        """The weighted mean of a value in each cell (n,): with the weights it gives the total."""
        return np.asarray(self.cells[name] / self.cells[WEIGHT], np.float64)


def weigh_cells(sample: CellFrame, plan: WeightingPlan) -> tuple[Weights, pd.DataFrame]:
    """Weights of the cells, and the factors for `apply()`.

    Steps whose factors depend on more than a row's cell, such as trimming, are refused.
    """
    raise_if_any(
        Problem("step_not_of_cells", f"plan › weighting.steps[{number}]", step.kind)
        for number, step in enumerate(plan.steps, start=1)
        if not isinstance(step, PostStratify | Rake | Calibrate)
        or plan.numbers(step.margins if isinstance(step, Calibrate) else ())
    )
    base = sample.cells[WEIGHT].to_numpy(np.float64)
    weights = weigh(sample.frame(), base, plan, np.full(len(base), "respondent"))
    factors = sample.cells[[*sample.keys]].assign(**{FACTOR: weights.values / base})
    return weights, factors


def keys_of(plan: WeightingPlan, others: Sequence[str] = ()) -> tuple[str, ...]:
    """The columns that cells need: those of the plan's margins, then `others`."""
    used = [name for each in plan.control_totals.values() for name in each.variables]
    return tuple(dict.fromkeys([*used, *others]))
