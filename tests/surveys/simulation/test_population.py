"""The synthetic population: known true values, the same from the same seed."""

from dataclasses import fields

import numpy as np
import pytest

from surveys.simulation.population import draw_population, simulated_population
from surveys.simulation.truth import breakdowns, control_totals, true_values

PERCENT = {"pension": 28.46, "unemployment": 14.36, "injury_cover": 24.13, "injured": 6.71}


@pytest.mark.parametrize(("indicator", "percent"), PERCENT.items())
def test_true_shares(population, indicator, percent):
    assert 100 * true_values(population)[indicator] == pytest.approx(percent, abs=0.005)


@pytest.mark.parametrize(
    ("indicator", "value"),
    [
        ("income", 6434.95),
        ("hours", 48.87),
        ("willingness_median", 45.16),
        ("willingness_mean", 67.73),
        ("willingness_share_70", 0.3125),
    ],
)
def test_other_true_values(population, indicator, value):
    assert true_values(population)[indicator] == pytest.approx(value, abs=0.005)


@pytest.mark.parametrize(
    ("column", "percent"),
    [
        ("a_stratum", {"1": 17.65, "2": 24.61, "3": 44.78, "4": 17.25}),
        ("b_sex", {"1": 27.42, "2": 30.23}),
        ("b_migrant", {"0": 34.76, "1": 24.19}),
        (
            "a_city",
            {"330100": 29.85, "510100": 29.04, "440100": 28.30, "441900": 28.02, "440300": 27.45},
        ),
    ],
)
def test_true_pension_shares_of_domains(population, column, percent):
    levels, index = breakdowns(population)[column]
    found = {
        level: 100 * true_values(population, index == place)["pension"]
        for place, level in enumerate(levels)
    }
    assert found == pytest.approx(percent, abs=0.005)


def test_size_and_structure(population):
    assert len(population) == 1_000_000
    assert len(population.psu_stratum) == 5151
    assert np.bincount(population.worker_type) / 1e6 == pytest.approx(
        [0.218, 0.094, 0.379, 0.309], abs=0.0005
    )


def are_equal(first, second):
    names = [field.name for field in fields(first)]
    return all(np.array_equal(getattr(first, name), getattr(second, name)) for name in names)


def test_the_same_seed_gives_the_same_population(population):
    assert are_equal(simulated_population(), population)


def test_another_seed_gives_another_population():
    first, second = (draw_population(np.random.default_rng(seed), 30_000) for seed in (1, 2))
    assert not are_equal(first, second)


def test_every_margin_adds_up_to_the_population(population):
    for margin in control_totals(population).values():
        totals = margin["totals"]
        counts = totals.values() if isinstance(totals, dict) else [c["total"] for c in totals]
        assert sum(counts) == len(population)


def test_a_crossed_margin_names_each_cell(population):
    totals = control_totals(population)["city_type"]["totals"]
    hangzhou_riders = ((population.city == 0) & (population.worker_type == 0)).sum()
    assert len(totals) == 5 * 4
    assert totals[0] == {"a_city": "330100", "a_stratum": "1", "total": hangzhou_riders}
