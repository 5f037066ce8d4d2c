"""Existing answers from files into a survey."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from surveys.management.commands._problems import reported
from surveys.management.commands._surveys import survey_named
from surveys.services.imports import Reading, check_answers, import_answers
from surveys.services.judging_later import judge_waiting


class Command(BaseCommand):
    help = (
        "Takes in answers from CSV, Excel, SPSS, Stata or Parquet, also as ODK Central (its "
        "archive too) and Kobo export them. Tells first what would be lost. A row that is in already is not stored again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", type=Path, nargs="+", help="the interviews, and files named after their repeats"
        )
        parser.add_argument("--survey", required=True, metavar="SLUG")
        parser.add_argument(
            "--map", action="append", default=[], metavar="COLUMN=PATH",
            help="a column's question, such as sex=grp_b/b_sex; COLUMN=- leaves it out",
        )  # fmt: skip
        parser.add_argument("--key", default="", metavar="COLUMN", help="what names each row")
        parser.add_argument("--encoding", default="", help="of CSV; it is found out otherwise")
        parser.add_argument("--dry-run", action="store_true", help="only tell what would be lost")

    def handle(self, *args: Any, **options: Any) -> None:
        survey = survey_named(options["survey"])
        files = {path.name: path for path in options["file"]}
        for path in files.values():
            if not path.is_file():
                raise CommandError(f"{path}: there is no such file", returncode=2)
        reading = Reading(_map(options["map"]), options["key"], options["encoding"])
        with reported():
            report = check_answers(survey=survey, files=files, reading=reading)
            self._tell(report)
            if options["dry_run"]:
                return
            outcomes = import_answers(survey=survey, files=files, reading=reading)
        judge_waiting(survey=survey)
        for outcome, count in outcomes.items():
            self.stdout.write(f"{outcome}: {count}")

    def _tell(self, report: dict[str, Any]) -> None:
        self.stdout.write(f"rows: {report['rows']}")
        for table in report["tables"]:
            form = f" ({table['form']})" if table["form"] else ""
            self.stdout.write(f"{table['name']}{form}: {len(table['matched'])} columns matched")
            for name in table["unmapped"]:
                self.stdout.write(f"  not mapped: {name}")
            if table["left_out"]:
                self.stdout.write(f"  not taken over: {', '.join(table['left_out'])}")
        for name in report["tables_unused"]:
            self.stdout.write(f"not used: {name}")
        for name, found in report["misfits"].items():
            shown = json.dumps(dict(found["examples"]), ensure_ascii=False)
            why = "no code or label" if found["why"] == "choice" else "not of its type"
            self.stdout.write(f"  {name}: {found['count']} values are {why}; rows {shown}")
        for name, count in report["called_missing"].items():
            self.stdout.write(f"  {name}: {count} values that the file calls missing are blank")
        for name, count in report["elsewhere"].items():
            self.stdout.write(f"  {name}: {count} answers; the version of their row lacks it")
        for words, rows in (
            ("rows without key", report["without_key"]),
            ("rows whose key stands twice", report["key_twice"]),
            ("rows of repeats without their interview", report["orphans"]),
            ("rows without any answer", report["empty"]),
        ):
            if rows["count"]:
                self.stdout.write(f"{words}: {rows['count']}, first {rows['first']}")


def _map(pairs: list[str]) -> dict[str, str]:
    wrong = [pair for pair in pairs if "=" not in pair]
    if wrong:
        raise CommandError(f"--map: found {wrong[0]!r}, expected COLUMN=PATH", returncode=2)
    return {column: path for column, _sign, path in (pair.rpartition("=") for pair in pairs)}
