"""From the population to the issued sample and its response."""

import numpy as np
import pytest

from surveys.errors import SurveyError
from surveys.simulation.population import SEED
from surveys.simulation.selection import SCENARIOS, draw_sample, list_frame, thin


@pytest.fixture(scope="module")
def roster(population):
    return list_frame(population, SCENARIOS["S1"])


@pytest.fixture(scope="module")
def sample(population, roster):
    return draw_sample(population, roster, np.random.default_rng(SEED))


def test_the_frame_misses_some_people(population, roster):
    assert len(roster.persons) / len(population) == pytest.approx(0.917, abs=0.0005)


def test_the_frame_misses_more_in_the_third_scenario(population):
    covered = len(list_frame(population, SCENARIOS["S3"]).persons)
    assert covered / len(population) == pytest.approx(0.866, abs=0.0005)


def test_the_demonstration_draw(sample):
    assert len(sample) == 4775
    assert sample.responds.sum() == 3101
    assert len(np.unique(sample.psu)) == 250
    assert sample.base_weight[sample.responds].sum() == pytest.approx(618_496, abs=0.5)


def test_the_same_seed_draws_the_same_sample(population, roster, sample):
    again = draw_sample(population, roster, np.random.default_rng(SEED))
    assert np.array_equal(again.person, sample.person)
    assert np.array_equal(again.responds, sample.responds)


def test_nobody_is_drawn_twice(sample):
    assert len(np.unique(sample.person)) == len(sample)


def test_a_person_is_drawn_in_the_own_unit(population, sample):
    assert np.array_equal(population.psu[sample.person], sample.psu)
    assert np.array_equal(population.stratum[sample.person], sample.stratum)


def test_long_hours_raise_the_chance_where_people_are_met_at_places(population, sample):
    hours = population.hours[sample.person]
    platform = sample.stratum % 4 == 0
    one_unit = platform & (sample.psu == sample.psu[platform][0])
    probability = sample.inclusion_probability[one_unit]
    assert probability / hours[one_unit] == pytest.approx(probability[0] / hours[one_unit][0])


def test_thinning_keeps_the_sum_of_weights(sample):
    thinned = thin(sample, 955)
    assert len(thinned) == 955
    assert thinned.base_weight.sum() == pytest.approx(sample.base_weight.sum(), rel=0.02)


@pytest.mark.parametrize("issued", [0, 4776])
def test_thinning_to_an_impossible_number(sample, issued):
    with pytest.raises(SurveyError, match="from 1 to 4775"):
        thin(sample, issued)
