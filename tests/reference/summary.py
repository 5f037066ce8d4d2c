"""The table at the end: agree, unsupported, differ per operation, and the worst difference."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

STATUSES = ("agree", "unsupported", "differ")
# Operation, status, worst relative difference, names of numbers that were not compared.
Row = tuple[str, str, float, list[str]]


def lines(rows: Iterable[Row]) -> Iterator[str]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    worst: dict[str, float] = defaultdict(float)
    unusable: dict[str, list[str]] = {}
    for operation, status, difference, names in rows:
        counts[operation][status] += 1
        worst[operation] = max(worst[operation], difference)
        if names:
            unusable[operation] = names
    width = max(map(len, counts), default=0)
    yield f"{'':{width}}  {'  '.join(f'{name:>11}' for name in STATUSES)}  worst difference"
    for operation in sorted(counts):
        yield _line(f"{operation:{width}}", counts[operation], worst[operation])
    whole: Counter[str] = sum(counts.values(), Counter())
    yield _line(f"{'all':{width}}", whole, max(worst.values(), default=0.0))
    for operation, names in unusable.items():
        yield f"not compared, reference not usable: {operation}: {', '.join(names)}"


def _line(name: str, counts: Counter[str], worst: float) -> str:
    return f"{name}  {'  '.join(f'{counts[each]:11}' for each in STATUSES)}  {worst:.1e}"
