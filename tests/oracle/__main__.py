"""Compares our evaluator with JavaRosa: see README.md."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import tempfile
from collections import Counter
from pathlib import Path

from surveys.instrument.program import Program
from surveys.instrument.questionnaire import read_questionnaire
from tests.oracle.agreement import Comparison
from tests.oracle.answers import pools
from tests.oracle.engine import JavaRosa
from tests.oracle.mutations import Mutator, complete


def compare(xform: bytes, seeds: range, rounds: int, shown: int) -> Counter[str]:
    form = read_questionnaire(xform)
    program = Program(form)
    today = dt.datetime.now(dt.UTC).date()
    pool = pools(form, today)
    tally: Counter[str] = Counter()
    comparison = Comparison(program, today)
    with tempfile.TemporaryDirectory() as folder:
        engine = JavaRosa(xform, pool, Path(folder))
        filled = engine.fill(seeds)
        cases: list[tuple[str, str]] = []
        mutator = Mutator(program, pool, seeds.start)
        for answer in filled:
            if answer.stopped:
                tally[f"stopped: {answer.stopped[:200]}"] += 1
                continue
            root = complete(program, answer.xml)
            from lxml import etree
            cases.append(("filled", etree.tostring(root, encoding="unicode")))
            for _ in range(rounds):
                cases += [(kind, mutator.mutate(kind, root)) for kind in mutator.kinds]
        for (kind, xml), answer in zip(cases, engine.judge(x for _, x in cases), strict=True):
            if answer.stopped:
                tally[f"{kind} stopped"] += 1
                if shown > 0:
                    print(kind, "STOPPED", answer.stopped[:300]); shown -= 1
                continue
            differences = comparison.differences(xml, answer)
            tally[f"{kind} {'differ' if differences else 'agree'}"] += 1
            if differences and shown > 0:
                shown -= 1
                print(kind, *differences[:6], sep="\n   ")
    return tally


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("form", type=Path)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--shown", type=int, default=10)
    arguments = parser.parse_args()
    seeds = range(arguments.start, arguments.start + arguments.seeds)
    tally = compare(arguments.form.read_bytes(), seeds, arguments.rounds, arguments.shown)
    for line, count in sorted(tally.items()):
        print(count, line)
