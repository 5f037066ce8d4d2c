"""Chart records of findings as pictures: labels in the page's language, then the drawing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from django.utils.translation import pgettext

from portal.charts import (
    Axis,
    Caption,
    Group,
    Key,
    Mark,
    Part,
    Row,
    Stack,
    StackGroup,
    bars_with_interval,
    dot_and_interval,
    linear_axis,
    logarithmic_axis,
    stacked_bars,
)
from portal.charts.records import Shape
from surveys.templatetags.numbers import SUPPRESSED, amount, bracketed, decimal
from surveys.templatetags.vocabulary import SERIES, STEPS
from surveys.templatetags.wording import in_language

if TYPE_CHECKING:
    from surveys.findings import charts as findings

SHAPES: dict[str, Shape] = {"unweighted": "ring", "benchmark": "diamond"}


def draw(chart: findings.Chart, title: str, width: float = 720, prefix: str = "") -> str:
    """The SVG text of a chart; `title` is its text alternative, `prefix` starts its ids."""
    caption = Caption(prefix or f"figure-{chart.number}", title, width)
    if chart.kind == "stacked":
        return _stacked(chart, caption)
    if chart.kind == "bars":
        rows = [_row(line, chart.unit) for line in chart.lines]
        return bars_with_interval(rows, _axis(chart, from_zero=True), caption)
    if chart.kind == "weights":
        return dot_and_interval(_steps(chart), _weights_axis(chart), caption)
    return _dots(chart, caption)


def _dots(chart: findings.Chart, caption: Caption) -> str:
    several = chart.kind in ("comparison", "profile")
    groups = [
        Group(in_language(group.labels), tuple(_row(line, chart.unit) for line in group.lines))
        for group in chart.groups
    ]
    whole = next((line.marks[0].value for line in chart.lines if not line.labels), None)
    return dot_and_interval(
        groups,
        _axis(chart, from_zero=chart.unit == "share"),
        caption,
        reference=None if several else whole,
        keys=_keys(chart) if several else (),
    )


def _keys(chart: findings.Chart) -> list[Key]:
    roles = dict.fromkeys(mark.role for line in chart.lines for mark in line.marks)
    return [Key(str(SERIES[role]), SHAPES.get(role, "dot")) for role in roles]


def _row(line: findings.Line, unit: str) -> Row:
    told = next((mark for mark in line.marks if mark.role != "unweighted"), line.marks[0])
    if told.value is None:
        written = SUPPRESSED
    else:
        written = bracketed(amount(told.value, unit), told.status)
    return Row(
        in_language(line.labels) or pgettext("group of respondents", "All"),
        tuple(_mark(mark) for mark in line.marks),
        written,
        strong=not line.labels,
    )


def _mark(mark: findings.Mark) -> Mark:
    shape = SHAPES.get(mark.role, "dot")
    return Mark(mark.value, mark.lower, mark.upper, shape, open=mark.status == "caution")


def _steps(chart: findings.Chart) -> list[Group]:
    rows = tuple(
        Row(
            str(STEPS.get(in_language(line.labels), in_language(line.labels))),
            tuple(_mark(mark) for mark in line.marks),
            decimal(line.note or 1.0, 2),
        )
        for line in chart.lines
    )
    return [Group("", rows)]


def _stacked(chart: findings.Chart, caption: Caption) -> str:
    groups = [
        StackGroup(
            in_language(group.labels),
            tuple(
                Stack(
                    in_language(line.labels) or pgettext("group of respondents", "All"),
                    tuple(
                        Part(mark.value, _share_text(mark.value, mark.status))
                        for mark in line.marks
                    ),
                    strong=not line.labels,
                )
                for line in group.lines
            ),
        )
        for group in chart.groups
    ]
    return stacked_bars(groups, [in_language(labels) for labels in chart.series], caption)


def _share_text(value: float | None, status: str) -> str:
    return SUPPRESSED if value is None else bracketed(decimal(100 * value, 0), status)


def _axis(chart: findings.Chart, *, from_zero: bool) -> Axis:
    def written(value: float) -> str:
        return f"{_plain(round(100 * value, 9))}%" if chart.unit == "share" else _plain(value)

    return linear_axis(_values(chart.lines), written, from_zero=from_zero)


def _weights_axis(chart: findings.Chart) -> Axis:
    return logarithmic_axis(_values(chart.lines), _plain)


def _plain(value: float) -> str:
    return decimal(value, 0 if value == round(value) else 1)


def _values(lines: Iterable[findings.Line]) -> Iterator[float]:
    for line in lines:
        for mark in line.marks:
            for value in (mark.value, mark.lower, mark.upper):
                if value is not None:
                    yield value
