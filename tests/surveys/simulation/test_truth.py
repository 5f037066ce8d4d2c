"""Intervals cover the truth as often as they say, over surveys drawn anew from one population.

    ./run test tests/surveys/simulation/test_truth.py --draws 1000 -s

is the whole study; it prints the figures that stand in docs/methods.md. Fewer draws have wider bounds: all
Monte Carlo errors fall with the root of the number.
"""

import numpy as np
import pytest

from tests.surveys.simulation.two_stages import ANSWERS, SEED, study, survey, world

WHOLE = 1000
METHODS = ("residual", "replicate:Rao-Wu")


@pytest.fixture(scope="module")
def draws(request):
    return request.config.getoption("--draws", 60)


@pytest.fixture(scope="module")
def rows(draws):
    rows = study(draws)
    for row in rows:
        figures = f"{row.bias:9.4f} {row.coverage:7.3f} {row.ratio:7.3f}"
        print(f"{row.variance:18} {row.name:13} {row.domain or 'all':4} {figures}")
    return rows


@pytest.fixture(scope="module")
def wider(draws):
    """How much wider the bounds are than those of the whole study."""
    return max(1.0, np.sqrt(WHOLE / draws))


def test_there_are_twelve_estimates_by_two_methods(rows):
    names = [(row.name, row.domain) for row in rows]
    assert names == 2 * [(name, domain) for name in ANSWERS for domain in ("", "0", "1", "2")]
    assert [row.variance for row in rows] == [each for each in METHODS for _ in range(12)]


def test_every_interval_covers_the_truth_as_often_as_it_says(rows, wider):
    off = {row: row.coverage for row in rows if abs(row.coverage - 0.95) > 0.025 * wider}
    assert off == {}


@pytest.mark.parametrize("method", METHODS)
def test_over_all_estimates_coverage_is_what_it_says(rows, wider, method):
    coverage = np.mean([row.coverage for row in rows if row.variance == method])
    assert abs(coverage - 0.95) <= 0.01 * wider


def test_standard_errors_are_the_spread_of_the_estimates(rows, wider):
    off = {row: row.ratio for row in rows if not -0.05 * wider <= row.ratio - 1 <= 0.10 * wider}
    assert off == {}


def test_weights_take_away_what_response_brings_in():
    """Respondents' own mean is off: women and the older answer more, and riders less."""
    population = world(np.random.default_rng([SEED, 0]))
    drawn = [survey(population, np.random.default_rng([SEED, draw])) for draw in range(1, 9)]
    naive = np.mean([each.frame.data["hours"].mean() for each in drawn])
    assert abs(naive - population.truth[0]) > 0.2
