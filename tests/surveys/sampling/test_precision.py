"""Precision planning: the planned survey's table, and that sizes and margins are each other's."""

import pytest

from surveys.sampling.precision import (
    Expected,
    Rates,
    coefficient_of_variation,
    detectable_difference,
    issued,
    margin_of_error,
    size_for_difference,
    size_for_margin,
    size_for_variation,
)

DESIGN_EFFECT = Expected(take=12, icc=0.05, cv_of_weights=0.30**0.5).design_effect


def test_clusters_and_weights_multiply_the_variance():
    assert pytest.approx(1.55 * 1.30) == DESIGN_EFFECT
    assert Expected().design_effect == 1


# Completes, margins of error in percentage points at 50, 30 and 10 %, CV in per cent at 10 %.
@pytest.mark.parametrize(
    ("n", "half", "third", "tenth", "variation"),
    [
        (3000, 2.5, 2.3, 1.5, 7.8),
        (1350, 3.8, 3.5, 2.3, 11.6),
        (900, 4.6, 4.2, 2.8, 14.2),
        (600, 5.7, 5.2, 3.4, 17.4),
        (450, 6.6, 6.0, 3.9, 20.1),
        (150, 11.4, 10.4, 6.8, 34.8),
        (60, 18.0, 16.5, 10.8, 55.0),
    ],
)
def test_precision_of_the_planned_survey(n, half, third, tenth, variation):
    margins = [100 * margin_of_error(n, share, DESIGN_EFFECT) for share in (0.5, 0.3, 0.1)]
    assert margins == pytest.approx([half, third, tenth], abs=0.0501)
    found = 100 * coefficient_of_variation(n, 0.1, DESIGN_EFFECT)
    assert found == pytest.approx(variation, abs=0.0501)


@pytest.mark.parametrize(("first", "second", "points"), [(900, 2100, 7.3), (600, 600, 10.5)])
def test_smallest_difference_that_will_show(first, second, points):
    found = 100 * detectable_difference(first, second, 0.3, DESIGN_EFFECT)
    assert found == pytest.approx(points, abs=0.05)


def test_the_size_for_a_difference_is_the_smallest_that_shows_it():
    n = size_for_difference(0.1, 0.3, 1.5, power=0.9)
    assert detectable_difference(n, n, 0.3, 1.5, power=0.9) <= 0.1
    assert detectable_difference(n - 1, n - 1, 0.3, 1.5, power=0.9) > 0.1


@pytest.mark.parametrize(
    ("completes", "rates", "cases"),
    [
        (1500, Rates(0.85, 0.80, 0.75), 2942),
        (900, Rates(0.80, 0.95, 0.60), 1974),
        (300, Rates(0.95, 0.70, 0.85), 531),
        (300, Rates(eligible=0.50, answering=0.10), 6000),
    ],
)
def test_cases_to_issue(completes, rates, cases):
    assert issued(completes, rates) == cases


@pytest.mark.parametrize("population", [float("inf"), 2_000])
def test_the_size_for_a_margin_is_the_smallest_that_reaches_it(population):
    n = size_for_margin(0.03, 0.5, 1.5, population=population)
    assert margin_of_error(n, 0.5, 1.5, population=population) <= 0.03
    assert margin_of_error(n - 1, 0.5, 1.5, population=population) > 0.03


def test_the_size_for_a_variation_is_the_smallest_that_reaches_it():
    n = size_for_variation(0.15, 0.1, 2, population=5_000)
    assert coefficient_of_variation(n, 0.1, 2, population=5_000) <= 0.15
    assert coefficient_of_variation(n - 1, 0.1, 2, population=5_000) > 0.15


def test_textbook_sizes():
    # Cochran: 1.96² · 0.25 / 0.05² = 384.1; of 1,000 persons 384.1 / (1 + 0.3841) = 277.5.
    assert size_for_margin(0.05, 0.5) == 385
    assert size_for_margin(0.05, 0.5, population=1_000) == 278


def test_a_census_has_no_sampling_error():
    assert margin_of_error(500, 0.3, population=500) == 0
