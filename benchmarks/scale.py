"""Weights for 50 million rows: the engine over DuckDB beside plain SQL that does the same.

Both group the rows to cells, rake the cells, write every row's weight and add up a mean by region.
Each runs in a process of its own, whose peak of memory the kernel tells; rounds alternate.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

sys.path.insert(0, str(Path(__file__).parents[1]))

from surveys.cleaning.levels import levels_of
from surveys.estimation.statistics import means
from surveys.plans.weighting.control_totals import ControlTotals
from surveys.plans.weighting.plan import Rake, WeightingPlan
from surveys.scale.cycle import CellFrame, weigh_cells
from surveys.scale.duckdb_engine import DuckdbEngine

MARGINS, REGION = {"m1": 5, "m2": 2, "m3": 5, "m4": 6}, "region"
KEYS = (*MARGINS, REGION)
RATIO, MEGABYTES, THREADS = 1.5, 1000, 2


def write(source, rows):
    """The rows as Parquet: four margins, three regions, a weight and a number."""
    levels = {**MARGINS, REGION: 3}
    columns = [
        f"chr(97 + (hash(7 * i + {place}) % {size})::INT) AS {name}"
        for place, (name, size) in enumerate(levels.items())
    ]
    columns.append("50 + (hash(7 * i + 5) % 150000) / 1000 AS weight")
    columns.append("20 + (hash(7 * i + 6) % 40000) / 1000 AS hours")
    duckdb.sql(
        f"COPY (SELECT {', '.join(columns)} FROM range({rows}) r(i)) TO '{source}' (FORMAT parquet)"
    )


def control_totals(source):
    """Totals a tenth off the base weights: up for the first level, down for the others."""
    found = {}
    for name in MARGINS:
        sums = duckdb.sql(
            f"SELECT {name}, sum(weight) FROM '{source}' GROUP BY 1 ORDER BY 1"
        ).fetchall()
        whole = sum(total for _level, total in sums)
        moved = [total * (1.1 if place == 0 else 0.9) for place, (_level, total) in enumerate(sums)]
        factor = whole / sum(moved)
        found[name] = {
            level: total * factor for (level, _sum), total in zip(sums, moved, strict=True)
        }
    return found


def with_engine(source, totals, target):
    """Means of hours by region, by the two verbs of `surveys.scale`."""
    controls = {
        name: ControlTotals(
            name, (name,), {(level,): total for level, total in levels.items()}, "", "", ""
        )
        for name, levels in totals.items()
    }
    plan = WeightingPlan((Rake(tuple(MARGINS)),), controls)
    engine = DuckdbEngine(threads=THREADS)
    sample = CellFrame(engine.cells(source, KEYS, "weight", ["hours"]), KEYS)
    weights, factors = weigh_cells(sample, plan)
    engine.apply(source, KEYS, factors, "weight", target)
    regions = levels_of(sample.cells[REGION])
    of_regions = means(sample.means("hours")[:, None], regions.codes, len(regions.names))
    return of_regions.values(weights.values).tolist()


def with_sql(source, totals, target):
    """The same in SQL: raking is two statements for each margin, until nothing moves."""
    database = duckdb.connect(config={"threads": THREADS, "preserve_insertion_order": False})
    keys = ", ".join(KEYS)
    database.sql(
        f"CREATE TABLE cells AS SELECT {keys}, sum(weight) AS d, sum(weight) AS w,"
        f" sum(weight * hours) AS hours FROM '{source}' GROUP BY ALL"
    )
    for name, levels in totals.items():
        rows = ", ".join(f"('{level}', {total!r})" for level, total in levels.items())
        database.sql(f"CREATE TABLE total_{name} AS SELECT * FROM (VALUES {rows}) v(level, total)")
    off = 1.0
    while off > 1e-9:
        off = 0.0
        for name in totals:
            database.sql(
                f"CREATE OR REPLACE TABLE moved AS SELECT level, any_value(total) / sum(w) AS g"
                f" FROM cells JOIN total_{name} ON level = {name} GROUP BY level"
            )
            off = max(off, database.sql("SELECT max(abs(g - 1)) FROM moved").fetchall()[0][0])
            database.sql(f"UPDATE cells SET w = w * g FROM moved WHERE level = {name}")
    joined = " AND ".join(f"s.{key} = c.{key}" for key in KEYS)
    database.sql(
        f"COPY (SELECT s.* REPLACE (s.weight * c.w / c.d AS weight) FROM '{source}' s"
        f" JOIN cells c ON {joined}) TO '{target}' (FORMAT parquet)"
    )
    by_region = f"SELECT sum(hours * w / d) / sum(w) FROM cells GROUP BY {REGION} ORDER BY {REGION}"
    return [row[0] for row in database.sql(by_region).fetchall()]


WAYS = {"engine": with_engine, "sql": with_sql}


def once(way, source, totals, target):
    """Seconds, peak of memory and means of one run; what was written is deleted."""
    command = [sys.executable, __file__, "--way", way, "--source", source, "--target", target]
    done = subprocess.run(
        command, input=json.dumps(totals), stdout=subprocess.PIPE, text=True, check=True
    )
    target.unlink()
    return json.loads(done.stdout)


def run_here(options):
    """One way, in this process; the imports count as memory, not as time."""
    totals = json.load(sys.stdin)
    started = time.perf_counter()
    found = WAYS[options.way](Path(options.source), totals, Path(options.target))
    seconds = time.perf_counter() - started
    lines = Path("/proc/self/status").read_text().splitlines()
    peak = next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
    print(json.dumps({"seconds": seconds, "memory": peak, "means": found}))


def compare(options, folder):
    """Print the table; whether both goals are reached and the means are the same."""
    source, target = Path(folder) / "rows.parquet", Path(folder) / "weighted.parquet"
    write(source, options.rows)
    totals = control_totals(source)
    runs = {way: [] for way in WAYS}
    for _round in range(options.rounds):
        for way, done in runs.items():
            done.append(once(way, source, totals, target))
    print(
        f"{options.rows:,} rows, {source.stat().st_size / 1e6:.0f} MB of Parquet, {THREADS} threads"
    )
    for way, done in runs.items():
        spent = ", ".join(f"{each['seconds']:.1f}" for each in done)
        print(f"{way:<8}{spent:>24} s{max(each['memory'] for each in done):>8.0f} MB")
    medians = [statistics.median(each["seconds"] for each in done) for done in runs.values()]
    ratio, peak = medians[0] / medians[1], max(each["memory"] for each in runs["engine"])
    same = all(
        abs(ours - theirs) < 1e-8 * theirs
        for ours, theirs in zip(runs["engine"][0]["means"], runs["sql"][0]["means"], strict=True)
    )
    print(
        f"ratio {ratio:.2f} (aim: {RATIO}), peak {peak:.0f} MB (aim: {MEGABYTES}), same means: {same}"
    )
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    return ratio <= RATIO and peak <= MEGABYTES and same


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    for name in ("--way", "--source", "--target"):
        parser.add_argument(name, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.way:
        run_here(options)
        return 0
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        return 0 if compare(options, folder) else 1


if __name__ == "__main__":
    sys.exit(main())
