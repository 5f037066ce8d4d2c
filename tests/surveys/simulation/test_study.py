"""Fifty simulated surveys through the product's own weights and estimates.

Bands are those of a quick run: coverage of a 95 % interval over 50 draws varies by about 3 points.
"""

import numpy as np
import pytest

from surveys.errors import SurveyError
from surveys.simulation.population import SEED, draw_population
from surveys.simulation.selection import SCENARIOS, draw_sample, list_frame
from surveys.simulation.study import (
    MEANS,
    SHARES,
    coverage_study,
    study_frame,
    study_plan,
    weighted_estimates,
)
from surveys.simulation.truth import true_values

DRAWS = 50


@pytest.fixture(scope="module")
def study(population):
    return coverage_study(population, draws=DRAWS, scenario="S1")


@pytest.fixture(scope="module")
def demonstration(population):
    """The weighted estimates of the standard draw, by indicator."""
    roster = list_frame(population, SCENARIOS["S1"])
    sample = draw_sample(population, roster, np.random.default_rng(SEED))
    frame = study_frame(population, sample)
    estimates = weighted_estimates(frame, sample, study_plan(population))
    return {estimate.name: estimate for estimate in estimates}


@pytest.mark.parametrize("indicator", SHARES + MEANS)
def test_weighted_intervals_cover_the_truth(study, indicator):
    assert 0.85 <= study.row(indicator, "weighted").coverage <= 1


@pytest.mark.parametrize("indicator", SHARES + MEANS)
def test_weighted_estimates_are_unbiased(study, indicator):
    row = study.row(indicator, "weighted")
    assert abs(row.bias) < 3 * row.rmse / np.sqrt(DRAWS)


@pytest.mark.parametrize(
    ("indicator", "highest"),
    [
        ("pension", 0.15),
        ("unemployment", 0.05),
        ("injury_cover", 0.55),
        ("injured", 0.10),
        ("income", 0.0),
        ("hours", 0.0),
    ],
)
def test_unweighted_intervals_miss_it(study, indicator, highest):
    assert study.row(indicator, "unweighted").coverage <= highest


@pytest.mark.parametrize(
    ("indicator", "bias", "tolerance"),
    [
        ("pension", -0.0323, 0.005),
        ("unemployment", -0.0321, 0.004),
        ("injury_cover", -0.0189, 0.005),
        ("injured", 0.0230, 0.003),
        ("income", 737.57, 25),
        ("hours", 3.42, 0.15),
    ],
)
def test_unweighted_bias_is_known(study, indicator, bias, tolerance):
    assert study.row(indicator, "unweighted").bias == pytest.approx(bias, abs=tolerance)


def test_estimated_standard_errors_agree_with_the_spread_over_the_draws(study):
    for indicator in SHARES + MEANS:
        row = study.row(indicator, "weighted")
        assert row.standard_error == pytest.approx(row.spread, rel=0.35)


def test_the_number_of_respondents(study):
    assert study.respondents == pytest.approx(3092, abs=25)


def test_weighting_cannot_repair_response_that_depends_on_the_answer(population):
    """If the insured answer more willingly, intervals must fail: nobody may tune this away."""
    pension = coverage_study(population, draws=12, scenario="S2").row("pension", "weighted")
    assert pension.coverage < 0.5
    assert pension.bias == pytest.approx(0.0357, abs=0.01)


@pytest.mark.parametrize(
    ("indicator", "estimate", "half_width"),
    [
        ("pension", 0.2720, 0.0225),
        ("unemployment", 0.1432, 0.0177),
        ("injury_cover", 0.2287, 0.0220),
        ("injured", 0.0636, 0.0095),
        ("income", 6413.83, 107),
        ("hours", 48.71, 0.59),
    ],
)
def test_the_demonstration_draw(population, demonstration, indicator, estimate, half_width):
    """Expected numbers come from an independent program (other class bounds, plain variance)."""
    found = demonstration[indicator]
    assert found.value == pytest.approx(estimate, abs=half_width / 40)
    assert found.upper - found.lower == pytest.approx(2 * half_width, rel=0.07)
    assert found.lower < true_values(population)[indicator] < found.upper


def test_an_unknown_scenario_is_named_with_the_known_ones():
    small = draw_population(np.random.default_rng(1), 30_000)
    with pytest.raises(SurveyError, match="S1, S2, S3, S4"):
        coverage_study(small, scenario="S9")
