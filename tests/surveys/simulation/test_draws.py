"""The small random draws that answers are made of."""

import numpy as np
import pytest

from surveys.simulation.draws import pick, round_to, several, whole


@pytest.fixture
def random():
    return np.random.default_rng(1)


def test_codes_come_up_with_their_shares(random):
    drawn = [pick(random, {"1": 3, "2": 1}) for _ in range(4000)]
    assert drawn.count("1") / 4000 == pytest.approx(3 / 4, abs=0.03)


def test_a_code_without_a_share_never_comes_up(random):
    assert {pick(random, {"1": 0.0, "2": 1.0, "3": 0.0}) for _ in range(500)} == {"2"}


def test_several_codes_keep_their_order_and_limit(random):
    assert several(random, {"1": 1, "2": 1, "3": 0, "4": 1}) == "1 2 4"
    assert several(random, {"1": 1, "2": 1, "4": 1}, most=2) == "1 2"


def test_without_any_code_there_is_another_answer(random):
    assert several(random, {"1": 0}, otherwise="98") == "98"


def test_whole_numbers_stay_within_bounds(random):
    drawn = {whole(random, 5, 3, 1, 7) for _ in range(500)}
    assert drawn == {1, 2, 3, 4, 5, 6, 7}


def test_money_is_rounded_as_people_report_it():
    assert (round_to(4321, 100), round_to(4367, 10)) == (4300, 4370)
