"""Which estimates are shown, marked or suppressed, and why."""

import math

import pytest

from surveys.errors import SurveyError
from surveys.findings.disclosure import Rule, publish
from tests.surveys.findings.example import estimate

MEAN = {"statistic": "mean", "value": 100.0, "lower": 90.0, "upper": 110.0, "count": None}
NO_INTERVAL = {"standard_error": None, "lower": None, "upper": None}

#        what changes in a sound estimate                       status        reasons
CASES = [
    ({},                                                        "published",  ()),
    ({"n": 29, "count": 12},                                               "suppressed", ("few_respondents",)),
    ({"n": 30, "count": 15},                                    "caution",    ("moderate_n",)),
    ({"n": 59, "count": 20},                                    "caution",    ("moderate_n",)),
    ({"n": 60, "count": 20},                                    "published",  ()),
    ({"clusters": 2},                                           "suppressed", ("few_clusters",)),
    ({"count": 4},                                              "suppressed", ("few_in_numerator",)),
    ({"count": 196},                                            "suppressed", ("few_in_numerator",)),
    ({"count": 5},                                              "published",  ()),
    ({"n": 0, "value": math.nan, **NO_INTERVAL},                "suppressed", ("empty",)),
    (NO_INTERVAL,                                               "suppressed", ("no_standard_error",)),
    ({"effective_n": 29.9},                                     "suppressed", ("imprecise",)),
    ({"lower": 0.10, "upper": 0.40},                            "suppressed", ("imprecise",)),
    ({"value": 0.20, "lower": 0.08, "upper": 0.345},            "suppressed", ("imprecise",)),
    ({"value": 0.21, "lower": 0.08, "upper": 0.345},            "published",  ()),
    ({"value": 0.02, "lower": 0.0, "upper": 0.05,
      "standard_error": 0.003},                                 "published",  ()),
    ({"standard_error": 0.034},                                 "caution",    ("moderate_cv",)),
    ({"value": 0.8, "standard_error": 0.034, "lower": 0.73,
      "upper": 0.86},                                           "caution",    ("moderate_cv",)),
    ({"degrees_of_freedom": 7},                                 "caution",    ("few_degrees_of_freedom",)),
    ({**MEAN, "standard_error": 16.0},                          "published",  ()),
    ({**MEAN, "standard_error": 17.0},                          "caution",    ("moderate_cv",)),
    ({**MEAN, "standard_error": 33.4},                          "suppressed", ("imprecise",)),
    ({**MEAN, "value": 0.0, "standard_error": 1.0},             "suppressed", ("imprecise",)),
    ({"n": 12, "count": 2, "clusters": 2},                      "suppressed",
     ("few_respondents", "few_clusters", "few_in_numerator")),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "status", "reasons"), CASES)
def test_rule(changes, status, reasons):
    (cell,) = publish([estimate(**changes)])
    assert (cell.status, cell.reasons) == (status, reasons)


def test_a_suppressed_cell_holds_no_number_of_the_estimate():
    (cell,) = publish([estimate(n=4, count=1)])
    numbers = (cell.value, cell.standard_error, cell.lower, cell.upper, cell.cv, cell.n)
    assert numbers == (None, None, None, None, None, None)
    assert (cell.design_effect, cell.effective_n, cell.degrees_of_freedom) == (None, None, 0)


def test_the_number_of_respondents_of_a_suppressed_cell_is_told_from_five_up():
    assert [cell.n for cell in publish([estimate(n=5, name="a"), estimate(n=4, name="b")])] == [
        5,
        None,
    ]


def test_a_shown_cell_carries_the_numbers_unrounded():
    (cell,) = publish([estimate(value=0.2000000001)])
    assert (cell.value, cell.lower, cell.upper) == (0.2000000001, 0.145, 0.265)
    assert cell.cv == pytest.approx(0.03 / 0.2000000001)


def test_thresholds_can_be_chosen():
    (cell,) = publish([estimate(n=29, count=10)], Rule(minimum_n=20, caution_n=25))
    assert cell.status == "published"


def test_thresholds_out_of_order_are_all_reported():
    with pytest.raises(SurveyError) as error:
        Rule(minimum_n=80, caution_cv=0.5)
    assert [problem.where for problem in error.value.problems] == [
        "rule › minimum_n",
        "rule › caution_cv",
    ]


def test_an_estimate_given_twice_is_refused():
    with pytest.raises(SurveyError, match="one estimate per indicator"):
        publish([estimate(), estimate(value=0.3)])


# ── secondary suppression ──────────────────────────────────────────────────────────────────────


def hidden(counts):
    """The cells hidden in a table {(row, column): count} with totals, whatever their precision."""
    sound = {"standard_error": 0.001, "lower": 0.19, "upper": 0.21, "clusters": 90}
    rows, columns = ({key[i] for key in counts} for i in (0, 1))
    given = [estimate(n=900, count=300, **sound)]
    for name, levels in (("row", rows), ("column", columns)):
        given += [
            estimate(domain=((name, level),), n=900, count=100, **sound) for level in sorted(levels)
        ]
    for (row, column), count in counts.items():
        domain = (("row", row), ("column", column))
        given.append(estimate(domain=domain, n=500, count=count, **sound))
    cells = publish(given)
    assert all(cell.shown for cell in cells if len(cell.domain) < 2)
    return {
        tuple(level for _, level in cell.domain): cell.reasons for cell in cells if not cell.shown
    }


def test_a_single_hidden_cell_of_a_breakdown_hides_the_next_smallest():
    given = [
        estimate(),
        estimate(domain=(("sex", "1"),), n=120, count=36),
        estimate(domain=(("sex", "2"),), n=80, count=4),
    ]
    assert [cell.reasons for cell in publish(given)] == [(), ("complement",), ("few_in_numerator",)]


def test_levels_of_a_category_add_up_too():
    given = [estimate(level=level, count=count) for level, count in
             [("a", 3), ("b", 60), ("c", 40), ("d", 97)]]  # fmt: skip
    assert [cell.reasons for cell in publish(given)] == [
        ("few_in_numerator",), (), ("complement",), (),
    ]  # fmt: skip


def test_two_hidden_cells_protect_each_other():
    given = [estimate(level=level, count=count) for level, count in
             [("a", 3), ("b", 2), ("c", 195), ("d", 60)]]  # fmt: skip
    given[2] = estimate(level="c", count=100)
    assert [cell.shown for cell in publish(given)] == [False, False, True, True]


def test_a_breakdown_without_its_total_reveals_nothing():
    given = [estimate(domain=(("sex", "1"),), count=36), estimate(domain=(("sex", "2"),), count=4)]
    assert [cell.shown for cell in publish(given)] == [True, False]


def test_an_imprecise_cell_alone_needs_no_complement():
    given = [
        estimate(),
        estimate(domain=(("sex", "1"),), n=120),
        estimate(domain=(("sex", "2"),), n=80, effective_n=20.0),
    ]
    assert [cell.shown for cell in publish(given)] == [True, True, False]


def test_in_a_cross_table_every_row_and_column_hides_none_or_two():
    table = {
        ("delivery", "none"): 12, ("delivery", "resident"): 40, ("delivery", "employee"): 28,
        ("domestic", "none"): 9, ("domestic", "resident"): 31, ("domestic", "employee"): 4,
        ("livestream", "none"): 7, ("livestream", "resident"): 3, ("livestream", "employee"): 6,
    }  # fmt: skip
    found = hidden(table)
    assert {("domestic", "employee"), ("livestream", "resident")} <= found.keys()
    for place in (0, 1):
        for name in {key[place] for key in table}:
            assert sum(1 for key in found if key[place] == name) != 1
    assert ("delivery", "resident") not in found
