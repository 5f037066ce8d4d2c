"""Tags for models, contrasts, tests and crossed tables: codes become words, numbers texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.words import in_language
from surveys.templatetags import wording
from surveys.templatetags.numbers import MISSING, decimal

if TYPE_CHECKING:
    from surveys.findings.analyses import AnalysisTable, ShownRow
    from surveys.plans.analyses.result import Analysis, Row

register = template.Library()

PARTS = {
    "coefficients": gettext_lazy("Coefficients"),
    "ratios": gettext_lazy("Ratios: exponentials of the coefficients"),
    "terms": gettext_lazy("Tests of all levels together"),
    "margins": gettext_lazy("Predictive margins"),
    "effects": gettext_lazy("Average marginal effects"),
    "contrasts": gettext_lazy("Differences"),
    "joint": gettext_lazy("Test of all differences together"),
    "test": gettext_lazy("Test"),
}
METHODS = {
    "linear": gettext_lazy("linear regression"),
    "logit": gettext_lazy("logistic regression"),
    "poisson": gettext_lazy("Poisson regression"),
    "rao_scott": gettext_lazy("Rao–Scott test of independence, second order"),
    "rao_scott_first_order": gettext_lazy("Rao–Scott test of independence, first order"),
    "wald": gettext_lazy("Wald test of independence"),
    "wald_adjusted": gettext_lazy("adjusted Wald test of independence"),
    "t": gettext_lazy("t test of the difference of two means"),
    "ranks": gettext_lazy("rank test of two groups"),
    "proportion": gettext_lazy("differences of shares"),
    "mean": gettext_lazy("differences of means"),
    "total": gettext_lazy("differences of totals"),
    "ratio": gettext_lazy("differences of ratios"),
    "shares": gettext_lazy("shares of rows, columns and the total"),
}
IN_UNITS = ("margins", "effects", "contrasts", "row", "column", "total")
"""Parts whose values are in the unit of the outcome; coefficients of a logit are not."""
SMALLEST_P = 0.001
HEADINGS = (
    gettext_lazy("Estimate"),
    gettext_lazy("Standard error"),
    gettext_lazy("Confidence interval"),
    gettext_lazy("t or F"),
    gettext_lazy("Degrees of freedom"),
    gettext_lazy("p-value"),
)


@register.filter
def part_name(part: str) -> str:
    """The heading of a block of rows."""
    return str(PARTS[part])


@register.filter
def method_name(analysis: Analysis) -> str:
    """The method in words, for the middle of a sentence."""
    return str(METHODS[analysis.method])


@register.filter
def analysed_row(shown: ShownRow) -> str:
    """What a row is of: "Constant", "Age", "Sex: Women, against Men"."""
    if not shown.row.of:
        return _("Constant")
    name = in_language(shown.variable)
    for part in shown.parts:
        name = wording.qualified(name, in_language(part.level_labels))
    if not shown.against:
        return name
    against = in_language(shown.against)
    return _("%(level)s, against %(other)s") % {"level": name, "other": against}


class Grid(NamedTuple):
    """A table as it is shown: the heads of its columns, and each part's rows with their texts."""

    headings: list[str]
    blocks: list[tuple[str, list[tuple[ShownRow, list[str]]]]]


@register.simple_tag
def analysed(table: AnalysisTable) -> Grid:
    """The rows of an analysis under those columns that hold anything: a test has no estimate."""
    written = {
        id(row): list(_cells(table, row.row)) for block in table.blocks for row in block.rows
    }
    filled = [
        place
        for place in range(len(HEADINGS))
        if any(cells[place] != MISSING for cells in written.values())
    ]
    return Grid(
        [str(HEADINGS[place]) for place in filled],
        [
            (
                block.part,
                [(row, [written[id(row)][place] for place in filled]) for row in block.rows],
            )
            for block in table.blocks
        ],
    )


def _cells(table: AnalysisTable, row: Row) -> Iterator[str]:
    """What a row has under each of the headings."""
    share = table.analysis.unit == "share" and row.part in IN_UNITS
    yield _number(row.value, share=share)
    yield _number(row.error, share=share)
    yield interval(table, row)
    yield MISSING if row.statistic is None else decimal(row.statistic, 2)
    yield _freedom(row)
    yield _p_value(row.p_value)


@register.simple_tag
def shared(table: AnalysisTable, row: Row) -> SafeString:
    """A share of a crossed table with its interval."""
    value = _number(row.value, share=True)
    return format_html('{} <span class="interval">{}</span>', value, interval(table, row))


def interval(table: AnalysisTable, row: Row) -> str:
    """A confidence interval as text."""
    if row.lower is None or row.upper is None:
        return MISSING
    share = table.analysis.unit == "share" and row.part in IN_UNITS
    return f"[{_number(row.lower, share=share)}, {_number(row.upper, share=share)}]"


def _number(value: float | None, *, share: bool) -> str:
    if value is None:
        return MISSING
    if share:
        return decimal(100 * value, 1)
    return decimal(value, 0 if abs(value) >= 1000 else 3)


def _freedom(row: Row) -> str:
    known = [each for each in (row.above, row.below) if each is not None]
    return ", ".join(f"{each:.1f}".removesuffix(".0") for each in known) or MISSING


def _p_value(value: float | None) -> str:
    if value is None:
        return MISSING
    return f"< {SMALLEST_P}" if value < SMALLEST_P else f"{value:.3f}"
