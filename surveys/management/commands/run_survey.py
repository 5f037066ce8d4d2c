"""Weights, estimates and printed findings from a researcher's own files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation
from django.utils.translation import gettext as _

from portal import __version__
from portal.printing import render_pdf
from surveys.management.commands._problems import reported, show


class Command(BaseCommand):
    help = (
        "Weights a CSV file by a design and a plan, and writes weights.csv, estimates.csv, "
        "estimates.json and findings.pdf. Faults of the files are listed all at once; then the "
        "exit code is 2 and no file is written. Warnings leave the exit code at 0."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--data", type=Path, required=True, help="CSV, a row per case, UTF-8")
        parser.add_argument("--design", type=Path, required=True, help="TOML: strata, clusters …")
        parser.add_argument("--plan", type=Path, required=True, help="TOML: weighting, indicators")
        parser.add_argument(
            "--reference", type=Path, help="CSV: the reference sample of a plan for volunteers"
        )
        parser.add_argument("--out", type=Path, required=True, help="folder for the results")
        parser.add_argument(
            "--language", choices=[code for code, name in settings.LANGUAGES], default="en"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        from surveys import files
        from surveys.findings.report import build_report
        from surveys.printing import findings_html
        from surveys.services.releases import lock_sha256

        language = options["language"]
        with translation.override(language), reported():
            files.check_writable(options["out"])
            analysis, results = files.run(
                options["data"],
                options["design"],
                options["plan"],
                options["reference"],
                lock_sha256=lock_sha256(),
                code_version=__version__,
            )
            contents = {
                **files.outputs(analysis, results),
                "findings.pdf": render_pdf(findings_html(build_report(results), language)),
            }
            files.write(options["out"], contents)
            if results.warnings:
                self.stderr.write(_("Warnings:"))
                show(each.problem for each in results.warnings)
        for name in contents:
            self.stdout.write(str(options["out"] / name))
