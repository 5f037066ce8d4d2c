"""One survey of 3,000 interviews and one table of a million, written where every peer can read them."""

from pathlib import Path

import numpy as np
import pandas as pd

SIZES = (5, 2, 5, 6)
QUESTIONS, LEVELS = 80, 4
STRATA, CLUSTERS, ROWS, MANY = 10, 116, 3000, 1_000_000
REPLICATES = 500


def write(folder: Path) -> None:
    """`sample`, `large` and the totals of their margins; the same numbers on every run."""
    random = np.random.default_rng(2)
    sample = margins(random, ROWS)
    clusters = random.permutation(np.arange(ROWS) % CLUSTERS)
    sample["psu"] = [f"c{code}" for code in clusters]
    sample["stratum"] = [f"s{code % STRATA}" for code in clusters]
    sample["m5"] = labels(random.integers(0, 2, ROWS))
    for question in range(QUESTIONS):
        sample[f"q{question}"] = labels(random.integers(0, LEVELS, ROWS))
    for name, table in (("sample", sample), ("large", margins(random, MANY))):
        table.to_parquet(folder / f"{name}.parquet", index=False)
        table.to_csv(folder / f"{name}.csv", index=False)
        totals(random, table).to_csv(folder / f"{name}_totals.csv", index=False)


def margins(random: np.random.Generator, rows: int) -> pd.DataFrame:
    """Base weights and the variables m1 to m4 that they are raked to."""
    columns = {"weight": random.uniform(50, 200, rows)}
    for place, size in enumerate(SIZES, start=1):
        columns[f"m{place}"] = labels(random.integers(0, size, rows))
    return pd.DataFrame(columns)


def labels(codes: np.ndarray) -> np.ndarray:
    return np.array(list("abcdef"))[codes]


def totals(random: np.random.Generator, table: pd.DataFrame) -> pd.DataFrame:
    """Control totals within a fifth of what the base weights give, of one population."""
    whole, parts = table["weight"].sum(), []
    for place in range(1, len(SIZES) + 1):
        sums = table.groupby(f"m{place}")["weight"].sum() * random.uniform(
            0.8, 1.2, SIZES[place - 1]
        )
        part = (sums * whole / sums.sum()).rename_axis("level").rename("total").reset_index()
        parts.append(part.assign(margin=f"m{place}"))
    return pd.concat(parts)
