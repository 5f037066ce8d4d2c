"""The engine for one machine: DuckDB over Parquet, which never holds the rows in memory."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from surveys.scale.checks import need_columns, refuse_without_cell
from surveys.scale.engine import COUNT, FACTOR, WEIGHT


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
            grouped = ", ".join(map(_quoted, keys))
            sums = [f"count(*) AS {COUNT}", f"sum({_quoted(weight)}) AS {WEIGHT}"]
            sums += [
                f"sum({_quoted(weight)} * coalesce({_quoted(name)}, 0)) AS {_quoted(name)}"
                for name in values
            ]
            cells: pd.DataFrame = database.sql(
                f"SELECT {', '.join([grouped, *sums])} FROM source"  # noqa: S608 - names are quoted
                f" GROUP BY {grouped} ORDER BY {grouped}"
            ).df()
            return cells

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


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
