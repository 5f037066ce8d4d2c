"""JavaRosa's results on many submissions: made with Java, kept in files, read without Java."""

from __future__ import annotations

import datetime as dt
import json
import lzma
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from lxml import etree

from surveys.instrument.program import Program
from surveys.instrument.questionnaire import read_questionnaire
from tests.oracle.agreement import Comparison
from tests.oracle.answers import pools
from tests.oracle.engine import Answer, JavaRosa
from tests.oracle.forms import STEERED
from tests.oracle.mutations import Mutator, complete

FOLDER = Path(__file__).parents[1] / "data" / "agreement"


@dataclass
class Case:
    """A submission, how it came to be, and what the engine says."""

    kind: str
    xml: str
    answer: Answer


@dataclass
class Record:
    """The cases of one form, made on one day."""

    today: dt.date
    cases: list[Case]

    def differences(self, xform: bytes) -> Iterator[tuple[Case, list[str]]]:
        """Each case with what differs between the engine and us."""
        comparison = Comparison(Program(read_questionnaire(xform)), self.today)
        for case in self.cases:
            yield case, comparison.differences(case.xml, case.answer)


def make(xform: bytes, seeds: range, rounds: int) -> Record:
    """New cases from JavaRosa: for each seed one filled and `rounds` changed of each kind."""
    form = read_questionnaire(xform)
    program, today = Program(form), dt.datetime.now(dt.UTC).date()
    pool = pools(form, today) | {path: [answer] for path, answer in STEERED.items()}
    mutator = Mutator(program, pool, seeds.start)
    judged: list[tuple[str, str, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        engine = JavaRosa(xform, pool, Path(folder))
        for filled in engine.fill(seeds):
            if filled.stopped:
                raise RuntimeError(filled.stopped)
            root = complete(program, filled.xml)
            judged.append(("filled", filled.xml, etree.tostring(root, encoding="unicode")))
            for kind in mutator.KINDS * rounds:
                xml = mutator.mutate(kind, root)
                judged.append((kind, xml, xml))
        answers = engine.judge(xml for _, _, xml in judged)
    cases = [
        Case(kind, xml, answer)
        for (kind, xml, _), answer in zip(judged, answers, strict=True)
        if not answer.stopped  # the engine ends on some texts that are no places
    ]
    return Record(today, cases)


def write(name: str, record: Record) -> None:
    lines = [json.dumps({"today": record.today.isoformat()})]
    lines += [json.dumps(asdict(case), ensure_ascii=False) for case in record.cases]
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{name}.jsonl.xz").write_bytes(lzma.compress("\n".join(lines).encode(), preset=9))


def read(name: str) -> Record:
    """The kept cases of a form."""
    lines = lzma.decompress((FOLDER / f"{name}.jsonl.xz").read_bytes()).decode().split("\n")
    head, *cases = map(json.loads, lines)
    made = [Case(case["kind"], case["xml"], Answer(**case["answer"])) for case in cases]
    return Record(dt.date.fromisoformat(head["today"]), made)
