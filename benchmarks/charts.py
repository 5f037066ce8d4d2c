"""Milliseconds and bytes of both drawings of every kind, alone and gzipped: the gallery's examples."""

import gzip
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROUNDS = 200
GOAL = 4.0


def measure(kind, language):
    """The median time of both drawings in milliseconds."""
    from portal.charts.examples import example

    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        figure = example(kind, language)
        _ = figure.picture + figure.narrow_picture
        times.append(time.perf_counter() - started)
    return 1000 * statistics.median(times)


def main():
    sys.path.insert(0, str(ROOT))
    from portal.charts.examples import KINDS, example

    slowest = 0.0
    print(f"{'kind':<12}{'ms':>8}{'bytes':>8}{'gzip':>8}")
    for kind in KINDS:
        for language in ("en", "zh-hans"):
            spent = measure(kind, language)
            slowest = max(slowest, spent)
            figure = example(kind, language)
            svg = (figure.picture + figure.narrow_picture).encode()
            name = kind if language == "en" else "  in Chinese"
            print(f"{name:<12}{spent:>8.2f}{len(svg):>8}{len(gzip.compress(svg)):>8}")
    print(f"slowest: {slowest:.2f} ms (aim: under {GOAL:.0f} ms)")
    return slowest >= GOAL


if __name__ == "__main__":
    sys.exit(main())
