"""Which engine does the work, where nobody says it."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Literal

from surveys.scale.dask_engine import DaskEngine
from surveys.scale.duckdb_engine import DuckdbEngine
from surveys.scale.engine import Engine
from surveys.scale.pandas_engine import PandasEngine

EngineName = Literal["pandas", "duckdb", "dask"]


def usual_engine(scheduler: str) -> EngineName:
    """A cluster where there is a scheduler, else DuckDB where it is installed."""
    if scheduler:
        return "dask"
    return "duckdb" if find_spec("duckdb") else "pandas"


def engine_of(name: EngineName, scheduler: str) -> Engine:
    """The engine of this name."""
    if name == "dask":
        return DaskEngine(scheduler)
    return DuckdbEngine() if name == "duckdb" else PandasEngine()
