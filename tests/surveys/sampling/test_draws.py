"""Draws: how often each row comes up is the probability that the draw states."""

import numpy as np
import pytest

from surveys.errors import SurveyError
from surveys.sampling import base_weights
from surveys.sampling.design import Design, Stage
from surveys.sampling.draws import (
    in_strata,
    inclusion_probabilities,
    pps_systematic,
    simple_random,
    systematic,
    two_stage,
)

ROUNDS = 4_000
SIZES = np.array([1, 2, 3, 4, 5, 40.0])
TEN = np.arange(10)
# Two strata; clusters 0 to 4 with 2, 4, 6, 3 and 5 persons, listed out of order.
CLUSTERS = np.array([2, 2, 0, 1, 1, 4, 3, 3, 2, 2, 1, 1, 0, 2, 2, 3, 4, 4, 4, 4])
STRATA = (CLUSTERS > 2).astype(int)


def rate_and_claim(draw, rows):
    """How often each row was drawn, and the probability that its draws stated."""
    random = np.random.default_rng(20210406)
    times, claimed = np.zeros(rows), np.full(rows, np.nan)
    for _ in range(ROUNDS):
        drawn = draw(random)
        assert len(np.unique(drawn.rows)) == len(drawn.rows)
        times[drawn.rows] += 1
        claimed[drawn.rows] = drawn.inclusion_probability
    return times / ROUNDS, claimed


@pytest.mark.parametrize(
    ("draw", "expected"),
    [
        (lambda r: simple_random(TEN, 3, r), [0.3] * 10),
        (lambda r: systematic(TEN, 3, r), [0.3] * 10),
        (lambda r: systematic(TEN, 10, r), [1.0] * 10),
        (lambda r: pps_systematic(SIZES)(np.arange(6), 1, r), SIZES / 55),
        # The last row is certain at first, then the fifth of the rest: 2 × 5/15 is below 1.
        (lambda r: pps_systematic(SIZES)(np.arange(6), 3, r), [*(2 * SIZES[:5] / 15), 1]),
        (lambda r: pps_systematic(SIZES)(np.arange(6), 6, r), [1.0] * 6),
        (
            lambda r: in_strata(TEN // 5, np.array([1, 4]), simple_random, r),
            [0.2] * 5 + [0.8] * 5,
        ),
        # Stratum 0: 2 of 3 clusters, sizes 2, 4 and 6, the largest with certainty; take 2.
        (
            lambda r: two_stage(STRATA, CLUSTERS, np.array([2, 1]), 2, r),
            np.array([1 / 3, 2 / 3 * 2 / 4, 1 * 2 / 6, 3 / 8 * 2 / 3, 5 / 8 * 2 / 5])[CLUSTERS],
        ),
        (
            lambda r: two_stage(
                STRATA,
                CLUSTERS,
                np.array([1, 1]),
                3,
                r,
                within=systematic,
                order=np.arange(20)[::-1],
            ),
            np.array([2 / 12, 4 / 12 * 3 / 4, 6 / 12 * 3 / 6, 3 / 8, 5 / 8 * 3 / 5])[CLUSTERS],
        ),
    ],
)
def test_every_row_comes_up_as_often_as_its_probability_says(draw, expected):
    rate, claimed = rate_and_claim(draw, len(expected))
    assert claimed == pytest.approx(np.asarray(expected), rel=1e-12)
    error = np.sqrt(claimed * (1 - claimed) / ROUNDS)
    assert (np.abs(rate - claimed) <= 4.5 * error + 1e-12).all()


def test_weights_of_a_draw_add_up_to_the_frame():
    random = np.random.default_rng(1)
    drawn = in_strata(TEN // 5, np.array([2, 3]), simple_random, random)
    assert drawn.base_weight.sum() == pytest.approx(10)


def test_probabilities_of_both_stages_are_kept_apart():
    drawn = two_stage(STRATA, CLUSTERS, np.array([1, 1]), 2, np.random.default_rng(1))
    assert drawn.probabilities.shape == (4, 2)
    in_cluster = np.bincount(CLUSTERS)[CLUSTERS[drawn.rows]]
    assert drawn.probabilities[:, 1] == pytest.approx(2 / in_cluster)


def test_a_systematic_draw_spreads_over_the_order_of_the_list():
    order = np.array([9, 1, 8, 2, 7, 3, 6, 4, 5, 0])
    drawn = systematic(order, 5, np.random.default_rng(1))
    assert [int(np.flatnonzero(order == row)[0]) // 2 for row in drawn.rows] == [0, 1, 2, 3, 4]


def test_nothing_is_drawn_where_nothing_is_asked_for():
    random = np.random.default_rng(1)
    for method in (simple_random, systematic, pps_systematic(SIZES)):
        assert len(method(np.arange(6), 0, random).rows) == 0


def test_rows_become_certain_one_after_another():
    assert inclusion_probabilities(np.array([1, 1, 2, 30, 90.0]), 3).tolist() == [
        0.25,
        0.25,
        0.5,
        1,
        1,
    ]


def test_base_weights_from_sizes_of_two_stages():
    clusters = np.array([0, 0, 1, 1, 2])
    first = Stage(np.array([0, 0, 0, 0, 1]), clusters, np.array([10, 10, 10, 10, 3.0]))
    second = Stage(clusters, np.arange(5), np.array([8, 8, 6, 6, 7.0]))
    weights = base_weights.from_sizes(Design((first, second)))
    assert weights.tolist() == [10 / 2 * 8 / 2] * 2 + [10 / 2 * 6 / 2] * 2 + [3 / 1 * 7 / 1]


ONE = Stage(np.array([0, 0]), np.array([0, 1]))
SMALL = Stage(np.array([0, 0]), np.array([0, 1]), np.array([1.0, 1.0]))


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: simple_random(TEN, 11, np.random.default_rng(1)), "draw_count"),
        (lambda: systematic(TEN, -1, np.random.default_rng(1)), "draw_count"),
        (lambda: inclusion_probabilities(np.array([1.0, 0.0]), 1), "size_not_positive"),
        (lambda: inclusion_probabilities(np.array([1.0]), 2), "draw_count"),
        (lambda: base_weights.from_sizes(Design((ONE,))), "population_sizes_missing"),
        (lambda: base_weights.from_sizes(Design((SMALL,))), "population_smaller_than_sample"),
    ],
)
def test_what_cannot_be_drawn_is_named(call, code):
    with pytest.raises(SurveyError) as raised:
        call()
    assert [problem.code for problem in raised.value.problems] == [code]
