"""The answers of a survey as files."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from surveys.management.commands._problems import reported
from surveys.management.commands._surveys import survey_named
from surveys.models import ExportLog, Format
from surveys.services.exports import Selection, layout_of_survey, log_export, write_export

if TYPE_CHECKING:
    from surveys.exports.writing import Written


class Command(BaseCommand):
    help = (
        "Writes the approved interviews of a survey; repeats stand beside the file as "
        "NAME-repeat. What had to be renamed, cut or left out is told on standard error."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--survey", required=True, metavar="SLUG")
        parser.add_argument("--format", choices=Format.values, default=Format.CSV)
        parser.add_argument("--out", type=Path, required=True, metavar="FILE")
        parser.add_argument("--all", action="store_true", help="also what is not approved")
        parser.add_argument("--pilot", action="store_true", help="the pilot's interviews instead")
        parser.add_argument(
            "--labels", default="", metavar="LANG",
            help="labels in this language in place of codes; for SPSS, Stata: their language",
        )  # fmt: skip
        parser.add_argument(
            "--multiple", default="both", choices=("both", "one", "split"),
            help="choices among several: codes in one column, 0 and 1 in many, or both",
        )  # fmt: skip
        parser.add_argument(
            "--without-identifiers", action="store_true",
            help="no free texts, places, media, names of people and devices; other keys",
        )  # fmt: skip
        parser.add_argument(
            "--documented", action="store_true",
            help="a codebook and a table of what is blank or lost beside the data",
        )  # fmt: skip
        parser.add_argument(
            "--changed-since", default="", metavar="TIME", help="ISO 8601, such as 2026-05-01"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        survey = survey_named(options["survey"])
        out: Path = options["out"]
        if not out.parent.is_dir():
            raise CommandError(f"{out.parent}: there is no such folder", returncode=2)
        known = layout_of_survey(survey)[0].languages
        if options["labels"] and options["labels"] not in known:
            words = f"--labels: found {options['labels']!r}, expected one of {', '.join(known)}"
            raise CommandError(words, returncode=2)
        selection = Selection(
            all_states=options["all"],
            pilot=options["pilot"],
            changed_since=_moment(options["changed_since"]),
            labels=options["labels"],
            language=options["labels"] or "en",
            multiple=options["multiple"],
            identifiers=not options["without_identifiers"],
            documented=options["documented"],
        )
        if options["format"] == Format.ATTACHMENTS and not selection.identifiers:
            words = "--without-identifiers: found attachments, expected a format of answers"
            raise CommandError(words, returncode=2)
        with reported():
            written = write_export(
                survey=survey, kind=options["format"], selection=selection, out=out
            )
        log_export(
            survey=survey,
            actor=None,
            action=ExportLog.Action.COMMAND,
            kind=options["format"],
            options=asdict(selection),
            rows=written.rows.get("", 0),
        )
        self._tell(written)

    def _tell(self, written: Written) -> None:
        for path in written.files:
            self.stdout.write(str(path))
        for name, count in written.rows.items():
            self.stdout.write(f"{name or 'interviews'}: {count}")
        for column, name in written.renamed.items():
            self.stderr.write(f"{column}: named {name}")
        for column, count in written.unfit.items():
            self.stderr.write(f"{column}: {count} values do not fit its type; CSV has them")
        for column, count in written.cut.items():
            self.stderr.write(f"{column}: {count} texts are cut; CSV has them whole")


def _moment(text: str) -> str:
    try:
        return dt.datetime.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise CommandError(
            f"--changed-since: found {text!r}, expected a time such as 2026-05-01T08:00+08:00",
            returncode=2,
        ) from None
