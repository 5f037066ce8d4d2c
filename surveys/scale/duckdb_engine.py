"""The engine for one machine: DuckDB over Parquet, which never holds the rows in memory."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from surveys.scale.checks import need_columns, need_numbers, refuse_weights, refuse_without_cell
from surveys.scale.engine import COUNT, FACTOR, WEIGHT

MISSING, WRONG = "_missing", "_not_positive"


class DuckdbEngine:
    """`memory` limits what DuckDB may hold before it writes to disk, such as "800MB"."""

    def __init__(self, *, threads: int | None = None, memory: str = "") -> None:
        self.options: dict[str, Any] = {"preserve_insertion_order": False}
        if threads:
            self.options["threads"] = threads
        if memory:
            self.options["memory_limit"] = memory

    def cells(
        self, source: Path, keys: Sequence[str], weight: str, values: Sequence[str] = ()
    ) -> pd.DataFrame:
        with self._open(source, [*keys, weight, *values]) as database:
            need_numbers([weight, *values], _numeric(database), "data")
            grouped, w = ", ".join(map(_quoted, keys)), f"{_quoted(weight)}::DOUBLE"
            sums = [f"count(*) AS {COUNT}", f"sum({_quoted(weight)}) AS {WEIGHT}"]
            sums += [
                f"coalesce(sum(CASE WHEN NOT isnan({name}::DOUBLE)"
                f" THEN {_quoted(weight)} * {name} END), 0) AS {name}"
                for name in map(_quoted, values)
            ]
            sums += [
                f"count(*) - count(CASE WHEN isfinite({w}) THEN 1 END) AS {MISSING}",
                f"count(CASE WHEN {w} <= 0 THEN 1 END) AS {WRONG}",
            ]
            cells: pd.DataFrame = database.sql(
                f"SELECT {', '.join([grouped, *sums])} FROM source"  # noqa: S608 - names are quoted
                f" GROUP BY {grouped} ORDER BY {grouped}"
            ).df()
            missing, wrong = (int(cells[name].sum()) for name in (MISSING, WRONG))
            refuse_weights(missing, wrong, f"data › {weight}")
            return cells.drop(columns=[MISSING, WRONG])

    def apply(
        self,
        source: Path,
        keys: Sequence[str],
        factors: pd.DataFrame,
        weight: str,
        target: Path,
    ) -> None:
        with self._open(source, [*keys, weight]) as database:
            database.register("factors", factors)
            matched = " AND ".join(
                f"s.{_quoted(key)} IS NOT DISTINCT FROM f.{_quoted(key)}" for key in keys
            )
            joined = f"source s LEFT JOIN factors f ON {matched}"
            unmatched = f"SELECT count(*) FROM {joined} WHERE f.{FACTOR} IS NULL"  # noqa: S608
            refuse_without_cell(database.sql(unmatched).fetchall()[0][0], source.name)
            product = f"s.{_quoted(weight)} * f.{FACTOR} AS {_quoted(weight)}"
            database.sql(
                f"COPY (SELECT s.* REPLACE ({product}) FROM {joined})"  # noqa: S608
                f" TO {_literal(target)} (FORMAT parquet)"
            )

    def _open(self, source: Path, wanted: Sequence[str]) -> Any:
        """A database in memory with the source as a view."""
        import duckdb

        database = duckdb.connect(config=self.options)
        pattern = source / "*.parquet" if source.is_dir() else source
        database.sql(f"CREATE VIEW source AS SELECT * FROM read_parquet({_literal(pattern)})")  # noqa: S608
        need_columns(wanted, database.table("source").columns, source.name)
        return database


def _numeric(database: Any) -> list[str]:
    """The columns of the source that hold numbers."""
    source = database.table("source")
    return [
        name
        for name, kind in zip(source.columns, source.types, strict=True)
        if kind.id in ("float", "double", "decimal")
        or kind.id.endswith("int")
        or kind.id.endswith("integer")
    ]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
