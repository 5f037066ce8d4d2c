"""Interviews in which answers are given and changed, and what the engine has set after each round.

.venv/bin/python -m tests.oracle.walks        renews tests/data/agreement/walks.json
"""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.oracle.engine import JavaRosa
from tests.oracle.forms import xform

FILE = Path(__file__).parents[1] / "data" / "agreement" / "walks.json"
FORM = "actions"
WALKS = [
    [["/data/a[1]=4"], ["/data/a[1]=4", "/data/b[1]=9"], ["/data/a[1]=12"], ["/data/a[1]=5"]],
    [["/data/one[1]=no", "/data/size[1]=abc"], ["/data/one[1]=", "/data/size[1]="]],
    [
        ["/data/a[1]=8", "/data/job[1]/title[1]=x", "/data/job[2]", "/data/job[2]/pay[1]=3"],
        ["/data/a[1]=9", "/data/job[2]/title[1]=y", "/data/job[2]/pay[1]=4", "/data/job[3]"],
        ["/data/job[1]/pay[1]=6", "/data/log[1]=mine", "/data/visit[2]/number[1]=1"],
    ],
    [
        ["/data/a[1]="],
        ["/data/a[1]=11", "/data/secret[1]=s", "/data/hidden[1]=h"],
        ["/data/a[1]=2"],
    ],
]
"""Walks of rounds of steps, each in the order of the sheet: a place and its answer, or a new instance."""


@dataclass(frozen=True)
class Walked:
    """One walk, and the submission after each of its rounds."""

    rounds: list[list[str]]
    xml: list[str]


def make() -> list[Walked]:
    with tempfile.TemporaryDirectory() as folder:
        engine = JavaRosa(xform(FORM), {"TEXT": ["a"]}, Path(folder))
        return [Walked(rounds, engine.walk(rounds)) for rounds in WALKS]


def read() -> tuple[dt.date, list[Walked]]:
    """The day on which the engine walked, and its walks."""
    kept = json.loads(FILE.read_text("utf-8"))
    return dt.date.fromisoformat(kept["today"]), [Walked(**walk) for walk in kept["walks"]]


def main() -> None:
    walks = [vars(walked) for walked in make()]
    today = dt.datetime.now(dt.UTC).date().isoformat()
    FILE.write_text(json.dumps({"today": today, "walks": walks}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
