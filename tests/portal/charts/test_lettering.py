"""Round scales, the room that texts take, and labels pushed apart."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.charts import linear_axis
from portal.charts.lettering import spread, width, wrapped
from tests.portal.charts.examples import LABELS


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


@given(
    st.lists(st.tuples(st.floats(0, 100), st.floats(1, 30)), min_size=1, max_size=8),
)
def test_labels_pushed_apart_keep_their_order_and_never_overlap(wishes):
    wanted, rooms = zip(*wishes, strict=True)
    high = max(100.0, sum(rooms))
    middles = spread(wanted, rooms, 0.0, high)
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    assert sorted(range(len(wanted)), key=lambda i: (middles[i], i)) == order
    ends = [(middles[i] - rooms[i] / 2, middles[i] + rooms[i] / 2) for i in order]
    assert ends[0][0] >= -1e-6
    assert ends[-1][1] <= high + 1e-6
    assert all(a[1] <= b[0] + 1e-6 for a, b in pairwise(ends))


def test_labels_with_room_stay_where_they_belong():
    assert spread([10, 50, 90], [10, 10, 10], 0, 100) == [10, 50, 90]
