"""How many rows one statement writes: a database bounds the parameters of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

BATCH = 500
FEW = 100
"""Rows updated at once: such a statement has a case for each, and grows with their square."""
Item = TypeVar("Item")


def batches(items: Sequence[Item], size: int = BATCH) -> Iterator[Sequence[Item]]:
    """The items in runs of this size, the last one shorter."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
