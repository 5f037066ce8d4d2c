"""JavaRosa in a process of its own: it fills questionnaires and judges submissions."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote_plus, unquote_plus

from pyxform.validators.odk_validate import ODK_VALIDATE_PATH

DRIVER = Path(__file__).with_name("Oracle.java")
Pools = dict[str, list[str]]


@dataclass
class Answer:
    """What the engine made of one request: the XML it writes, its verdicts, wanted counts."""

    xml: str = ""
    verdicts: list[tuple[str, str]] = field(default_factory=list)
    counts: dict[str, str] = field(default_factory=dict)
    stopped: str = ""


def java_is_here() -> bool:
    """Whether a Java that compiles is installed."""
    return shutil.which("java") is not None and shutil.which("javac") is not None


class JavaRosa:
    """JavaRosa with one form; time zone UTC."""

    def __init__(self, xform: bytes, pools: Pools, folder: Path) -> None:
        self.form, self.pools = folder / "form.xml", folder / "pools.tsv"
        self.form.write_bytes(xform)
        lines = [f"{kind}\t{quote_plus(value)}\n" for kind in pools for value in pools[kind]]
        self.pools.write_text("".join(lines), "utf-8")

    def fill(self, seeds: Iterable[int]) -> list[Answer]:
        """A random submission for each seed."""
        return self._ask(f"fill {seed}" for seed in seeds)

    def judge(self, submissions: Iterable[str]) -> list[Answer]:
        """Each submission loaded and computed anew, with the verdicts on it."""
        return self._ask(f"judge {quote_plus(xml)}" for xml in submissions)

    def walk(self, rounds: Iterable[Iterable[str]]) -> list[str]:
        """The submission after each round of steps: `PLACE=ANSWER`, or `PLACE` for an instance."""
        steps = "\n\n".join("\n".join(each) for each in rounds)
        lines = self._run([f"walk {quote_plus(steps)}"])
        stopped = [line for line in lines if line.startswith("stopped")]
        if stopped:
            raise RuntimeError(unquote_plus(stopped[0]))
        return [unquote_plus(line.removeprefix("xml ")) for line in lines if line != "end"]

    def _ask(self, requests: Iterable[str]) -> list[Answer]:
        return list(_answers(self._run(requests)))

    def _run(self, requests: Iterable[str]) -> list[str]:
        command = ["java", "-cp", str(ODK_VALIDATE_PATH), str(DRIVER)]
        run = subprocess.run(
            [*command, str(self.form), str(self.pools)],
            input="\n".join(requests),
            capture_output=True,
            text=True,
            check=True,
            timeout=300,
            env={**os.environ, "TZ": "UTC"},
        )
        return run.stdout.splitlines()


def _answers(lines: Iterable[str]) -> Iterator[Answer]:
    answer = Answer()
    for line in lines:
        word, _, rest = line.partition(" ")
        if word == "xml":
            answer.xml = unquote_plus(rest)
        elif word == "verdict":
            code, _, place = rest.partition(" ")
            answer.verdicts.append((code, place))
        elif word == "count":
            wanted, _, place = rest.partition(" ")
            answer.counts[place] = wanted
        elif word == "stopped":
            answer.stopped = unquote_plus(rest)
        elif word == "end":
            yield answer
            answer = Answer()


def plain(place: str, repeats: frozenset[str]) -> str:
    """`/data[1]/job[2]/x[1]` with places for repeats only: `/data/job[2]/x`."""
    found, path = "", ""
    for name, number in re.findall(r"/([^/\[]+)(?:\[(\d+)\])?", place):
        path += f"/{name}"
        found += f"/{name}[{number or 1}]" if path in repeats else f"/{name}"
    return found
