"""Promises of every chart: same bytes, text alternative, escaped, nothing outside the picture."""

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.charts import (
    NARROW,
    WIDE,
    Curve,
    Group,
    Layout,
    Mark,
    Panel,
    Part,
    Row,
    Slope,
    Stack,
    StackGroup,
    columns,
    curves,
    diverging_bars,
    document,
    dot_and_interval,
    linear_axis,
    slopes,
    small_multiples,
)
from portal.charts.examples import KINDS as EXAMPLES
from portal.charts.examples import examples
from portal.charts.style import LINES, PAPER, SERIES, contrast, ink_on, scale_fills
from tests.portal.charts.examples import LABELS, all_charts, axis
from tests.portal.charts.geometry import SVG, outside, printable

KINDS = (
    "intervals", "bars", "stacked", "comparison", "weights", "likert", "curves", "multiples",
    "slopes",
)  # fmt: skip
ROWS = ("intervals", "bars", "stacked", "comparison", "weights", "likert")
PICTURES = (*KINDS, *(f"{kind}_narrow" for kind in KINDS), "chart")


@pytest.fixture(scope="module")
def charts():
    return all_charts()


@pytest.mark.parametrize("kind", PICTURES)
def test_same_input_gives_same_bytes(kind, charts):
    assert all_charts()[kind] == charts[kind]


@pytest.mark.parametrize("kind", PICTURES)
def test_the_title_is_the_text_alternative(kind):
    root = ET.fromstring(all_charts('5 < 6 & "so on"')[kind])
    title = root.find(f"{SVG}title")
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == title.get("id")
    assert title.text == '5 < 6 & "so on"'


@pytest.mark.parametrize("kind", PICTURES)
def test_ids_start_with_the_given_prefix(kind, charts):
    assert set(re.findall(r'\bid="(\w+)-', charts[kind])) == {kind}


@pytest.mark.parametrize("kind", PICTURES)
def test_looks_come_from_attributes(kind, charts):
    root = ET.fromstring(charts[kind])
    assert {"font-family", "font-size", "fill", "viewBox", "width", "height"} <= set(root.keys())
    assert "style=" not in charts[kind]
    assert "class=" not in charts[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_a_narrow_picture_is_higher_and_letters_are_as_large(kind, charts):
    (wide, small), (narrow, small_too) = (
        (ET.fromstring(charts[name]), letters(charts[name])) for name in (kind, f"{kind}_narrow")
    )
    assert float(narrow.get("width")) <= NARROW.width < float(wide.get("width"))
    assert min(small) == min(small_too) == 12
    if kind in ROWS:
        assert float(narrow.get("height")) > float(wide.get("height"))


def letters(svg):
    """The sizes of all texts."""
    return {float(node.get("font-size", 13)) for node in ET.fromstring(svg).iter(f"{SVG}text")}


@pytest.mark.parametrize("kind", PICTURES)
def test_nothing_leaves_the_picture(kind, charts):
    assert list(outside(charts[kind])) == []


@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=4), st.text(max_size=90))
@settings(max_examples=60, deadline=None)
@pytest.mark.parametrize("layout", [WIDE, NARROW])
def test_no_label_breaks_the_picture(layout, labels, heading):
    labels = [printable(label) for label in labels]
    rows = tuple(Row(label, (Mark(0.3, 0.2, 0.4),), "30.0%") for label in labels)
    drawing = dot_and_interval((Group(printable(heading), rows),), axis(0.4), layout=layout)
    assert list(outside(document(drawing, "p", "t"))) == []


def test_a_suppressed_value_leaves_no_mark():
    svg = dot_and_interval((Group("", (Row("x", (Mark(None),), "‥"),)),), axis()).markup
    assert "<circle" not in svg
    assert "‥" in svg


def test_series_differ_in_shape_and_not_only_in_colour(charts):
    root = ET.fromstring(charts["comparison"])
    fills = {circle.get("fill") for circle in root.iter(f"{SVG}circle")}
    assert {"#ffffff", "#0b6b72"} <= fills
    assert root.find(f".//{SVG}polygon") is not None


def test_an_imprecise_value_is_hollow():
    svgs = [
        dot_and_interval((Group("", (Row("x", (Mark(0.5, open=hollow),), "50"),)),), axis()).markup
        for hollow in (True, False)
    ]
    assert ['fill="#ffffff"' in svg for svg in svgs] == [True, False]


# ── columns ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("layout", [WIDE, NARROW])
def test_columns_stand_on_zero_and_are_as_high_as_their_counts(layout):
    days = [f"{day} May" for day in range(1, 29)]
    axis = linear_axis([0.0, 8.0], str, from_zero=True)
    drawing = columns([0.0, 4.0, 8.0, *[2.0] * 25], days, axis, layout=layout)
    rects = re.findall(r'<rect [^>]*?y="([\d.]+)"[^>]*?height="([\d.]+)"', drawing.markup)
    tops, heights = zip(*((float(y), float(height)) for y, height in rects), strict=True)
    assert len(rects) == 27
    assert {round(y + height, 1) for y, height in zip(tops, heights, strict=True)} == {
        round(tops[0] + heights[0], 1)
    }
    assert heights[1] == pytest.approx(2 * heights[0], abs=0.2)
    assert drawing.markup.count("May") >= 4
    assert drawing.width == layout.width


# ── curves, slopes, scales with two sides, grids ─────────────────────────────────────────────────

VALUES = st.one_of(st.none(), st.floats(0, 1))


@given(st.lists(st.lists(VALUES, min_size=3, max_size=3), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
@pytest.mark.parametrize("layout", [WIDE, NARROW])
def test_curves_keep_within_the_picture_and_draw_what_is_known(layout, values):
    series = [
        Curve(LABELS[i % 5], tuple(Mark(v, v and v * 0.9, v and min(v * 1.1, 1)) for v in each))
        for i, each in enumerate(values)
    ]
    drawing = curves(series, LABELS[:3], axis(1.0), layout=layout)
    svg = document(drawing, "p", "t")
    assert list(outside(svg)) == []
    assert not re.search(r"[\"\s]-?nan", svg.lower())
    known = sum(value is not None for each in values for value in each)
    keys = len(series) if layout.narrow else 0
    assert marks_in(svg) == known + keys


def marks_in(svg):
    """How many marks of values a picture of curves or slopes holds."""
    root = ET.fromstring(svg)
    diamonds = [p for p in root.iter(f"{SVG}polygon") if p.get("fill") == "none"]
    return sum(1 for tag in ("circle", "rect") for _ in root.iter(f"{SVG}{tag}")) + len(diamonds)


def test_a_missing_value_leaves_a_gap():
    marks = tuple(Mark(value) for value in (0.1, 0.2, None, 0.4, 0.5))
    markup = curves((Curve("x", marks),), "abcde", axis()).markup
    assert markup.count("<path") == 2


def test_a_curve_rises_where_its_values_rise():
    root = ET.fromstring(
        document(curves((Curve("", (Mark(0.1), Mark(0.5), Mark(0.9))),), "abc", axis()), "p", "t")
    )
    heights = [float(circle.get("cy")) for circle in root.iter(f"{SVG}circle")]
    assert heights == sorted(heights, reverse=True)
    assert heights[0] - heights[1] == pytest.approx(heights[1] - heights[2], abs=0.02)


def test_series_differ_in_colour_dashes_and_mark():
    assert all(len(set(signs)) == len(LINES) for signs in zip(*LINES, strict=True))
    assert all(contrast(colour, PAPER) >= 3 for colour, _dashes, _mark in LINES)


@given(st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_slopes_keep_their_labels_apart_on_both_sides(pairs):
    lines = [Slope(LABELS[i % 5], Mark(a), Mark(b), ("1%", "2%")) for i, (a, b) in enumerate(pairs)]
    svg = document(slopes(lines, ("Before", "After"), axis(1.0)), "p", "t")
    assert list(outside(svg)) == []
    assert marks_in(svg) == sum(value is not None for pair in pairs for value in pair)
    for anchor in ("start", "end"):
        baselines = sorted(
            float(node.get("y"))
            for node in ET.fromstring(svg).iter(f"{SVG}text")
            if node.get("text-anchor") == anchor and node.get("font-weight") is None
        )
        assert all(b - a >= 12 for a, b in pairwise(baselines))


@given(st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=12))
@settings(max_examples=40, deadline=None)
def test_narrow_slopes_have_a_row_for_every_value(pairs):
    lines = [Slope(LABELS[i % 5], Mark(a), Mark(b), ("1%", "2%")) for i, (a, b) in enumerate(pairs)]
    svg = document(slopes(lines, ("Before", "After"), axis(1.0), layout=NARROW), "p", "t")
    assert list(outside(svg)) == []
    keys = 2
    assert marks_in(svg) == keys + sum(value is not None for pair in pairs for value in pair)
    assert svg.count("1% → 2%") == len(pairs)


@pytest.mark.parametrize("layout", [WIDE, NARROW])
def test_falling_slopes_are_dashed(layout):
    rising, falling = (
        slopes([Slope("x", Mark(a), Mark(b), ("", ""))], ("", ""), axis(1.0), layout=layout).markup
        for a, b in ((0.2, 0.6), (0.6, 0.2))
    )
    assert "stroke-dasharray" not in rising
    assert "stroke-dasharray" in falling


def test_answers_for_and_against_meet_in_the_middle_of_the_neutral_one():
    """30 % against, 20 % neutral, 50 % for: the middle lies 40 % along the bar."""
    parts = tuple(Part(share, "") for share in (0.1, 0.2, 0.2, 0.3, 0.2))
    drawing = diverging_bars((StackGroup("", (Stack("x", parts),)),), list("abcde"))
    root = ET.fromstring(document(drawing, "p", "t"))
    bars = [rect for rect in root.iter(f"{SVG}rect") if rect.get("height") == "18"]
    start, room = float(bars[0].get("x")), sum(float(bar.get("width")) for bar in bars)
    centre = next(float(line.get("d").split()[0][1:]) for line in root.iter(f"{SVG}path"))
    assert (centre - start) / room == pytest.approx(0.4, abs=1e-3)


@pytest.mark.parametrize("count", range(2, 8))
def test_every_answer_of_a_scale_has_a_fill_on_which_its_text_reads(count):
    fills = scale_fills(count)
    assert len(fills) == count
    assert all(contrast(ink_on(fill), fill) >= 4.5 for fill in (*fills, *SERIES))


def test_a_picture_wider_than_its_place_is_refused():
    drawing = curves((Curve("", (Mark(0.5),)),), "a", axis(), layout=Layout(400))
    with pytest.raises(ValueError, match="wider than its place"):
        small_multiples([Panel("x", drawing)], layout=Layout(640), columns=2)


# ── examples for the gallery ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_kind_has_an_example_with_its_table_in_each_language(language):
    shown = examples(language)
    assert [figure.name for figure in shown] == [f"example-{kind}" for kind in EXAMPLES]
    for figure in shown:
        assert list(outside(figure.picture)) == []
        assert list(outside(figure.narrow_picture)) == []
        assert list(outside(figure.poster)) == []
        assert figure.rows
        assert {len(row) for row in figure.rows} == {len(figure.header) + 1}
        assert bool(re.search(r"[\u4e00-\u9fff]", figure.title)) == (language != "en")
