"""Allocation: the plan of five cities and four kinds of work, bounds, and whole numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.errors import SurveyError
from surveys.sampling import allocation
from surveys.sampling.allocation import allocate, allocate_in_domains

# Residents aged 15 to 59: Hangzhou, Chengdu, Guangzhou, Dongguan, Shenzhen; kinds of work.
RESIDENTS = np.array([8_369_169, 14_392_900, 13_955_818, 8_520_879, 13_966_000.0])
KINDS = np.array([0.45, 0.20, 0.20, 0.15])


@pytest.mark.parametrize(
    ("measures", "persons"),
    [
        (allocation.power(RESIDENTS, 0.5), [508, 666, 656, 513, 657]),
        (allocation.power(RESIDENTS, 0), [600, 600, 600, 600, 600]),
        (allocation.power(RESIDENTS, 1), [424, 729, 707, 432, 708]),
    ],
)
def test_3000_persons_over_five_cities(measures, persons):
    assert allocate(3000, measures).tolist() == persons


def test_250_clusters_of_12_over_cities_and_kinds():
    clusters = allocation.clusters_for(3000, 12)
    measures = np.outer(allocation.power(RESIDENTS, 0.5), KINDS).ravel()
    table = allocate(clusters, measures).reshape(5, 4)
    assert table.tolist() == [
        [19, 9, 8, 6],
        [25, 11, 11, 8],
        [25, 11, 11, 8],
        [19, 9, 9, 6],
        [25, 11, 11, 8],
    ]
    assert (12 * table.sum(axis=1)).tolist() == [504, 660, 660, 516, 660]


def test_persons_that_do_not_fill_the_last_cluster_need_one_more():
    assert [allocation.clusters_for(n, 12) for n in (24, 25)] == [2, 3]


def test_neyman_gives_more_where_values_differ_more():
    sizes, spreads = np.array([100.0, 100.0]), np.array([3.0, 1.0])
    assert allocate(80, allocation.neyman(sizes, spreads)).tolist() == [60, 20]
    assert allocate(80, allocation.power(sizes, 0.5, spreads)).tolist() == [60, 20]


def test_a_minimum_is_taken_from_the_others_in_proportion():
    assert allocate(100, [80.0, 40.0, 1.0], least=10).tolist() == [60, 30, 10]


def test_nobody_is_asked_twice_where_the_frame_is_small():
    sizes = np.array([5, 1000, 1000])
    assert allocate(100, allocation.power(sizes, 0), least=10, most=sizes).tolist() == [5, 48, 47]


def test_a_minimum_for_a_domain_of_strata():
    domains = np.array([0, 0, 1, 1])
    measures = np.array([60.0, 30.0, 6.0, 4.0])
    found = allocate_in_domains(100, measures, domains, domain_least=20)
    assert found.tolist() == [53, 27, 12, 8]
    most = np.array([50, 50, 50, 5])
    found = allocate_in_domains(100, measures, domains, domain_least=20, least=10, most=most)
    assert found.tolist() == [50, 30, 15, 5]


@pytest.mark.parametrize(
    ("call", "codes"),
    [
        (lambda: allocate(10, [1.0, 0.0]), ["allocation_measure"]),
        (lambda: allocate(10, [1.0, np.nan], least=9), ["allocation_measure", "allocation_total"]),
        (
            lambda: allocate(9, [1.0, 1.0], least=np.array([5, 0]), most=np.array([4, 6])),
            ["allocation_bounds"],
        ),
        (lambda: allocate(9, [1.0, 1.0], most=np.array([4, 4])), ["allocation_total"]),
    ],
)
def test_bounds_without_a_solution_are_named(call, codes):
    with pytest.raises(SurveyError) as raised:
        call()
    assert [problem.code for problem in raised.value.problems] == codes


STRATA = st.lists(
    st.tuples(st.floats(0.01, 1e6), st.integers(0, 30), st.integers(0, 300)), min_size=1, max_size=9
)


@given(STRATA, st.floats(0, 1))
def test_the_sum_and_the_bounds_hold_whatever_the_strata(strata, place):
    measures, least, more = (np.array(part) for part in zip(*strata, strict=True))
    most = least + more
    total = int(least.sum() + round(place * more.sum()))
    found = allocate(total, measures, least=least, most=most)
    assert found.sum() == total
    assert (found >= least).all()
    assert (found <= most).all()
