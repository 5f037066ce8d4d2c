"""`weigh_rows` weights Parquet files with each engine; `weigh` shares replicates out on a cluster."""

import io
import sys

import pandas as pd
import pytest
from django.core.management import CommandError, call_command

from surveys.plans.sections import totals_text
from surveys.plans.step_texts import step_text
from surveys.scale.choice import usual_engine
from surveys.services.samples import store_plan
from tests.surveys.makers_answers import PLAN
from tests.surveys.plans.weighting.example import CITY, RAKE, SEX

REPLICATES = '[replicates]\nmethod = "rao_wu"\nnumber = 20\nseed = 3\n'


@pytest.fixture(scope="module")
def scheduler():
    """A cluster of two workers on this machine."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as cluster:
        yield cluster.scheduler_address


@pytest.fixture
def files(tmp_path):
    """Two files of rows and a plan."""
    (tmp_path / "rows").mkdir()
    data = pd.DataFrame({"city": list("aaab") * 3, "sex": list("fm") * 6, "w": [1.0, 2, 3] * 4})
    data[:5].to_parquet(tmp_path / "rows" / "1.parquet", index=False)
    data[5:].to_parquet(tmp_path / "rows" / "2.parquet", index=False)
    tables = [totals_text("city", CITY), totals_text("sex", SEX)]
    (tmp_path / "plan.toml").write_text("\n\n".join([step_text(RAKE), *tables]))
    return tmp_path


def weigh_rows(folder, *arguments):
    out = io.StringIO()
    paths = [folder / "rows", f"--plan={folder / 'plan.toml'}", f"--out={folder / 'new.parquet'}"]
    call_command("weigh_rows", *map(str, paths), "--weight=w", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("engine", ["pandas", "duckdb", "dask", None])
def test_rows_meet_the_control_totals(files, engine, request, settings):
    if engine == "dask":
        settings.DASK_SCHEDULER = request.getfixturevalue("scheduler")
    told = weigh_rows(files, *([f"--engine={engine}"] if engine else []))
    written = pd.read_parquet(files / "new.parquet")
    assert written.groupby("city")["w"].sum().to_dict() == pytest.approx({"a": 60, "b": 40})
    assert written.groupby("sex")["w"].sum().to_dict() == pytest.approx({"f": 50, "m": 50})
    assert "Rows\t12\nCells\t3\nSum of weights\t100\n" in told
    assert f"Engine\t{engine or 'duckdb'}" in told


def test_without_a_word_a_scheduler_is_used(monkeypatch):
    assert [usual_engine("tcp://10.0.0.5:8786"), usual_engine("")] == ["dask", "duckdb"]
    monkeypatch.setattr("surveys.scale.choice.find_spec", lambda name: None)
    assert usual_engine("") == "pandas"


def test_all_faults_of_the_plan_are_told(files, capsys):
    text = (files / "plan.toml").read_text().replace('"city", "sex"', '"town"')
    (files / "plan.toml").write_text(text.replace("official", "good", 1))
    with pytest.raises(SystemExit) as ended:
        weigh_rows(files)
    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert "'town'" in told
    assert "quality" in told
    assert not (files / "new.parquet").exists()


def test_what_is_missing_is_named(files, settings):
    with pytest.raises(CommandError, match="PORTAL_DASK_SCHEDULER"):
        weigh_rows(files, "--engine=dask")
    (files / "plan.toml").write_text("")
    with pytest.raises(CommandError, match="no control totals"):
        weigh_rows(files)
    (files / "new.parquet").write_text("")
    with pytest.raises(CommandError, match="there already"):
        weigh_rows(files)
    with pytest.raises(CommandError, match="no file"):
        weigh_rows(files / "nowhere")


def weigh():
    out = io.StringIO()
    call_command("weigh", "--survey=work", stdout=out)
    return out.getvalue()


def test_replicates_are_weighted_on_the_cluster(answered, scheduler, settings, monkeypatch):
    store_plan(survey=answered, text=f"{PLAN}\n{REPLICATES}")
    here = weigh()
    settings.DASK_SCHEDULER = scheduler
    # Of this process, only the weights without replicates are asked.
    monkeypatch.setattr(
        "surveys.plans.weighting.weigh._check_input",
        lambda frame, base, status, replicates: [] if replicates is None else 1 / 0,
    )
    assert weigh() == here


def test_a_scheduler_that_does_not_answer_is_named(answered, settings, capsys, monkeypatch):
    monkeypatch.setattr("surveys.scale.dask_engine.TIMEOUT", "1s")
    store_plan(survey=answered, text=f"{PLAN}\n{REPLICATES}")
    settings.DASK_SCHEDULER = address = "tcp://127.0.0.1:9"
    with pytest.raises(SystemExit):
        weigh()
    told = capsys.readouterr().err
    assert address in told
    assert "PORTAL_DASK_SCHEDULER" in told


def test_without_the_packages_of_a_cluster_that_is_told(answered, settings, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    store_plan(survey=answered, text=f"{PLAN}\n{REPLICATES}")
    settings.DASK_SCHEDULER = "tcp://127.0.0.1:9"
    with pytest.raises(SystemExit):
        weigh()
    assert "extra “cluster”" in capsys.readouterr().err
