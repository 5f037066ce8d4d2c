"""Laws of weighting that hold for any sample."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.cleaning.frame import Frame, Variable
from surveys.weighting.weigh import weigh
from tests.surveys.weighting.example import ORIGIN, POSTSTRATIFY, RAKE, answered, plan_of


@st.composite
def samples(draw):
    """A frame in which every cell of city by sex occurs, weights, and totals of the margins."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    size = draw(st.integers(0, 60))
    city = np.concatenate([list("aabb"), random.choice(list("ab"), size)])
    sex = np.concatenate([list("fmfm"), random.choice(list("fm"), size)])
    data = pd.DataFrame({"city": pd.Categorical(city), "sex": pd.Categorical(sex)})
    frame = Frame(data, {name: Variable(name, "category") for name in data})
    base = random.uniform(1, 50, len(city))
    cells = {pair: float(random.uniform(100, 900)) for pair in ("af", "am", "bf", "bm")}
    return frame, base, cells


def controls_of(cells):
    def total(letter):
        return sum(value for pair, value in cells.items() if letter in pair)

    rows = [{"city": pair[0], "sex": pair[1], "total": value} for pair, value in cells.items()]
    return {
        "city": {"variables": ["city"], "totals": {each: total(each) for each in "ab"}, **ORIGIN},
        "sex": {"variables": ["sex"], "totals": {each: total(each) for each in "fm"}, **ORIGIN},
        "city_sex": {"variables": ["city", "sex"], "totals": rows, **ORIGIN},
    }


quick = settings(max_examples=25, deadline=None)


@quick
@given(samples())
def test_every_margin_is_met(sample):
    frame, base, cells = sample
    plan = plan_of(POSTSTRATIFY, {**RAKE, "tolerance": 1e-10}, controls=controls_of(cells))
    weights = weigh(frame, base, plan, answered(len(base)))
    for report in weights.steps[1:]:
        for margin in report.margins:
            assert margin.after == pytest.approx(margin.target, rel=1e-9)


@quick
@given(samples())
def test_poststratification_is_raking_on_one_margin(sample):
    frame, base, cells = sample
    controls, all_rows = controls_of(cells), answered(len(base))
    whole = weigh(frame, base, plan_of(POSTSTRATIFY, controls=controls), all_rows)
    raked = plan_of({"kind": "rake", "margins": ["city_sex"]}, controls=controls)
    assert weigh(frame, base, raked, all_rows).values == pytest.approx(whole.values, rel=1e-12)


@quick
@given(samples(), st.integers(0, 1000), st.floats(0.01, 100))
def test_the_order_of_rows_and_a_common_factor_do_not_matter(sample, seed, factor):
    frame, base, cells = sample
    plan = plan_of({**RAKE, "tolerance": 1e-12}, controls=controls_of(cells))
    weights = weigh(frame, base, plan, answered(len(base))).values
    order = np.random.default_rng(seed).permutation(len(base))
    mixed = Frame(frame.data.iloc[order].reset_index(drop=True), frame.variables)
    again = weigh(mixed, base[order] * factor, plan, answered(len(base))).values
    assert again == pytest.approx(weights[order], rel=1e-9)


@quick
@given(samples(), st.integers(0, 1000))
def test_nonresponse_classes_keep_the_total(sample, seed):
    frame, base, cells = sample
    random = np.random.default_rng(seed)
    status = np.where(random.random(len(base)) < 0.6, "respondent", "nonrespondent")
    status[:4] = "respondent"
    step = {"kind": "nonresponse_classes", "by": ["city", "sex"]}
    weights = weigh(frame, base, plan_of(step, controls=controls_of(cells)), status)
    assert weights.values.sum() == pytest.approx(base.sum(), rel=1e-12)
    assert np.all(weights.values[status == "respondent"] >= base[status == "respondent"])


@quick
@given(samples())
def test_inputs_stay_as_they_were(sample):
    frame, base, cells = sample
    data, weights, status = frame.data.copy(), base.copy(), answered(len(base))
    weigh(frame, base, plan_of(POSTSTRATIFY, RAKE, controls=controls_of(cells)), status)
    pd.testing.assert_frame_equal(frame.data, data)
    assert np.array_equal(base, weights)
    assert set(status) == {"respondent"}
