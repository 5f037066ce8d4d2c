"""Weights of Parquet files that do not fit into memory, by their cells."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from surveys.management.commands._problems import reported
from surveys.templatetags.findings import number

if TYPE_CHECKING:
    from surveys.plans.weighting.plan import WeightingPlan


class Command(BaseCommand):
    help = (
        "Multiplies the weights of Parquet files, a file or a folder of them, by what "
        "post-stratification, raking or calibration to categories ask of their rows. The rows "
        "alike in all margins are weighted as one. Faults are listed all at once; then the exit "
        "code is 2."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        from surveys.scale.choice import EngineName

        parser.add_argument("data", type=Path, metavar="PARQUET", help="a file or a folder")
        parser.add_argument("--plan", type=Path, required=True, help="TOML: steps, control totals")
        parser.add_argument("--weight", required=True, help="the column of weights")
        parser.add_argument("--out", type=Path, required=True, help="what is written")
        parser.add_argument("--engine", choices=get_args(EngineName))
        parser.add_argument(
            "--language", choices=[code for code, name in settings.LANGUAGES], default="en"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        from surveys.scale.choice import usual_engine

        scheduler = settings.DASK_SCHEDULER
        name = options["engine"] or usual_engine(scheduler)
        if name == "dask" and not scheduler:
            raise CommandError("set PORTAL_DASK_SCHEDULER to the address of a Dask scheduler")
        if not options["data"].exists():
            raise CommandError(f"there is no file {str(options['data'])!r}")
        if options["out"].exists():
            raise CommandError(f"{str(options['out'])!r} is there already; choose another --out")
        with translation.override(options["language"]), reported():
            self._weigh(options["data"], options["plan"], options["weight"], options["out"], name)

    def _weigh(self, data: Path, plan: Path, weight: str, out: Path, name: Any) -> None:
        from surveys.scale.choice import engine_of
        from surveys.scale.cycle import CellFrame, keys_of, weigh_cells
        from surveys.scale.engine import COUNT, FACTOR

        weighting = _read(plan)
        engine, keys = engine_of(name, settings.DASK_SCHEDULER), keys_of(weighting)
        if not keys:
            raise CommandError(f"{plan.name} has no control totals to reach for")
        cells = engine.cells(data, keys, weight)
        weights, factors = weigh_cells(CellFrame(cells, keys), weighting)
        engine.apply(data, keys, factors, weight, out)
        told = {
            _("Engine"): name,
            _("Rows"): number(cells[COUNT].sum()),
            _("Cells"): number(len(cells)),
            _("Sum of weights"): number(weights.values.sum()),
            _("Smallest factor"): number(factors[FACTOR].min(), 3),
            _("Largest factor"): number(factors[FACTOR].max(), 3),
        }
        for label, text in told.items():
            self.stdout.write(f"{label}\t{text}")
        self.stdout.write(str(out))


def _read(path: Path) -> WeightingPlan:
    """The weighting of a plan, which may hold what other commands read; raises `SurveyError`."""
    from surveys.errors import Problem, raise_if_any
    from surveys.errors.documents import check_keys
    from surveys.files import read_document
    from surveys.pipeline import PLAN_KEYS
    from surveys.plans.weighting.reading import read_weighting_plan

    document = read_document(path)
    problems: list[Problem] = []
    check_keys(document, PLAN_KEYS, path.name, problems)
    weighting = read_weighting_plan(document, path.name, problems)
    raise_if_any(problems)
    return weighting
