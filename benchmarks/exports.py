"""100,000 stored interviews exported in every format: seconds, memory, queries.

    PORTAL_HOME=$(mktemp -d) .venv/bin/python benchmarks/exports.py [--submissions N] [--format F]
        [--database sqlite|postgresql]

Each format runs in a process of its own on one database, so that its peak memory is its own.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import site  # noqa: E402 - this folder's parent must be found first

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
FORMATS = ("csv", "xlsx", "parquet", "sav", "dta", "ddi", "attachments")
MOST_MEGABYTES = 300
MOST_QUERIES = 6


def prepare(count: int) -> None:
    import django

    django.setup()
    from benchmarks.stored import fill

    fill(count)


def one(kind: str) -> None:
    """Export in one format; prints seconds, peak megabytes, and the number of queries."""
    import django

    django.setup()
    from django.db import connection

    from surveys.models import Survey
    from surveys.services.exports import Selection, write_export

    queries = []
    survey = Survey.objects.get(slug="bench")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / f"cases.{kind}"
        started = time.perf_counter()
        with connection.execute_wrapper(lambda run, *args: (queries.append(1), run(*args))[1]):
            written = write_export(
                survey=survey, kind=kind, selection=Selection(all_states=True), out=out
            )
        seconds = time.perf_counter() - started
    status = Path("/proc/self/status").read_text()
    peak = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    print(f"{kind}\t{written.rows['']}\t{seconds:.1f} s\t{peak:.0f} MB\t{len(queries)} queries")
    if peak > MOST_MEGABYTES or len(queries) > MOST_QUERIES:
        sys.exit(f"{kind}: more than {MOST_MEGABYTES} MB or {MOST_QUERIES} queries")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=100_000)
    parser.add_argument("--format", choices=FORMATS, action="append")
    parser.add_argument("--database", choices=site.DATABASES, default="sqlite")
    parser.add_argument("--one", choices=FORMATS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        one(options.one)
        return
    with site.database_of(options.database):
        prepare(options.submissions)
        failed = [
            kind
            for kind in options.format or FORMATS
            if subprocess.run([sys.executable, __file__, "--one", kind], check=False).returncode
        ]
    sys.exit(f"over the limit or failed: {', '.join(failed)}" if failed else 0)


if __name__ == "__main__":
    main()
