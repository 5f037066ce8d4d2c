"""Chart records of findings as figures: words in the page's language, drawing and table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string

from portal.charts import Drawing, Figure, Layout
from portal.words import in_language, sentence_gap
from surveys.templatetags.drawings import drawing, role_words, row_name
from surveys.templatetags.numbers import MISSING, SUPPRESSED, amount, bare, bracketed
from surveys.templatetags.vocabulary import VOLUNTEERS
from surveys.templatetags.wording import among, qualified

if TYPE_CHECKING:
    from surveys.cleaning.variable import Labels
    from surveys.findings.charts import Chart, Line, Mark
    from surveys.findings.document import Report
    from surveys.findings.quoting import Quotable

Source = tuple[str, ...]

COLUMN = Layout(600)
"""About the width of a column of text, in which findings are quoted."""


def report_figure(chart: Chart, report: Report, source: Source = ()) -> Figure:
    """A numbered figure of a report."""
    words = {"chart": chart, "report": report, "confidence": report.confidence}
    return _figure(
        chart,
        name=f"figure-{chart.number}",
        title=_said("surveys/statements/figure_title.txt", words),
        alternative=_alternative(
            f"surveys/statements/figure_{chart.kind}.txt", words, bool(report.volunteers)
        ),
        draw=partial(drawing, chart),
        source=source,
    )


def quoted_figure(
    quotable: Quotable,
    by: str,
    confidence: float,
    *,
    name: str,
    source: Source = (),
    volunteers: bool = False,
) -> Figure:
    """An estimate by the levels of one variable; raises `KeyError` where there are none."""
    chart = quotable.chart(by)

    def in_column(layout: Layout) -> Drawing:
        return drawing(chart, layout if layout.narrow else COLUMN)

    words = {
        "chart": chart,
        "column": quotable.column,
        "by": quotable.variables[by],
        "confidence": confidence,
    }
    return _figure(
        chart,
        name=name,
        title=_said("surveys/blocks/finding_title.txt", words),
        alternative=_alternative("surveys/blocks/finding_alternative.txt", words, volunteers),
        draw=in_column,
        source=source,
    )


def _figure(chart: Chart, **words: Any) -> Figure:
    header, rows = _table(chart)
    return Figure(header=header, rows=rows, **words)


def _alternative(template: str, words: Mapping[str, Any], volunteers: bool) -> str:
    """What a picture shows, with its bases and the flag of volunteers."""
    parts = [_said(template, words), among(words["chart"].bases)]
    parts += [str(VOLUNTEERS)] if volunteers else []
    return sentence_gap().join(filter(None, parts))


def _said(template: str, words: Mapping[str, Any]) -> str:
    return " ".join(render_to_string(template, words).split())


def _table(chart: Chart) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The numbers of a chart: a row per line, or per panel where there are several."""
    if chart.kind == "curves" and len(chart.groups) > 1:
        header = tuple(row_name(line) for line in chart.groups[0].lines)
        return header, tuple(
            (
                in_language(group.labels),
                *_cells((line.marks[0] for line in group.lines), chart.unit),
            )
            for group in chart.groups
        )
    headings = {} if chart.kind == "curves" else {id(g): g.labels for g in chart.groups}
    return _header(chart), tuple(
        (_row_label(headings.get(id(group), {}), line), *_cells(line.marks, chart.unit))
        for group in chart.groups
        for line in group.lines
    )


def _header(chart: Chart) -> tuple[str, ...]:
    if chart.series:
        return tuple(in_language(labels) for labels in chart.series)
    roles = dict.fromkeys(mark.role for line in chart.lines for mark in line.marks)
    return tuple(role_words(role) for role in roles)


def _row_label(heading: Labels, line: Line) -> str:
    name = row_name(line)
    return qualified(in_language(heading), name) if heading else name


def _cells(marks: Iterable[Mark], unit: str) -> tuple[str, ...]:
    return tuple(_cell(mark, unit) for mark in marks)


def _cell(mark: Mark, unit: str) -> str:
    """A value with its interval, as the numbered tables have it."""
    if mark.value is None:
        return SUPPRESSED if mark.status == "suppressed" else MISSING
    written = bracketed(amount(mark.value, unit), mark.status)
    if mark.lower is None or mark.upper is None:
        return written
    low, high = (bare(bound, unit, like=mark.value) for bound in (mark.lower, mark.upper))
    return f"{written} [{low},\N{NO-BREAK SPACE}{high}]"
