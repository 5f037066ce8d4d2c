"""The weights of a survey's answers by a plan, and what they do to the estimates."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation
from django.utils.translation import gettext as _

from surveys.management.commands._problems import reported, show
from surveys.management.commands._surveys import survey_named
from surveys.templatetags import findings, weighing
from surveys.templatetags.findings import distance
from surveys.templatetags.vocabulary import VOLUNTEERS

if TYPE_CHECKING:
    from surveys.findings.naming import Names
    from surveys.models import Survey
    from surveys.plans.estimation.estimate import Estimate
    from surveys.plans.weighting.reports import StepReport
    from surveys.trials import Comparison, Difference, Moved

Cells = list[str]
SHOWN = 10


class Command(BaseCommand):
    help = (
        "Weights the approved answers of a survey by its plan or by that of a file, tells design "
        "effect, effective sample size, factors and what moves the estimates, perhaps beside "
        "another plan. Nothing is stored. Faults are listed all at once; then the exit code is 2."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--survey", required=True, metavar="SLUG")
        parser.add_argument("--plan", type=Path, help="TOML; without it the plan that is kept")
        parser.add_argument("--against", type=Path, help="TOML: a plan to compare with")
        parser.add_argument("--out", type=Path, help="CSV file for the weights")
        parser.add_argument(
            "--language", choices=[code for code, name in settings.LANGUAGES], default="en"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        from surveys import files
        from surveys.trials import weights_csv

        survey = survey_named(options["survey"])
        out: Path | None = options["out"]
        with translation.override(options["language"]), reported():
            comparison = _compared(survey, options["plan"], options["against"])
            self._tell(comparison)
            if out:
                files.write(out.parent, {out.name: weights_csv(comparison.first)})
                self.stdout.write(str(out))
            if comparison.first.warnings:
                self.stderr.write(_("Warnings:"))
                show(comparison.first.warnings)

    def _tell(self, comparison: Comparison) -> None:
        """The tables, columns between tabs, an empty line after each."""
        if comparison.first.plan.volunteers:
            self.stdout.write(f"{VOLUNTEERS}\n")
        for head, rows in _tables(comparison):
            for cells in [head, *rows] if rows else []:
                self.stdout.write("\t".join(cells))
            self.stdout.write("")


def _tables(comparison: Comparison) -> list[tuple[Cells, list[Cells]]]:
    """The heads and rows of what the weighting page shows."""
    numbers = [[label, *texts] for label, texts in weighing.key_numbers(comparison)]
    first, names = comparison.first, weighing.names_of(comparison.first)
    plans = [_("This plan"), _("The other")][: len(comparison.trials)]
    steps = [findings.step(each.kind) for each in first.steps]
    margins = [each.name for each in first.reached]
    return [
        (["", *plans], numbers),
        (
            [_("After each step"), _("Design effect"), _("Smallest and largest factor")]
            + [_("Largest weight"), _("Iterations")],
            [_step(each) for each in first.steps],
        ),
        (
            [_("Control totals before and after"), _("Largest relative distance")],
            [[weighing.margin_words(each, names), distance(each.miss)] for each in first.reached],
        ),
        (
            [_("What the steps do to the estimates"), *steps],
            [_moved(each.estimate, names, each.after) for each in first.moved[:SHOWN]],
        ),
        (
            [_("What each margin does to the estimates"), *margins],
            [_added(each, names) for each in first.by_margin[:SHOWN] if margins],
        ),
        (
            ["", *plans, _("Difference")],
            [_difference(each, names) for each in comparison.differences[:SHOWN]],
        ),
    ]


def _step(report: StepReport) -> Cells:
    low, _median, high = report.factors
    return [
        findings.step(report.kind),
        findings.number(report.design_effect, 3),
        f"{findings.number(low, 2)}–{findings.number(high, 2)}",
        findings.number(report.maximum, 1),
        str(report.iterations or "–"),
    ]


def _moved(estimate: Estimate, names: Names, values: Iterable[float | None]) -> Cells:
    name = weighing.named(estimate, names)
    return [name, *(weighing.in_unit(value, estimate) for value in values)]


def _added(row: Moved, names: Names) -> Cells:
    name = weighing.named(row.estimate, names)
    return [name, *(weighing.change(move, row.estimate) for move in row.by_margins)]


def _difference(row: Difference, names: Names) -> Cells:
    values = [each and each.value for each in (row.first, row.second)]
    return [*_moved(row.known, names, values), weighing.change(row.change, row.known)]


def _compared(survey: Survey, plan: Path | None, against: Path | None) -> Comparison:
    """The trial of the plan and of the one beside it; raises `SurveyError` with all problems."""
    from surveys.errors import raise_if_any
    from surveys.files import Reading, read_document
    from surveys.plans.sections import parse
    from surveys.queries import current_plan
    from surveys.services.weighing import try_plans
    from surveys.trials import compare

    reading = Reading()
    documents: dict[str, Mapping[str, Any] | None] = {}
    if plan:
        documents[plan.name] = reading.attempt(read_document, plan)
    else:
        kept = current_plan(survey)
        documents["plan"] = parse(kept.text if kept else "", "plan")
    if against:
        documents[str(against)] = reading.attempt(read_document, against)
    tried = try_plans(survey, documents, reading, settings.DASK_SCHEDULER)
    raise_if_any(reading.problems)
    return compare(*[trial for trial in tried.trials if trial])
