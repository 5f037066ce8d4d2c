"""Compares our evaluator with JavaRosa on random and changed submissions: see README.md."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from surveys.instrument.xlsform import convert_workbook
from tests.oracle import records
from tests.oracle.forms import SOURCES, xform


def main(arguments: list[str] | None = None) -> int:
    """Ends with an error where anything differs."""
    parser = argparse.ArgumentParser(prog="python -m tests.oracle", description=__doc__)
    parser.add_argument("forms", nargs="*", default=[*SOURCES], help="names, or .xlsx, .xls, .xml")
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument("--fills", type=int, default=5, help="filled submissions of each form")
    parser.add_argument("--rounds", type=int, default=1, help="changed ones of each kind per fill")
    parser.add_argument("--shown", type=int, default=5, help="differing submissions to print")
    parser.add_argument("--record", action="store_true", help="keep the results as test data")
    options = parser.parse_args(arguments)
    seeds = range(options.seed, options.seed + options.fills)
    differing = 0
    for name in options.forms:
        record = records.make(read(name), seeds, options.rounds)
        differing += report(name, record, options.shown)
        if options.record:
            records.write(name, record)
    return int(differing > 0)


def read(name: str) -> bytes:
    """The XForm of a known form, or of a file."""
    if name in SOURCES:
        return xform(name)
    path = Path(name)
    content = path.read_bytes()
    return content if path.suffix == ".xml" else convert_workbook(content, path.name)


def report(name: str, record: records.Record, shown: int) -> int:
    """Print agreement per kind; the number of submissions that differ."""
    agree, differ = Counter[str](), Counter[str]()
    for case, differences in record.differences(read(name)):
        (differ if differences else agree)[case.kind] += 1
        if differences and differ.total() <= shown:
            print(f"{name}, {case.kind}:", *differences[:6], sep="\n    ")
    print(f"{name}: {agree.total()} agree, {differ.total()} differ")
    for kind in {**agree, **differ}:
        print(f"    {kind:10} {agree[kind]:5} agree {differ[kind]:5} differ")
    return differ.total()


if __name__ == "__main__":
    sys.exit(main())
