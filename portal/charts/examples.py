"""A figure of every kind with made-up numbers, in the languages of the site: for the gallery."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from portal.charts.axes import linear_axis
from portal.charts.bars import bars_with_interval
from portal.charts.curves import curves
from portal.charts.figure import Figure
from portal.charts.intervals import dot_and_interval
from portal.charts.likert import diverging_bars
from portal.charts.multiples import panel_layout, small_multiples
from portal.charts.records import (
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
)
from portal.charts.slopes import slopes
from portal.charts.stacked import stacked_bars

Words = tuple[str, str]
"""English, Chinese."""
Say = Callable[[str, str], str]
Cells = tuple[tuple[str, ...], ...]
Shown = tuple[str, Callable[[Layout], Drawing], tuple[str, ...], Cells]
"""Title, what draws it, and the table's header and rows."""

WORK: tuple[Words, ...] = (
    ("Location-based platform work", "线下平台用工"),
    ("Online platform work", "线上平台用工"),
    ("Non-standard employees", "非标准雇员"),
    ("Own-account or casual work", "自雇或零工"),
)
AGES: tuple[Words, ...] = (
    ("16–24", "16–24岁"),
    ("25–34", "25–34岁"),
    ("35–44", "35–44岁"),
    ("45–54", "45–54岁"),
    ("55 and over", "55岁及以上"),
)
BRANCHES: tuple[Words, ...] = (
    ("Old-age pension", "养老保险"),
    ("Medical care", "医疗保险"),
    ("Work injury", "工伤保险"),
    ("Unemployment", "失业保险"),
)
AGREEMENT: tuple[Words, ...] = (
    ("Strongly disagree", "非常不同意"),
    ("Disagree", "不同意"),
    ("Neither", "说不清"),
    ("Agree", "同意"),
    ("Strongly agree", "非常同意"),
)
OPINIONS: tuple[tuple[Words, tuple[float, ...]], ...] = (
    (("Contributions are affordable", "缴费负担得起"), (0.18, 0.31, 0.16, 0.27, 0.08)),
    (("I know where to register", "知道到哪里办理参保"), (0.07, 0.17, 0.12, 0.43, 0.21)),
    (
        ("My pension will be paid when I am old", "年老时能领到养老金"),
        (0.05, 0.12, 0.29, 0.38, 0.16),
    ),
)
COVERED = (0.52, 0.31, 0.64, 0.27)
BY_AGE = (
    (0.22, 0.35, 0.48, 0.56, 0.51),
    (0.61, 0.68, 0.74, None, 0.79),
    (0.44, 0.41, 0.36, 0.30, 0.21),
    (0.12, 0.19, 0.21, 0.18, 0.09),
)
EARLIER = (0.31, 0.66, 0.45, 0.12)
LATER = (0.44, 0.71, 0.39, 0.16)


def examples(language: str) -> tuple[Figure, ...]:
    """One figure per kind, in the order of `KINDS`; English unless the language is Chinese."""
    return tuple(example(kind, language) for kind in KINDS)


def example(kind: str, language: str) -> Figure:
    """The figure of one kind; raises `KeyError` where there is no such kind."""

    def say(english: str, chinese: str) -> str:
        return chinese if language.startswith("zh") else english

    title, draw, header, rows = DRAW[kind](say)
    source = say("Source: made-up numbers, for the gallery.", "来源：虚构数据，仅供组件库展示。")
    alternative = title + say(".", "。")
    return Figure(f"example-{kind}", title, alternative, draw, header, rows, (source,))


def _intervals(say: Say) -> Shown:
    rows = tuple(Row(say(*work), (_mark(share),), _percent(share))
                 for work, share in zip(WORK, COVERED, strict=True))  # fmt: skip
    whole = Row(say("All", "总体"), (_mark(0.43, 0.02),), _percent(0.43), strong=True)
    groups = (Group("", (whole,)), Group(say("Kind of work", "就业类型"), rows))
    title = say(
        "Active contributors by kind of work, with 95% intervals",
        "各就业类型的持续缴费比例及95%置信区间",
    )
    table = [(row.label, row.text) for row in (whole, *rows)]

    def draw(layout: Layout) -> Drawing:
        return dot_and_interval(groups, _shares(0.75), reference=0.43, layout=layout)

    return title, draw, (say("Share", "比例"),), tuple(table)


def _bars(say: Say) -> Shown:
    rows = [Row(say(*branch), (_mark(share),), _percent(share))
            for branch, share in zip(BRANCHES, sorted(COVERED, reverse=True), strict=True)]  # fmt: skip
    title = say("Cover by branch, with 95% intervals", "各险种参保率及95%置信区间")
    table = tuple((row.label, row.text) for row in rows)
    return (
        title,
        lambda layout: bars_with_interval(rows, _shares(0.75), layout=layout),
        (say("Share", "比例"),),
        table,
    )


def _stacked(say: Say) -> Shown:
    series = (
        say("None", "没有"),
        say("One or two", "一至两项"),
        say("Three or more", "三项及以上"),
    )
    divided = ((0.38, 0.34, 0.28), (0.55, 0.29, 0.16), (0.24, 0.33, 0.43), (0.61, 0.35, 0.04))
    rows = tuple(_stack(say(*work), parts) for work, parts in zip(WORK, divided, strict=True))
    title = say("Branches in force by kind of work, %", "各就业类型的参保险种数（%）")
    groups = (StackGroup("", rows),)
    return (
        title,
        lambda layout: stacked_bars(groups, series, layout=layout),
        series,
        _cells(rows),
    )


def _likert(say: Say) -> Shown:
    series = tuple(say(*answer) for answer in AGREEMENT)
    rows = tuple(
        _stack(say(*opinion), parts, (_percent(sum(parts[:2])), _percent(sum(parts[3:]))))
        for opinion, parts in OPINIONS
    )
    title = say("Trust in the pension, % of answers", "对养老保险的信任程度（占回答的%）")
    groups = (StackGroup("", rows),)
    return (
        title,
        lambda layout: diverging_bars(groups, series, layout=layout),
        series,
        _cells(rows),
    )


def _curves(say: Say) -> Shown:
    places = tuple(say(*age) for age in AGES)
    series = tuple(
        Curve(f"{say(*branch)} {_percent(shares[-1])}", tuple(map(_mark, shares)))
        for branch, shares in zip(BRANCHES, BY_AGE, strict=True)
    )
    title = say("Cover by age group, with 95% intervals", "各年龄组的参保率及95%置信区间")
    return (
        title,
        lambda layout: curves(series, places, _shares(0.85), layout=layout),
        places,
        _by_age(say),
    )


def _multiples(say: Say) -> Shown:
    places = tuple(age[0].replace(" and over", "+") for age in AGES)

    def draw(layout: Layout) -> Drawing:
        room = panel_layout(layout, 2)
        panels = tuple(
            Panel(
                say(*branch),
                curves(
                    (Curve("", tuple(map(_mark, shares))),),
                    places,
                    _shares(0.85),
                    layout=room,
                    height=110,
                ),
            )
            for branch, shares in zip(BRANCHES, BY_AGE, strict=True)
        )
        return small_multiples(panels, layout=layout, columns=2)

    title = say("Cover by age group, branch by branch", "各年龄组的参保率，按险种分列")
    return title, draw, tuple(say(*age) for age in AGES), _by_age(say)


def _slopes(say: Say) -> Shown:
    pairs = tuple(zip(BRANCHES, EARLIER, LATER, strict=True))
    lines = tuple(
        Slope(say(*branch), Mark(before), Mark(after), (_percent(before), _percent(after)))
        for branch, before, after in pairs
    )
    title = say("Cover at the first and the second interview", "首次与第二次访问时的参保率")
    moments = ("2021", "2024")
    return (
        title,
        lambda layout: slopes(lines, moments, _shares(0.8), layout=layout),
        moments,
        tuple((each.label, *each.texts) for each in lines),
    )


def _comparison(say: Say) -> Shown:
    keys = (
        Key(say("Respondents", "受访者"), "ring"),
        Key(say("Weighted", "加权后"), "dot"),
        Key(say("Population", "总体"), "diamond"),
    )
    values = ((0.41, 0.36, 0.36), (0.27, 0.24, 0.24), (0.20, 0.25, 0.25), (0.12, 0.15, 0.15))
    rows = tuple(
        Row(say(*work), tuple(Mark(v, shape=key.shape) for v, key in zip(three, keys, strict=True)),
            _percent(three[1]))
        for work, three in zip(WORK, values, strict=True)
    )  # fmt: skip
    title = say("Respondents, weighted respondents and population", "受访者、加权后与总体的构成")
    table = tuple(
        (row.label, *map(_percent, three)) for row, three in zip(rows, values, strict=True)
    )
    groups = (Group("", rows),)
    return (
        title,
        lambda layout: dot_and_interval(groups, _shares(0.5), keys=keys, layout=layout),
        tuple(key.label for key in keys),
        table,
    )


def _stack(label: str, parts: Sequence[float], ends: tuple[str, str] = ("", "")) -> Stack:
    return Stack(label, tuple(Part(each, f"{100 * each:.0f}") for each in parts), ends=ends)


def _cells(rows: Sequence[Stack]) -> Cells:
    return tuple((row.label, *(part.text for part in row.parts)) for row in rows)


def _by_age(say: Say) -> Cells:
    return tuple(
        (say(*branch), *map(_percent, shares))
        for branch, shares in zip(BRANCHES, BY_AGE, strict=True)
    )


def _mark(value: float | None, half: float = 0.04) -> Mark:
    return Mark(value) if value is None else Mark(value, max(value - half, 0.0), value + half)


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.0f}%"


def _shares(highest: float) -> Axis:
    return linear_axis((0.0, highest), _percent, from_zero=True)


DRAW: dict[str, Callable[[Say], Shown]] = {
    "intervals": _intervals,
    "bars": _bars,
    "stacked": _stacked,
    "likert": _likert,
    "curves": _curves,
    "multiples": _multiples,
    "slopes": _slopes,
    "comparison": _comparison,
}
KINDS = tuple(DRAW)
