"""100,000 stored interviews exported in every format: seconds, memory, queries.

    PORTAL_HOME=$(mktemp -d) .venv/bin/python benchmarks/exports.py [--submissions N] [--format F]

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
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
FORMATS = ("csv", "xlsx", "parquet", "sav", "dta", "ddi")
MOST_MEGABYTES = 300
STREAMED = ("csv", "xlsx", "parquet", "ddi")


def fill(count: int) -> None:
    """A survey with the demonstration's questionnaire and so many interviews of six people."""
    import django

    django.setup()
    from django.core.management import call_command

    from surveys.collection.answers import parse_submission
    from surveys.collection.rows import flat_row, repeat_rows
    from surveys.models import Submission, Survey
    from surveys.queries import questionnaire_of
    from surveys.services.frames import latest_instrument
    from surveys.simulation.survey import simulate_survey

    call_command("migrate", verbosity=0)
    workbook = ROOT / "surveys/fixtures/nse/questionnaire.xlsx"
    call_command("import_instrument", str(workbook), "--survey", "bench", "--publish")
    survey = Survey.objects.get(slug="bench")
    version = latest_instrument(survey)
    questionnaire = questionnaire_of(version)
    simulated = simulate_survey(questionnaire, issued=500)
    rows = []
    for interview in simulated.interviews[:50]:
        parsed = parse_submission(simulated.submission(interview))
        rows.append((flat_row(questionnaire, parsed), repeat_rows(questionnaire, parsed)))
    for start in range(0, count, 1000):
        Submission.objects.bulk_create(
            Submission(
                survey=survey,
                instrument=version,
                instance_id=f"uuid:{number:08}",
                sha256=str(number),
                state=Submission.State.APPROVED,
                row=rows[number % len(rows)][0],
                repeats=rows[number % len(rows)][1],
            )
            for number in range(start, min(start + 1000, count))
        )


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
            written = write_export(survey=survey, kind=kind, selection=Selection(), out=out)
        seconds = time.perf_counter() - started
    status = Path("/proc/self/status").read_text()
    peak = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    print(f"{kind}\t{written.rows['']}\t{seconds:.1f} s\t{peak:.0f} MB\t{len(queries)} queries")
    if kind in STREAMED and peak > MOST_MEGABYTES:
        sys.exit(f"{kind}: {peak:.0f} MB, more than {MOST_MEGABYTES}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=100_000)
    parser.add_argument("--format", choices=FORMATS, action="append")
    parser.add_argument("--one", choices=FORMATS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        one(options.one)
        return
    fill(options.submissions)
    failed = [
        kind
        for kind in options.format or FORMATS
        if subprocess.run([sys.executable, __file__, "--one", kind], check=False).returncode
    ]
    sys.exit(f"over the limit or failed: {', '.join(failed)}" if failed else 0)


if __name__ == "__main__":
    main()
