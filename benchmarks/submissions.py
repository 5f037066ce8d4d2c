"""What a submission costs, checks included, and whether fifty a second of a long form are taken in.

    .venv/bin/python benchmarks/submissions.py [--database sqlite|postgresql] [--part cost|rush]

The site runs as `./run serve` starts it; devices post multipart over connections that are kept.
It ends with an error where a goal is missed.
"""

import argparse
import http.client
import subprocess
import sys
import threading
import time
from contextlib import closing
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
from benchmarks import forms, site  # noqa: E402 - this folder's parent must be found first

PARTS = ("cost", "rush")
CLIENTS, WARM, COUNTED = 4, 200, 2_000
MOST_MS = 12.0
RATE, SECONDS, RUSHING, PATIENCE = 50, 60, 8, 60.0
"""Submissions a second, for so many seconds, over so many connections; seconds until all are checked."""


class Sender:
    """Posts submissions from several threads; `waits` are seconds from when each was due."""

    def __init__(self, base, kind):
        self.base, self.kind = urlsplit(base), kind
        self.numbers, self.statuses, self.waits = count(), {}, []

    def send(self, number, clients, rate=None):
        """Send so many more, as fast as can be or at this rate; returns seconds on the clock."""
        first = next(self.numbers)
        until, began = first + number, time.perf_counter()
        self.numbers, self.waits = count(first), []
        due = (lambda place: began + (place - first) / rate) if rate else None
        threads = [threading.Thread(target=self._post, args=[until, due]) for _ in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.numbers = count(until)
        return time.perf_counter() - began

    def _post(self, until, due):
        with closing(http.client.HTTPConnection(self.base.netloc, timeout=60)) as line:
            while (number := next(self.numbers)) < until:
                moment = due(number) if due else time.perf_counter()
                time.sleep(max(0.0, moment - time.perf_counter()))
                line.request(
                    "POST", f"{self.base.path}submission", *forms.request(self.kind, number)
                )
                answer = line.getresponse()
                answer.read()
                self.waits.append(time.perf_counter() - moment)
                self.statuses[answer.status] = self.statuses.get(answer.status, 0) + 1


def unchecked(kind):
    from surveys.models import Submission

    return Submission.objects.filter(survey__slug=kind, checked_at=None).count()


def all_checked(kind, patience):
    """Seconds until every submission is checked; None if that takes longer than the patience."""
    began = time.perf_counter()
    while time.perf_counter() - began < patience:
        if not unchecked(kind):
            return time.perf_counter() - began
        time.sleep(0.25)
    return None


def faults(kind, sender, expected):
    """What is wrong with what was stored: nothing may be lost, refused or found faulty."""
    from surveys.models import Submission

    stored = Submission.objects.filter(survey__slug=kind)
    found = {"answers": sender.statuses, "stored": stored.count()}
    wanted = {"answers": {201: expected}, "stored": expected}
    wrong = stored.filter(issue_count__gt=0).count()
    return ([f"found {found}, expected {wanted}"] if found != wanted else []) + (
        [f"{wrong} have issues"] if wrong else []
    )


def cost(base):
    """Milliseconds of processor time per submission of forty questions, of all processes of the site."""
    sender = Sender(base, "cost")
    sender.send(WARM, CLIENTS)
    before = site.processor_seconds()
    clock = sender.send(COUNTED, CLIENTS)
    all_checked("cost", PATIENCE)
    spent = 1000 * (site.processor_seconds() - before) / COUNTED
    print(f"{spent:.1f} ms of processor time, {COUNTED / clock:.0f} a second", flush=True)
    wrong = faults("cost", sender, WARM + COUNTED)
    return wrong + ([f"{spent:.1f} ms, more than {MOST_MS:.0f}"] if spent > MOST_MS else [])


def rush(base):
    """Fifty a second for a minute: all are acknowledged, and checked a minute later."""
    sender = Sender(base, "rush")
    before, own = site.processor_seconds(), time.process_time()
    clock = sender.send(RATE * SECONDS, RUSHING, RATE)
    late = all_checked("rush", PATIENCE)
    spent, own = site.processor_seconds() - before, time.process_time() - own
    waits = sorted(sender.waits)
    p50, p95, p99 = (1000 * waits[int(share * len(waits))] for share in (0.5, 0.95, 0.99))
    print(
        f"{RATE * SECONDS} in {clock:.1f} s, answered after {p50:.0f} ms (median), {p95:.0f} (95 %), "
        f"{p99:.0f} (99 %); checked {'too late' if late is None else f'{late:.1f} s later'}; "
        f"{1000 * spent / len(waits):.1f} ms of processor time each, the devices' {own:.0f} s apart",
        flush=True,
    )
    wrong = faults("rush", sender, RATE * SECONDS)
    wrong += ["the rate was not held"] if clock > SECONDS + 1 else []
    return wrong + ([f"not all checked after {PATIENCE:.0f} s"] if late is None else [])


def measure(database, parts):
    """Run the parts on one database; whether all goals are reached."""
    wrong = []
    with site.served(database) as address:
        import django

        django.setup()
        for part in parts:
            print(f"{database:<12}{part:<6}", end="", flush=True)
            base = forms.prepare(part, address)
            wrong += {"cost": cost, "rush": rush}[part](base)
    for line in wrong:
        print(f"  {line}")
    return not wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=site.DATABASES)
    parser.add_argument("--part", choices=PARTS)
    options = parser.parse_args()
    if options.database:
        return 0 if measure(options.database, [options.part] if options.part else PARTS) else 1
    command = [sys.executable, __file__, *sys.argv[1:], "--database"]
    return max(subprocess.run([*command, each], check=False).returncode for each in site.DATABASES)


if __name__ == "__main__":
    sys.exit(main())
