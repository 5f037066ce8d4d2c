"""Promises of every chart: same bytes, text alternative, escaped, nothing outside the picture."""

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.charts import Caption, Group, Mark, Row, dot_and_interval, linear_axis
from portal.charts.lettering import width, wrapped
from tests.portal.charts.examples import LABELS, all_charts, axis

SVG = "{http://www.w3.org/2000/svg}"
KINDS = ("intervals", "bars", "stacked", "comparison", "weights")


@pytest.fixture(scope="module")
def charts():
    return all_charts()


@pytest.mark.parametrize("kind", KINDS)
def test_same_input_gives_same_bytes(kind, charts):
    assert all_charts()[kind] == charts[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_the_title_is_the_text_alternative(kind):
    root = ET.fromstring(all_charts('5 < 6 & "so on"')[kind])
    title = root.find(f"{SVG}title")
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == title.get("id")
    assert title.text == '5 < 6 & "so on"'


@pytest.mark.parametrize("kind", KINDS)
def test_ids_start_with_the_given_prefix(kind, charts):
    prefix = dict(zip(KINDS, "abcde", strict=True))[kind]
    assert set(re.findall(r'\bid="(\w+)-', charts[kind])) == {prefix}


@pytest.mark.parametrize("kind", KINDS)
def test_looks_come_from_attributes(kind, charts):
    root = ET.fromstring(charts[kind])
    assert {"font-family", "font-size", "fill", "viewBox", "width", "height"} <= set(root.keys())
    assert "style=" not in charts[kind]
    assert "class=" not in charts[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_leaves_the_picture(kind, charts):
    assert list(outside(charts[kind])) == []


@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=4), st.text(max_size=90))
@settings(max_examples=60, deadline=None)
def test_no_label_breaks_the_picture(labels, heading):
    labels = [printable(label) for label in labels]
    rows = tuple(Row(label, (Mark(0.3, 0.2, 0.4),), "30.0%") for label in labels)
    svg = dot_and_interval((Group(printable(heading), rows),), axis(0.4), Caption("p", "t"))
    assert list(outside(svg)) == []


def test_a_suppressed_value_leaves_no_mark():
    svg = dot_and_interval((Group("", (Row("x", (Mark(None),), "‥"),)),), axis(), Caption("p", "t"))
    assert "<circle" not in svg
    assert "‥" in svg


def test_series_differ_in_shape_and_not_only_in_colour(charts):
    root = ET.fromstring(charts["comparison"])
    fills = {circle.get("fill") for circle in root.iter(f"{SVG}circle")}
    assert {"#ffffff", "#0b6b72"} <= fills
    assert root.find(f".//{SVG}polygon") is not None


def test_an_imprecise_value_is_hollow():
    svgs = [
        dot_and_interval((Group("", (Row("x", (Mark(0.5, open=hollow),), "50"),)),), axis(),
                         Caption("p", "t"))
        for hollow in (True, False)
    ]  # fmt: skip
    assert ['fill="#ffffff"' in svg for svg in svgs] == [True, False]


# ── scales and lettering ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("values", "from_zero", "ticks"),
    [
        ((0.12, 0.43), True, [0.0, 0.1, 0.2, 0.3, 0.4, 0.5]),
        ((5400, 7200), False, [5000, 5500, 6000, 6500, 7000, 7500]),
        ((-3, 4), True, [-4, -2, 0, 2, 4]),
        ((0.2, 0.2), False, [0.1, 0.15, 0.2, 0.25, 0.3]),
        ((), True, [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]),
    ],
)
def test_ticks_are_round_and_enclose_the_values(values, from_zero, ticks):
    scale = linear_axis(values, str, from_zero=from_zero)
    assert [value for value, _ in scale.ticks] == pytest.approx(ticks)
    assert (scale.lower, scale.upper) == pytest.approx((ticks[0], ticks[-1]))


def test_chinese_takes_an_em_per_character():
    assert width("社会保障", 10) == 40
    assert width("abcd", 10) < 30


def test_long_text_wraps_between_words_and_chinese_characters():
    assert wrapped("Written labour contract", 60, 12) == ["Written", "labour", "contract"]
    assert wrapped("签有书面劳动合同", 50, 12) == ["签有书面", "劳动合同"]


def test_a_closing_mark_does_not_begin_a_line():
    assert wrapped("签有书面，劳动", 48, 12) == ["签有书", "面，劳动"]


def test_what_does_not_fit_ends_in_an_ellipsis():
    lines = wrapped(LABELS[3], 100, 12, lines=2)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(width(line, 12) <= 100 for line in lines)


# ── helpers ─────────────────────────────────────────────────────────────────────────────────────


def printable(text: str) -> str:
    """XML knows no control characters."""
    return re.sub(r"[^\u0020-\uD7FF\uE000-\uFFFD]", "?", text)


def outside(svg: str):
    """Elements that reach beyond the view box, by coordinates and estimated text width."""
    root = ET.fromstring(svg)
    _, _, right, bottom = map(float, root.get("viewBox").split())
    for node in root.iter():
        for x, y in corners(node):
            if not (-0.5 <= x <= right + 0.5 and -0.5 <= y <= bottom + 0.5):
                yield node.tag.removeprefix(SVG), node.text, x, y


def corners(node):
    def number(name, default=0.0):
        return float(node.get(name, default))

    match node.tag.removeprefix(SVG):
        case "text":
            size = number("font-size", 13)
            room = width(node.text or "", size)
            start = number("x") - {"end": room, "middle": room / 2}.get(node.get("text-anchor"), 0)
            return [(start, number("y") - size), (start + room, number("y") + size / 4)]
        case "rect":
            x, y = number("x"), number("y")
            return [(x, y), (x + number("width"), y + number("height"))]
        case "line":
            return [(number("x1"), number("y1")), (number("x2"), number("y2"))]
        case "circle":
            x, y, r = number("cx"), number("cy"), number("r")
            return [(x - r, y - r), (x + r, y + r)]
        case "polygon":
            return [tuple(map(float, pair.split(","))) for pair in node.get("points").split()]
    return []
