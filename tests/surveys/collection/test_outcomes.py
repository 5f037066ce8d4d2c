"""Outcome rates after AAPOR's Standard Definitions."""

import pytest

from surveys.collection.outcomes import DISPOSITIONS, outcome_rates

COUNTS = {"11": 3000, "12": 85, "211": 600, "212": 40, "22": 410, "23": 55, "31": 900}
COUNTS |= {"41": 500, "42": 250, "43": 10}


def test_the_worked_example():
    rates = outcome_rates(COUNTS)
    eligible = 3000 + 85 + 640 + 410 + 55

    assert rates.counts == {"I": 3000, "P": 85, "R": 640, "NC": 410, "O": 55, "U": 900, "NE": 760}
    assert rates.eligibility == pytest.approx(eligible / (eligible + 760))
    assert rates.rr1 == pytest.approx(3000 / (eligible + 900))
    assert rates.rr2 == pytest.approx(3085 / (eligible + 900))
    assert rates.rr3 == pytest.approx(3000 / (eligible + eligible / (eligible + 760) * 900))
    printed = {
        "eligibility": 0.8465,
        "rr1": 0.5894,
        "rr2": 0.6061,
        "rr3": 0.6058,
        "rr4": 0.6230,
        "rr5": 0.7160,
        "rr6": 0.7363,
        "cooperation": 0.7937,
        "refusal": 0.1257,
        "contact": 0.7426,
    }
    assert {name: round(getattr(rates, name), 4) for name in printed} == printed


def test_weighted_counts_give_weighted_rates():
    assert outcome_rates({"11": 1.5, "22": 0.5}).rr1 == 0.75


def test_nothing_known_gives_no_rate():
    empty = outcome_rates({})

    assert (empty.rr1, empty.eligibility, empty.cooperation) == (None, None, None)
    assert outcome_rates({"31": 10}).rr5 is None


def test_every_code_of_the_questionnaire_has_a_disposition():
    from tests.surveys.instrument.forms import nse

    assert [choice.name for choice in nse().question("j_outcome").choices] == list(DISPOSITIONS)


def test_an_unknown_code_is_named():
    with pytest.raises(KeyError, match="77"):
        outcome_rates({"77": 1})
