"""Chart records of findings as drawings, with labels in the page's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.charts import (
    Axis,
    Curve,
    Drawing,
    Group,
    Key,
    Layout,
    Mark,
    Panel,
    Part,
    Row,
    Slope,
    Stack,
    StackGroup,
    bars_with_interval,
    curves,
    dot_and_interval,
    linear_axis,
    logarithmic_axis,
    panel_layout,
    slopes,
    small_multiples,
    stacked_bars,
)
from portal.charts.lettering import width as text_width
from portal.charts.records import Shape
from portal.charts.style import SMALL
from portal.words import in_language
from surveys.templatetags.numbers import SUPPRESSED, amount, bracketed, decimal
from surveys.templatetags.vocabulary import SERIES, STEPS

if TYPE_CHECKING:
    from surveys.findings import charts as findings

TICKS = 66.0
"""About what the scale and the gaps between places take of a panel."""
SHAPES: dict[str, Shape] = {"unweighted": "ring", "benchmark": "diamond"}


def drawing(chart: findings.Chart, layout: Layout) -> Drawing:
    """The drawing of a chart."""
    return DRAW.get(chart.kind, _dots)(chart, layout)


def row_name(line: findings.Line) -> str:
    """The label of a row; "All" for the whole population."""
    return in_language(line.labels) or pgettext("group of respondents", "All")


def role_words(role: str) -> str:
    """What a mark of this role stands for."""
    return str(SERIES[role]) if role in SERIES else _("Estimate")


def _bars(chart: findings.Chart, layout: Layout) -> Drawing:
    rows = [_row(line, chart.unit) for line in chart.lines]
    return bars_with_interval(rows, _axis(chart, from_zero=True), layout=layout)


def _dots(chart: findings.Chart, layout: Layout) -> Drawing:
    several = chart.kind == "profile"
    groups = [
        Group(in_language(group.labels), tuple(_row(line, chart.unit) for line in group.lines))
        for group in chart.groups
    ]
    return dot_and_interval(
        groups,
        _axis(chart, from_zero=chart.unit == "share"),
        layout=layout,
        reference=None if several else _whole(chart.lines),
        keys=_keys(chart) if several else (),
    )


def _whole(lines: Iterable[findings.Line]) -> float | None:
    return next((line.marks[0].value for line in lines if not line.labels), None)


def _keys(chart: findings.Chart) -> list[Key]:
    roles = dict.fromkeys(mark.role for line in chart.lines for mark in line.marks)
    return [Key(role_words(role), SHAPES.get(role, "dot")) for role in roles]


def _row(line: findings.Line, unit: str) -> Row:
    told = next((mark for mark in line.marks if mark.role != "unweighted"), line.marks[0])
    marks = tuple(_mark(mark) for mark in line.marks)
    return Row(row_name(line), marks, _written(told, unit), strong=not line.labels)


def _written(mark: findings.Mark, unit: str) -> str:
    if mark.value is None:
        return SUPPRESSED
    return bracketed(amount(mark.value, unit), mark.status)


def _mark(mark: findings.Mark) -> Mark:
    shape = SHAPES.get(mark.role, "dot")
    return Mark(mark.value, mark.lower, mark.upper, shape, open=mark.status == "caution")


def _slopes(chart: findings.Chart, layout: Layout) -> Drawing:
    lines = []
    for line in chart.lines:
        before, after = line.marks
        texts = _written(before, chart.unit), _written(after, chart.unit)
        lines.append(Slope(row_name(line), _mark(before), _mark(after), texts))
    modelled = any(mark.role == "modelled" for line in chart.lines for mark in line.marks)
    moments = role_words("unweighted"), _("Under the model") if modelled else _("Weighted")
    return slopes(lines, moments, _axis(chart, from_zero=True), layout=layout)


def _curves(chart: findings.Chart, layout: Layout) -> Drawing:
    """One curve with its values under the places, or a panel for each of several."""
    axis = _axis(chart, from_zero=chart.unit == "share")
    if len(chart.groups) == 1:
        return _curve(chart.groups[0], chart.unit, axis, layout, valued=True)
    columns = _columns(chart, layout)
    room = panel_layout(layout, columns)
    panels = [
        Panel(in_language(group.labels), _curve(group, chart.unit, axis, room, valued=False))
        for group in chart.groups
    ]
    return small_multiples(panels, layout=layout, columns=columns)


def _columns(chart: findings.Chart, layout: Layout) -> int:
    """Three, unless two fill the rows better or most places would break over lines in three."""
    if layout.narrow:
        return 2
    places = [row_name(line) for line in chart.groups[0].lines if line.labels]
    room = (panel_layout(layout, 3).width - TICKS) / max(len(places), 1)
    broken = sum(1 for place in places if text_width(place, SMALL) > room)
    return 2 if len(chart.groups) in (2, 4) or broken > 1 else 3


def _curve(
    group: findings.LineGroup, unit: str, axis: Axis, layout: Layout, *, valued: bool
) -> Drawing:
    lines = [line for line in group.lines if line.labels]
    marks = tuple(_mark(line.marks[0]) for line in lines)
    values = [f"\n{_written(line.marks[0], unit)}" if valued else "" for line in lines]
    places = [row_name(line) + value for line, value in zip(lines, values, strict=True)]
    return curves(
        (Curve("", marks),),
        places,
        axis,
        layout=layout,
        height=200 if valued else 100,
        reference=_whole(group.lines),
    )


def _steps(chart: findings.Chart, layout: Layout) -> Drawing:
    rows = tuple(
        Row(
            str(STEPS.get(in_language(line.labels), in_language(line.labels))),
            tuple(_mark(mark) for mark in line.marks),
            decimal(line.note or 1.0, 2),
        )
        for line in chart.lines
    )
    axis = logarithmic_axis(_values(chart.lines), _plain)
    return dot_and_interval([Group("", rows)], axis, layout=layout)


def _stacked(chart: findings.Chart, layout: Layout) -> Drawing:
    groups = [
        StackGroup(in_language(group.labels), tuple(map(_stack, group.lines)))
        for group in chart.groups
    ]
    return stacked_bars(groups, [in_language(labels) for labels in chart.series], layout=layout)


def _stack(line: findings.Line) -> Stack:
    parts = tuple(Part(mark.value, _share_text(mark)) for mark in line.marks)
    return Stack(row_name(line), parts, strong=not line.labels)


def _share_text(mark: findings.Mark) -> str:
    if mark.value is None:
        return SUPPRESSED
    return bracketed(decimal(100 * mark.value, 0), mark.status)


def _axis(chart: findings.Chart, *, from_zero: bool) -> Axis:
    def written(value: float) -> str:
        return f"{_plain(round(100 * value, 9))}%" if chart.unit == "share" else _plain(value)

    return linear_axis(_values(chart.lines), written, from_zero=from_zero)


def _plain(value: float) -> str:
    return decimal(value, 0 if value == round(value) else 1)


def _values(lines: Iterable[findings.Line]) -> Iterator[float]:
    for line in lines:
        for mark in line.marks:
            for value in (mark.value, mark.lower, mark.upper):
                if value is not None:
                    yield value


DRAW: dict[str, Callable[[findings.Chart, Layout], Drawing]] = {
    "bars": _bars,
    "comparison": _slopes,
    "curves": _curves,
    "stacked": _stacked,
    "weights": _steps,
}
