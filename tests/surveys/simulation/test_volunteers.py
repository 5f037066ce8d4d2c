"""What a reference sample repairs when people choose themselves, and what it cannot."""

import numpy as np
import pytest

from surveys.errors import SurveyError
from surveys.findings.spreadsheet import csv_bytes
from surveys.simulation.population import draw_population
from surveys.simulation.truth import true_values
from surveys.simulation.volunteers import FAMILIES, volunteer_study, volunteer_tables
from tests.surveys.makers_volunteers import EXAMPLE, example_of_volunteers

DRAWS = 20


def rows_of(population, scenario, draws):
    rows = volunteer_study(population, draws=draws, scenario=scenario)
    return {(row.indicator, row.method): row for row in rows}


@pytest.fixture(scope="module")
def observed(population):
    return rows_of(population, "S6", DRAWS)


@pytest.fixture(scope="module")
def answers_decide(population):
    return rows_of(population, "S5", 8)


@pytest.mark.parametrize("indicator", FAMILIES)
def test_the_doubly_robust_mean_keeps_less_than_a_quarter_of_the_bias(observed, indicator):
    naive = observed[indicator, "naive"]
    assert abs(naive.bias) > 5 * naive.spread / np.sqrt(DRAWS)
    for method in ("inverse_propensity", "mass_imputation", "doubly_robust"):
        assert abs(observed[indicator, method].bias) < abs(naive.bias) / 4


@pytest.mark.parametrize("indicator", FAMILIES)
def test_standard_errors_agree_with_the_spread_over_the_draws(observed, indicator):
    # The spread of 20 draws is itself uncertain by a sixth.
    row = observed[indicator, "doubly_robust"]
    assert 0.7 < row.error / row.spread < 1.4
    assert np.isnan(observed[indicator, "naive"].error)


@pytest.mark.parametrize(
    ("indicator", "bias", "tolerance"),
    [("pension", 0.133, 0.01), ("unemployment", 0.028, 0.008), ("hours", -2.4, 0.3)],
)
def test_the_bias_of_volunteers_is_known(answers_decide, indicator, bias, tolerance):
    assert answers_decide[indicator, "naive"].bias == pytest.approx(bias, abs=tolerance)


def test_nothing_repairs_a_choice_that_depends_on_the_answer(answers_decide):
    """Most of the bias stays by every method: nobody may tune this away."""
    naive = answers_decide["pension", "naive"].bias
    for method in ("inverse_propensity", "mass_imputation", "doubly_robust"):
        assert answers_decide["pension", method].bias > naive / 2


def test_the_same_seed_gives_the_same_study():
    small = draw_population(np.random.default_rng(1), 200_000)
    one, other = (rows_of(small, "S6", 2) for _ in range(2))
    assert [row.bias for row in one.values()] == [row.bias for row in other.values()]


def test_an_unknown_scenario_is_named_with_the_known_ones():
    small = draw_population(np.random.default_rng(1), 30_000)
    with pytest.raises(SurveyError, match="S5, S6"):
        volunteer_study(small, scenario="S1")


def test_the_documented_example_is_a_draw_of_the_scenario(population):
    tables = volunteer_tables(population, people=1200)
    assert csv_bytes(tables.volunteers) == (EXAMPLE / "volunteers.csv").read_bytes()
    assert csv_bytes(tables.reference) == (EXAMPLE / "reference.csv").read_bytes()


def test_a_plan_brings_the_example_nearer_to_the_truth(population):
    """The volunteers' own values are further off than those of their model."""
    truth = true_values(population)
    _analysis, results = example_of_volunteers()
    whole = [each for each in results.estimates if not each.domain]
    plain = {each.name: each.value for each in results.unweighted}
    assert len(whole) == 5
    for estimate in whole:
        miss = abs(estimate.value - truth[estimate.name])
        assert miss < abs(plain[estimate.name] - truth[estimate.name])
        assert miss < 2 * estimate.standard_error
