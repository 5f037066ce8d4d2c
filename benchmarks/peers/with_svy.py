"""The tasks, done by svy in its own environment: the folder with the data is the argument."""

import sys
from importlib.metadata import version
from pathlib import Path

import polars as pl
import svy

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.peers.worker import serve

MARGINS = ("m1", "m2", "m3", "m4")
BREAKDOWNS = (*MARGINS, "m5")
QUESTIONS, REPLICATES = 80, 500


def controls(folder, name):
    totals = pl.read_csv(folder / f"{name}_totals.csv")
    parts = {margin: totals.filter(pl.col("margin") == margin) for margin in MARGINS}
    return {
        margin: dict(zip(part["level"], part["total"], strict=True))
        for margin, part in parts.items()
    }


def rake(sample, totals):
    return sample.weighting.rake(controls=totals, wgt_name="raked", tol=1e-10, max_iter=1000)


def squares(sample):
    return float((sample.data["raked"] ** 2).sum())


def findings(sample):
    """Every question in all and by every breakdown, and the tests."""
    names = [f"q{question}" for question in range(QUESTIONS)]
    ask = {"ci_method": "korn-graubard"}
    tables = list(sample.estimation.prop(names, **ask))
    for name in BREAKDOWNS:
        tables += sample.estimation.prop(names, by=name, **ask)
    tests = [sample.categorical.tabulate(name, other) for name in names for other in BREAKDOWNS]
    return tables, tests


def main():
    folder = Path(sys.argv[1])
    data, large = (pl.read_parquet(folder / f"{name}.parquet") for name in ("sample", "large"))
    design = svy.Design(stratum="stratum", psu="psu", wgt="weight")
    sample, rows = svy.Sample(data, design), svy.Sample(large, svy.Design(wgt="weight"))
    totals, many = controls(folder, "sample"), controls(folder, "large")
    replicated = sample.weighting.create_bs_wgts(n_reps=REPLICATES, rstate=1)
    raked = rake(sample, totals)
    columns = [f"raked{number}" for number in range(1, REPLICATES + 1)]
    serve(
        version("svy"),
        {
            "rake_small": (lambda: rake(sample, totals), squares),
            "rake_large": (lambda: rake(rows, many), squares),
            "replicates": (
                lambda: rake(replicated, totals),
                lambda found: float(found.data.select(columns).sum_horizontal().sum() / REPLICATES),
            ),
            "findings": (
                lambda: findings(raked),
                lambda found: float(sum((each.to_polars()["est"] ** 2).sum() for each in found[0])),
            ),
        },
    )


if __name__ == "__main__":
    main()
