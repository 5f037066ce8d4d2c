"""The tasks, done by this engine: the folder with the data is the argument."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import scipy

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.peers.data import QUESTIONS, REPLICATES
from benchmarks.peers.worker import serve
from surveys.cleaning.frame import Frame, Variable
from surveys.cleaning.levels import levels_of
from surveys.estimation.association import independence
from surveys.estimation.linearised import linearised
from surveys.numerics.grouping import cells_of, indicators
from surveys.plans.estimation.indicators import estimate_all
from surveys.plans.estimation.plan import EstimationPlan, Indicator
from surveys.plans.weighting.weights import Weights
from surveys.sampling.design import Design, Stage
from surveys.sampling.replicates import rao_wu
from surveys.weighting.raking import rake
from surveys.weighting.residual import Residual

MARGINS = ("m1", "m2", "m3", "m4")
BREAKDOWNS = (*MARGINS, "m5")


class Raking:
    """A table ready to be raked: integer codes, weights and totals."""

    def __init__(self, folder, name):
        data = pd.read_parquet(folder / f"{name}.parquet", columns=["weight", *MARGINS])
        levels = [levels_of(data[margin]) for margin in MARGINS]
        self.codes, self.sizes = (
            [each.codes for each in levels],
            [len(each.names) for each in levels],
        )
        totals = pd.read_csv(folder / f"{name}_totals.csv")
        self.totals = [totals.total[totals.margin == margin].to_numpy() for margin in MARGINS]
        self.weights = data.weight.to_numpy()

    def __call__(self, weights=None):
        given = self.weights if weights is None else weights
        return rake(given, cells_of(self.codes, self.sizes), self.totals, 1e-10, 1000)[0]


def findings(folder, raking):
    """The findings plan: every question by every breakdown with residual errors, and the tests."""
    data = pd.read_parquet(folder / "sample.parquet").astype("category")
    names = [f"q{question}" for question in range(QUESTIONS)]
    frame = Frame(data, {name: Variable(name, "category") for name in data.columns})
    asked = (Indicator(name, "proportion", name, interval="korn_graubard") for name in names)
    plan = EstimationPlan(tuple(asked), tuple((name,) for name in BREAKDOWNS))
    stage = Stage(levels_of(data["stratum"]).codes, levels_of(data["psu"]).codes)
    after, cells = raking(), cells_of(raking.codes, raking.sizes)
    parts = zip(cells.parts, raking.sizes, strict=True)
    matrix = np.hstack([indicators(part, size) for part, size in parts])
    residual = Residual(cells.codes, matrix, raking.weights, after)
    weights = Weights(after, raking.weights, (), (residual,))

    def run():
        estimates = estimate_all(frame, Design((stage,)), weights, plan)
        variance = linearised(Design((stage,)), after, [residual])
        others = [levels_of(data[name]).codes for name in BREAKDOWNS]
        tests = [independence(levels_of(data[name]).codes, others, variance) for name in names]
        return estimates, tests

    return run


def main():
    folder = Path(sys.argv[1])
    small, large = Raking(folder, "sample"), Raking(folder, "large")
    clusters = pd.read_parquet(folder / "sample.parquet", columns=["stratum", "psu"])
    stage = Stage(levels_of(clusters["stratum"]).codes, levels_of(clusters["psu"]).codes)
    factors = rao_wu(Design((stage,)), REPLICATES, np.random.default_rng(1))

    def squares(weights):
        return float(np.square(weights).sum())

    serve(
        f"numpy {np.__version__}, scipy {scipy.__version__}, pandas {pd.__version__}",
        {
            "rake_small": (small, squares),
            "rake_large": (large, squares),
            "replicates": (
                lambda: small(small.weights[:, None] * factors.of_rows()),
                lambda weights: float(weights.sum(0).mean()),
            ),
            "findings": (
                findings(folder, small),
                lambda found: sum(each.value**2 for each in found[0]),
            ),
        },
    )


if __name__ == "__main__":
    main()
