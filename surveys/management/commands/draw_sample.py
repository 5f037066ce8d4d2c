"""A sample from a researcher's own frame."""

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation
from django.utils.translation import gettext as _

from surveys.management.commands._problems import reported


def _seed(text: str) -> int:
    if not text.isdecimal():
        raise ArgumentTypeError(
            _("found %(text)s, expected a whole number from 0") % {"text": text}
        )
    return int(text)


class Command(BaseCommand):
    help = (
        "Draws a sample from a CSV frame by a plan, and writes the drawn lines with their "
        "inclusion probabilities and base weights. Faults of the files are listed all at once; "
        "then the exit code is 2 and no file is written."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("frame", type=Path, help="CSV, UTF-8: a line per person or cluster")
        parser.add_argument("--plan", type=Path, required=True, help="TOML: sample, allocation …")
        parser.add_argument(
            "--seed",
            type=_seed,
            required=True,
            help="a whole number from 0; the same gives the same sample",
        )
        parser.add_argument("--out", type=Path, required=True, help="file for the sample")
        parser.add_argument(
            "--language", choices=[code for code, name in settings.LANGUAGES], default="en"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        from surveys import files

        out: Path = options["out"]
        with translation.override(options["language"]), reported():
            drawn = files.draw_sample(options["frame"], options["plan"], options["seed"])
            files.write(out.parent, {out.name: drawn.content})
            self._summary(drawn)
        self.stdout.write(f"{out}: {drawn.cases}")

    def _summary(self, drawn: Any) -> None:
        """The allocation and the precision to expect, the whole first."""
        goal = drawn.plan.goal
        heads = [
            _("Part"),
            _("On the frame"),
            _("Drawn units"),
            _("Cases to issue"),
            _("Interviews to expect"),
            _("Interviews needed"),
            _("Margin of error at %(share)s") % {"share": f"{drawn.plan.share:.0%}"},
            _("Coefficient of variation"),
            _("Difference that shows with power %(power)s") % {"power": f"{goal.power:.0%}"},
        ]
        self.stdout.write("\t".join(heads))
        for row in drawn.planned:
            cells = [row.name or _("All"), f"{row.population:.0f}", str(row.units)]
            cells += [str(row.issued), f"{row.completes:.0f}"]
            cells.append("–" if row.needed is None else str(row.needed))
            precision = (row.margin_of_error, row.variation, row.difference)
            cells += ["–" if each is None else f"{each:.1%}" for each in precision]
            self.stdout.write("\t".join(cells))
