"""The engine for a cluster: the same functions on every part, and cells added up.

Replicates are the work that gains most: each worker adjusts some of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from surveys.cleaning.frame import Frame
from surveys.errors import Problem, SurveyError
from surveys.numerics.grouping import Floats
from surveys.plans.weighting.nonresponse import Statuses
from surveys.plans.weighting.plan import WeightingPlan
from surveys.plans.weighting.weigh import weigh
from surveys.plans.weighting.weights import Weights
from surveys.sampling.replicates import ReplicateDesign, Replicates
from surveys.scale.checks import need_columns, refuse_without_cell
from surveys.scale.pandas_engine import add_up, cells_of, multiplied

TIMEOUT = "10s"


class DaskEngine:
    """`scheduler` is the address of a running scheduler, such as "tcp://10.0.0.5:8786"."""

    def __init__(self, scheduler: str) -> None:
        self.scheduler = scheduler

    def cells(
        self, source: Path, keys: Sequence[str], weight: str, values: Sequence[str] = ()
    ) -> pd.DataFrame:
        with self._client() as client:
            data = self._read(source, [*keys, weight, *values])
            parts = [
                client.submit(cells_of, part, keys, weight, values, pure=False)
                for part in client.compute(data.to_delayed())
            ]
            return add_up(pd.concat(client.gather(parts), ignore_index=True), keys)

    def apply(
        self,
        source: Path,
        keys: Sequence[str],
        factors: pd.DataFrame,
        weight: str,
        target: Path,
    ) -> None:
        with self._client() as client:
            data = self._read(source, [*keys, weight])
            target.mkdir(parents=True)
            parts = [
                client.submit(
                    write_part, part, keys, factors, weight, target / f"part-{place:05d}.parquet"
                )
                for place, part in enumerate(client.compute(data.to_delayed()))
            ]
            refuse_without_cell(sum(client.gather(parts)), source.name)

    def weigh(
        self,
        frame: Frame,
        base: Floats,
        plan: WeightingPlan,
        status: Statuses,
        replicates: ReplicateDesign,
        parts: int = 8,
    ) -> Weights:
        """The same as `weigh`, with the replicates shared out over the workers."""
        shares = np.array_split(replicates.factors, parts, axis=1)
        with self._client() as client:
            given = client.scatter([frame, base, plan, status], broadcast=True)
            done = [
                client.submit(weigh, *given, _part(replicates, factors), pure=False)
                for factors in shares
                if factors.shape[1]
            ]
            weights: list[Weights] = client.gather(done)
        values = [each.replicates.values for each in weights if each.replicates]
        steps = tuple(
            replace(same[0], iterations=max(each.iterations for each in same))
            for same in zip(*(each.steps for each in weights), strict=True)
        )
        whole = Replicates(np.hstack(values), replicates)
        return replace(weights[0], steps=steps, replicates=whole)

    def _client(self) -> Any:
        """A client of the scheduler; raises `SurveyError` where it cannot be had."""
        try:
            import distributed
        except ImportError as error:
            raise SurveyError([Problem("cluster_missing", "cluster", str(error))]) from error
        open_client: Any = distributed.Client
        try:
            return open_client(self.scheduler, timeout=TIMEOUT)
        except OSError as error:
            raise SurveyError([Problem("no_scheduler", "Dask", self.scheduler)]) from error

    def _read(self, source: Path, wanted: Sequence[str]) -> Any:
        import dask.dataframe as dd

        data = dd.read_parquet(source)
        need_columns(wanted, [*data.columns], source.name)
        return data


def _part(design: ReplicateDesign, factors: Floats) -> ReplicateDesign:
    return replace(design, factors=factors, rscales=np.ones(factors.shape[1]))


def write_part(
    data: pd.DataFrame, keys: Sequence[str], factors: pd.DataFrame, weight: str, target: Path
) -> int:
    """Write one part, and count the rows without a factor."""
    result = multiplied(data, keys, factors, weight)
    result.to_parquet(target, index=False)
    return int(result[weight].isna().sum())
