"""Tags and filters for findings: a record and the page's language become words and pictures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from portal.charts import Figure
from portal.words import in_language, sentence_gap
from surveys.templatetags import figures, numbers, vocabulary, wording

if TYPE_CHECKING:
    from surveys.findings.charts import Chart, Line
    from surveys.findings.disclosure import Cell
    from surveys.findings.document import Chapter, Margin
    from surveys.findings.statements import Statement
    from surveys.findings.tables import Base

register = template.Library()

SMALLEST_DISTANCE = 0.0001


@register.filter
def label(labels: Mapping[str, str] | str | None) -> str:
    """The text for the page's language; a text that is the same in all of them as it is."""
    return labels if isinstance(labels, str) else in_language(labels or {})


@register.filter
def with_level(labels: Mapping[str, str], level: Mapping[str, str]) -> str:
    """A variable or indicator with one of its levels: "Sex: Women"."""
    return wording.qualified(in_language(labels), in_language(level))


@register.filter
def listed(labels: Iterable[Mapping[str, str]]) -> str:
    """Labels as an enumeration inside a sentence."""
    return wording.enumerated(wording.mid_sentence(in_language(each)) for each in labels)


@register.filter
def alternatives(labels: Iterable[Mapping[str, str]]) -> str:
    """The same, where none of them holds: "by sex, city or age group"."""
    return wording.alternatives(wording.mid_sentence(in_language(each)) for each in labels)


@register.filter
def mid_sentence(text: str) -> str:
    """A label inside a sentence."""
    return wording.mid_sentence(text)


@register.filter
def among(bases: Iterable[Base]) -> str:
    """Among whom estimates are, in sentences; empty where they are among all respondents."""
    return wording.among(bases)


@register.filter
def with_bases(note: str, bases: Iterable[Base]) -> str:
    """A note with the bases after it."""
    return format_html("{}{}{}", note, sentence_gap(), among(bases)) if bases else note


@register.filter
def panel_names(chart: Chart) -> str:
    """What the panels of a chart show, as an enumeration."""
    return listed(group.labels for group in chart.groups)


@register.filter
def names(values: Iterable[str]) -> str:
    """Plain names as an enumeration."""
    return wording.enumerated(values)


@register.filter
def table_names(tables: Iterable[int]) -> str:
    """Tables by their numbers, as an enumeration."""
    return wording.enumerated(_("table %(number)s") % {"number": number} for number in tables)


@register.filter
def table_links(tables: Iterable[int]) -> SafeString:
    """The same, as links to the tables."""
    links = (
        format_html('<a href="#table-{}">{}</a>', number, table_names([number]))
        for number in tables
    )
    return mark_safe(wording.enumerated(links))  # noqa: S308 translated separators only


@register.filter
def in_order(rates: Mapping[str, float | None]) -> list[tuple[str, float | None]]:
    """Outcome rates that exist, in the order of the vocabulary."""
    places = list(vocabulary.RATES)
    known = [(code, rates[code]) for code in places if rates.get(code) is not None]
    return known + [(code, value) for code, value in rates.items() if code not in places]


@register.filter
def day(text: str) -> str:
    """A date written out."""
    return wording.day(text)


@register.filter
def amount(cell: Cell) -> str:
    """A shown cell's value with its unit, in parentheses where caution is due."""
    if cell.value is None:
        return numbers.SUPPRESSED
    return numbers.bracketed(numbers.amount(cell.value, cell.unit), cell.status)


@register.filter
def told(cell: Cell) -> str:
    """A shown cell's value inside a sentence, with a word of caution where it is due."""
    if cell.value is None:
        return numbers.SUPPRESSED
    value = numbers.amount(cell.value, cell.unit)
    return _("%(value)s, imprecise") % {"value": value} if cell.status == "caution" else value


@register.filter
def like(value: float, cell: Cell) -> str:
    """Another value of a cell's indicator, such as the unweighted one, with its unit."""
    return numbers.amount(value, cell.unit)


@register.filter
def bare(cell: Cell | None) -> str:
    """A cell's value without its unit; ‥ where it is suppressed, – where there is none."""
    if cell is None:
        return numbers.MISSING
    if cell.value is None:
        return numbers.SUPPRESSED
    return numbers.bracketed(numbers.bare(cell.value, cell.unit), cell.status)


@register.filter
def lower(cell: Cell) -> str:
    """The lower bound of a cell, without its unit."""
    return _bound(cell, cell.lower)


@register.filter
def upper(cell: Cell) -> str:
    """The upper bound of a cell, without its unit."""
    return _bound(cell, cell.upper)


@register.filter
def error(cell: Cell) -> str:
    """The standard error, in percentage points for a share, with one decimal more than the value."""
    if cell.standard_error is None:
        return numbers.MISSING
    share = cell.unit == "share"
    places = numbers.places_for(cell.value or 0.0, cell.unit) + (0 if cell.unit == "CNY" else 1)
    return numbers.decimal(cell.standard_error * (100 if share else 1), places)


def _bound(cell: Cell, value: float | None) -> str:
    return numbers.MISSING if value is None else numbers.bare(value, cell.unit, like=cell.value)


@register.filter
def percent(value: float | None) -> str:
    """A share as a percentage with one decimal."""
    return numbers.MISSING if value is None else f"{numbers.decimal(100 * value, 1)}%"


@register.filter
def hundredths(value: float | None) -> str:
    """The same without its sign, for a column whose head gives the unit."""
    return numbers.MISSING if value is None else numbers.bare(value, "share")


@register.filter
def whole_percent(value: float) -> str:
    """A confidence level or a threshold as a percentage: 95%, 99.9%."""
    return f"{100 * value:.4g}%"


@register.filter
def number(value: float | None, places: int = 0) -> str:
    """A number with thousands separators."""
    return numbers.MISSING if value is None else numbers.decimal(value, places)


@register.filter
def distance(value: float) -> str:
    """A relative distance as a percentage; one that rounds to nothing is below the last decimal."""
    if 0 < value < SMALLEST_DISTANCE:
        return f"< {100 * SMALLEST_DISTANCE:g}%"
    return f"{numbers.decimal(100 * value, 2)}%"


@register.filter
def columns(names: Iterable[str]) -> str:
    """Columns of the design in words, as an enumeration."""
    return wording.enumerated(str(vocabulary.COLUMNS.get(name, name)) for name in names)


@register.filter
def charted(chart: Chart) -> str:
    """What a chart shows, with its unit."""
    return wording.with_unit(in_language(chart.subject), unit_name(chart.unit))


def unit_name(unit: str) -> str:
    """The unit as a column head gives it: %, CNY, hours."""
    if unit == "share":
        return "%"
    return str(vocabulary.UNIT_NAMES.get(unit, _("CNY") if unit == "CNY" else unit))


@register.filter
def chapter_title(chapter: Chapter) -> str:
    """The heading of a chapter."""
    known = vocabulary.CHAPTERS.get(chapter.code)
    return in_language(chapter.labels) or str(known or chapter.code.replace("_", " ").capitalize())


@register.filter
def step(code: str) -> str:
    """The name of a weighting step."""
    return str(vocabulary.STEPS.get(code, code))


@register.filter
def outcome(code: str) -> str:
    """What an outcome code means."""
    return str(vocabulary.OUTCOMES.get(code, code))


@register.filter
def rate(code: str) -> str:
    """What an outcome rate is."""
    return str(vocabulary.RATES.get(code, code))


@register.filter
def quality(code: str) -> str:
    """How reliable a control total is."""
    return str(vocabulary.QUALITIES.get(code, code))


@register.filter
def margin_title(margin: Margin) -> str:
    """The variables a control total crosses."""
    return " × ".join(in_language(labels) for labels in margin.variables)


@register.filter
def extremes(chart: Chart) -> tuple[Line, Line] | None:
    """The highest and lowest labelled row of a chart, for its text alternative."""
    shown = [line for line in chart.lines if line.labels and line.marks[0].value is not None]
    if len(shown) < 2:
        return None
    ordered = sorted(shown, key=lambda line: line.marks[0].value or 0.0)
    return ordered[-1], ordered[0]


@register.filter
def of_line(line: Line, unit: str) -> str:
    """The value of a row's first mark with its unit."""
    value = line.marks[0].value
    return numbers.SUPPRESSED if value is None else numbers.amount(value, unit)


@register.simple_tag(takes_context=True)
def sentences(context: template.Context, statements: Iterable[Statement]) -> SafeString:
    """The statements in words, each by the template of its kind."""
    said = (
        render_to_string(
            f"surveys/statements/{statement.kind}.html",
            {"statement": statement, "report": context["report"]},
        ).strip()
        for statement in statements
    )
    # The templates have escaped what comes from data.
    return mark_safe(sentence_gap().join(said))  # noqa: S308


@register.simple_tag(takes_context=True)
def figure(context: template.Context, chart: Chart) -> Figure:
    """A numbered chart of the report with its words, its picture and its numbers."""
    return figures.report_figure(chart, context["report"])
