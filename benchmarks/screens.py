"""The admin's pages of a survey with 100,000 stored interviews: processor time, queries, memory.

    PORTAL_HOME=$(mktemp -d) .venv/bin/python benchmarks/screens.py [--submissions N]
        [--database sqlite|postgresql]

It ends with an error where a goal is missed. Times are medians of five visits after a first one,
which loads code and counts anew what is kept for some seconds. The interviews are stored by a
process of its own, so that the peak of memory is that of the pages.
"""

import argparse
import multiprocessing
import os
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import site  # noqa: E402 - this folder's parent must be found first

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
VISITS = 5
MOST_MEGABYTES = 300
INBOX, DASHBOARD = "/admin/surveys/bench/inbox/", "/admin/surveys/bench/fieldwork/"
GOALS = {
    INBOX: 0.3,
    f"{INBOX}?state=hasIssues": 0.3,
    f"{INBOX}?order=oldest&page=1000": 0.5,
    f"{INBOX}?stratum=Stratum+07": 0.3,
    f"{INBOX}?text=C0054321": 0.3,
    f"{INBOX}?code=required": 0.3,
    DASHBOARD: 0.7,
    "/admin/surveys/bench/": 0.3,
    "/admin/surveys/bench/data/": 0.3,
    "/admin/surveys/": 0.3,
}
"""Seconds of processor time."""


def prepare(number):
    import django

    django.setup()
    from django.core.management import call_command

    from benchmarks.stored import fill

    fill(number)
    call_command("compile_catalogue")
    call_command("collectstatic", interactive=False, verbosity=0)


def reader():
    """A browser of somebody who leads all surveys, on this process's own site."""
    from django.test import Client

    from portal.models import User

    user = User.objects.filter(is_superuser=True).first()
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user or User.objects.create_superuser("reader@demo.example", "x"))
    return client


def visit(client, path):
    """Seconds of processor time, the database's included, and the queries of one visit."""
    from django.db import connection

    queries = []
    others, started = site.processor_seconds(), time.process_time()
    with connection.execute_wrapper(lambda run, *args: (queries.append(args[0]), run(*args))[1]):
        answer = client.get(path)
    seconds = time.process_time() - started + site.processor_seconds() - others
    if answer.status_code != 200:
        raise SystemExit(f"{path} answered {answer.status_code}")
    return seconds, len(queries)


def measure(number):
    """Store so many interviews, visit every page; the goals that are missed."""
    storing = multiprocessing.get_context("spawn").Process(target=prepare, args=(number,))
    storing.start()
    storing.join()
    if storing.exitcode:
        sys.exit("The interviews could not be stored; the error stands above.")
    import django

    django.setup()
    client, missed = reader(), []
    for path, goal in GOALS.items():
        first, *visits = (visit(client, path) for _ in range(VISITS + 1))
        seconds, queries = (statistics.median(each) for each in zip(*visits, strict=True))
        print(
            f"{path:<52}{seconds:>6.2f} s (goal {goal} s), the first time {first[0]:.2f} s;"
            f"{queries:>3.0f} queries",
            flush=True,
        )
        missed += [path] if seconds > goal else []
    peak = int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) / 1024
    print(f"{peak:.0f} MB at most")
    missed += [f"{peak:.0f} MB"] if peak > MOST_MEGABYTES else []
    return missed


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=100_000)
    parser.add_argument("--database", choices=site.DATABASES, default="sqlite")
    options = parser.parse_args()
    with site.database_of(options.database):
        missed = measure(options.submissions)
    sys.exit(f"over the goal: {', '.join(missed)}" if missed else 0)


if __name__ == "__main__":
    main()
