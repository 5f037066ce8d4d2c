"""Three engines, one answer: cells, weights and estimates of the same Parquet files."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from surveys.cleaning.levels import levels_of
from surveys.errors import SurveyError
from surveys.estimation.linearised import linearised
from surveys.estimation.statistics import means
from surveys.plans.weighting.weigh import weigh
from surveys.sampling.design import Design, Stage
from surveys.sampling.replicates import ReplicateDesign
from surveys.scale.cycle import CellFrame, keys_of, weigh_cells
from surveys.scale.dask_engine import DaskEngine, write_part
from surveys.scale.duckdb_engine import DuckdbEngine
from surveys.scale.pandas_engine import PandasEngine
from tests.surveys.plans.weighting.example import CLASSES, RAKE, answered, frame_of, plan_of

ROWS = 4000
PLAN = plan_of({**RAKE, "tolerance": 1e-13})
KEYS = keys_of(PLAN, ["stratum", "psu", "worker"])


@pytest.fixture(scope="module")
def scheduler():
    """A cluster of two workers on this machine."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as cluster:
        yield cluster.scheduler_address


@pytest.fixture(params=["pandas", "duckdb", "dask"])
def engine(request):
    if request.param == "dask":
        return DaskEngine(request.getfixturevalue("scheduler"))
    return DuckdbEngine(threads=2) if request.param == "duckdb" else PandasEngine()


def workers():
    random = np.random.default_rng(12)
    psu = random.integers(0, 40, ROWS)
    return pd.DataFrame(
        {
            "city": random.choice(list("ab"), ROWS),
            "sex": random.choice(list("fm"), ROWS),
            "worker": random.choice(["rider", "driver", None], ROWS),
            "stratum": psu % 4,
            "psu": psu,
            "weight": random.uniform(0.5, 9, ROWS),
            "hours": np.where(random.random(ROWS) < 0.1, np.nan, random.normal(45, 9, ROWS)),
        }
    )


@pytest.fixture
def source(tmp_path):
    """Two files in a folder, as a cluster would write them."""
    folder = tmp_path / "workers"
    folder.mkdir()
    data = workers()
    data[:1500].to_parquet(folder / "a.parquet", index=False)
    data[1500:].to_parquet(folder / "b.parquet", index=False)
    return folder


def test_cells_hold_all_rows(engine, source):
    cells = engine.cells(source, KEYS, "weight", ["hours"])
    data = workers()
    assert cells["_n"].sum() == ROWS
    assert cells["_weight"].sum() == pytest.approx(data["weight"].sum(), rel=1e-12)
    assert cells["hours"].sum() == pytest.approx((data["weight"] * data["hours"]).sum(), rel=1e-12)
    assert len(cells) == len(data[[*KEYS]].drop_duplicates())


def test_a_full_cycle_gives_what_rows_give(engine, source, tmp_path):
    """Weights by row, and hours by kind of worker with residual errors, to 1e-10."""
    sample = CellFrame(engine.cells(source, KEYS, "weight", ["hours"]), KEYS)
    weights, factors = weigh_cells(sample, PLAN)
    engine.apply(source, KEYS, factors, "weight", tmp_path / "weighted.parquet")
    written = pd.read_parquet(tmp_path / "weighted.parquet")

    data = workers().assign(hours=lambda each: each["hours"].fillna(0.0))
    frame = frame_of(city=data["city"].tolist(), sex=data["sex"].tolist())
    rows = weigh(frame, data["weight"].to_numpy(), PLAN, answered(ROWS))
    assert np.sort(written["weight"]) == pytest.approx(np.sort(rows.values), rel=1e-10)

    design = Design((Stage(data["stratum"].to_numpy(), data["psu"].to_numpy()),))
    expected = numbers(design, rows, data["hours"].to_numpy(), data["worker"])
    found = numbers(
        sample.design("stratum", "psu"), weights, sample.means("hours"), sample.cells["worker"]
    )
    assert found == pytest.approx(expected, rel=1e-10)


def numbers(design, weights, hours, worker):
    variance = linearised(design, weights.values, weights.residuals)
    mean = means(hours[:, None], levels_of(worker).codes, 2)
    return [*mean.values(variance.weights), *np.sqrt(variance.variances(mean))]


def test_rows_without_a_factor_are_refused(engine, source, tmp_path):
    factors = weigh_cells(CellFrame(engine.cells(source, KEYS, "weight"), KEYS), PLAN)[1]
    with pytest.raises(SurveyError, match="rows|combination"):
        engine.apply(source, KEYS, factors[1:], "weight", tmp_path / "weighted.parquet")


def test_a_part_counts_the_rows_without_a_factor(tmp_path):
    """What each worker does, which its own process hides from this one."""
    factors = pd.DataFrame({"city": ["a"], "_factor": [2.0]})
    data = pd.DataFrame({"city": list("aab"), "weight": [1.0, 2.0, 3.0]})
    assert write_part(data, ["city"], factors, "weight", tmp_path / "part.parquet") == 1
    assert pd.read_parquet(tmp_path / "part.parquet")["weight"].tolist()[:2] == [2, 4]


def test_unknown_columns_are_named(engine, source, tmp_path):
    with pytest.raises(SurveyError, match="hour"):
        engine.cells(source, KEYS, "weight", ["hour"])
    with pytest.raises(SurveyError, match="wage"):
        engine.apply(source, ["wage"], pd.DataFrame(), "weight", tmp_path / "weighted.parquet")


@pytest.mark.parametrize(
    ("weight", "code"),
    [
        (None, "weights_missing"),
        (np.inf, "weights_missing"),
        (0.0, "weights_not_positive"),
        (-1.0, "weights_not_positive"),
        ("heavy", "not_numeric"),
    ],
)
def test_weights_that_are_no_numbers_above_zero_are_refused(engine, tmp_path, weight, code):
    others = ["light"] * 2 if isinstance(weight, str) else [1.0, 2.0]
    data = pd.DataFrame({"city": list("aab"), "weight": [weight, *others]})
    data.to_parquet(tmp_path / "few.parquet", index=False)
    with pytest.raises(SurveyError) as caught:
        engine.cells(tmp_path / "few.parquet", ["city"], "weight")
    assert [each.code for each in caught.value.problems] == [code]


def test_values_that_are_not_numbers_count_as_zero_in_every_format(engine, tmp_path):
    """A missing value is null in some files and NaN in others."""
    city, weight = pa.array(list("aabc")), pa.array([1.0, 2.0, 3.0, 4.0])
    hours = pa.array([40.0, None, float("nan"), None])
    pq.write_table(
        pa.table({"city": city, "weight": weight, "hours": hours}), tmp_path / "few.parquet"
    )
    cells = engine.cells(tmp_path / "few.parquet", ["city"], "weight", ["hours"])
    assert cells["hours"].tolist() == [40, 0, 0]


def test_steps_that_look_at_single_rows_are_refused(source):
    cells = PandasEngine().cells(source, KEYS, "weight")
    plan = plan_of(CLASSES, {"kind": "trim", "upper": 3.0})
    with pytest.raises(SurveyError) as caught:
        weigh_cells(CellFrame(cells, KEYS), plan)
    assert [each.code for each in caught.value.problems] == ["step_not_of_cells"] * 2


def test_workers_share_the_replicates(scheduler):
    random = np.random.default_rng(3)
    frame = frame_of(city=list("aabb") * 10, sex=list("fm") * 20)
    base = random.uniform(1, 9, 40)
    design = ReplicateDesign(
        np.repeat(np.arange(8), 5),
        random.uniform(0.5, 1.5, (8, 10)),
        0.1,
        np.arange(1.0, 11),
        False,
        "given",
    )
    shared = DaskEngine(scheduler).weigh(frame, base, PLAN, answered(40), design, parts=3)
    alone = weigh(frame, base, PLAN, answered(40), design)
    assert shared.replicates.values == pytest.approx(alone.replicates.values, rel=1e-12)
    assert shared.replicates.design.rscales.tolist() == design.rscales.tolist()
    assert shared.values == pytest.approx(alone.values)
    assert [each.iterations for each in shared.steps] == [each.iterations for each in alone.steps]


def test_duckdb_keeps_to_its_memory(source):
    assert DuckdbEngine().cells(source, ["city"], "weight")["_n"].sum() == ROWS
    limited = DuckdbEngine(threads=1, memory="200MB")
    assert limited.cells(source, ["city"], "weight")["_n"].sum() == ROWS
