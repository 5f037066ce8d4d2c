"""Weights and estimates side by side with svy and with R's survey: medians, ratios, memory.

Every peer is a process that waits; rounds alternate between them, so that whatever else the machine
does meets all. Each also gives one number of its result, on which all have to agree. Ratios are of
elapsed times; the engine, which uses one thread, has its aims for the time of the processor, which
other programs on the machine lengthen less.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
PEERS = ROOT / "benchmarks" / "peers"
MEGABYTES = 50


@dataclass(frozen=True)
class Task:
    """What is measured: most milliseconds, least ratios to the peers, and calls in each round."""

    title: str
    milliseconds: float
    ratios: dict[str, float]
    calls: dict[str, int]
    small: bool = True


TASKS = {
    "rake_small": Task("rake, n = 3,000", 1, {"svy": 3, "R": 10}, {"ours": 50, "svy": 10, "R": 5}),
    "rake_large": Task(
        "rake, n = 1,000,000", 20, {"svy": 3, "R": 40}, {"ours": 5, "svy": 1, "R": 1}, small=False
    ),
    "replicates": Task(
        "500 replicates re-raked, n = 3,000", 50, {"svy": 3, "R": 40}, {"ours": 5, "svy": 2, "R": 1}
    ),
    "findings": Task(
        "6,720 proportions, 400 tests", 250, {"svy": 3, "R": 40}, {"ours": 5, "svy": 1, "R": 1}
    ),
}


class Peer:
    """A waiting process, and what it has answered by task."""

    def __init__(self, name, command, folder):
        self.name = name
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
        self.process = subprocess.Popen(
            [*command, folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment,
        )
        self.version = self.answer()["version"]
        self.seconds, self.processor = ({task: [] for task in TASKS} for _ in range(2))
        self.memory, self.digests = {}, {}

    def __enter__(self):
        return self

    def __exit__(self, *_reason):
        self.process.stdin.close()
        self.process.wait(timeout=60)

    def answer(self):
        for line in self.process.stdout:
            if line.startswith("{"):
                return json.loads(line)
        raise SystemExit(f"{self.name} ended before it answered")

    def do(self, task):
        print(task, TASKS[task].calls[self.name], file=self.process.stdin, flush=True)
        answer = self.answer()
        self.seconds[task] += answer["seconds"]
        self.processor[task] += answer.get("processor", [])
        self.memory[task] = max(answer["memory"], self.memory.get(task, 0.0))
        self.digests[task] = answer["digest"]

    def milliseconds(self, task):
        return 1000 * statistics.median(self.seconds[task])


def commands(options):
    """The peers that are installed, by name; a line for each that is not."""
    found = {"ours": [sys.executable, PEERS / "ours.py"]}
    if options.peer:
        found["svy"] = [options.peer, PEERS / "with_svy.py"]
    else:
        print("svy is left out: --peer names a Python that has it")
    if options.rscript:
        found["R"] = [options.rscript, PEERS / "with_survey.R"]
    else:
        print("R is left out: there is no Rscript")
    return found


def missed(name, task, peers):
    """Print a row of the table; the goals that are missed."""
    ours = peers["ours"]
    spent, used = ours.milliseconds(name), ours.memory[name]
    processor, wrong = 1000 * statistics.median(ours.processor[name]), []
    row = f"{task.title:<36}{spent:>9.2f}{processor:>9.2f}{task.milliseconds:>6}{used:>6.0f}"
    if processor > task.milliseconds:
        wrong.append(f"{task.title}: {processor:.2f} ms")
    if task.small and used > MEGABYTES:
        wrong.append(f"{task.title}: {used:.0f} MB")
    for other in list(peers.values())[1:]:
        ratio, least = other.milliseconds(name) / spent, task.ratios[other.name]
        row += f"{other.milliseconds(name):>11.1f}{ratio:>8.0f}{other.memory[name]:>7.0f}"
        if ratio < least:
            wrong.append(f"{task.title}: {ratio:.1f} times as fast as {other.name}, not {least}")
        if abs(other.digests[name] / ours.digests[name] - 1) > 1e-6:
            wrong.append(f"{task.title}: {other.name} has another result")
    print(row)
    return wrong


def measure(options, folder):
    from benchmarks.peers.data import write

    write(Path(folder))
    with ExitStack() as stack:
        peers = {
            name: stack.enter_context(Peer(name, command, folder))
            for name, command in commands(options).items()
        }
        for _round in range(options.rounds):
            for task in TASKS:
                for peer in peers.values():
                    peer.do(task)
        print(*(f"{name}: {peer.version}" for name, peer in peers.items()), sep="; ")
        heads = "".join(f"{f'{name} ms':>11}{'times':>8}{'MB':>7}" for name in list(peers)[1:])
        print(f"{'':<36}{'ms':>9}{'CPU ms':>9}{'aim':>6}{'MB':>6}{heads}")
        return [line for name, task in TASKS.items() for line in missed(name, task, peers)]


def main():
    sys.path.insert(0, str(ROOT))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", help="a Python that has svy installed")
    parser.add_argument("--rscript", default=shutil.which("Rscript"), help="an Rscript with survey")
    parser.add_argument("--rounds", type=int, default=3)
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        wrong = measure(parser.parse_args(), folder)
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(*wrong or ["every goal is reached"], sep="\n")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
