"""Linear calibration without bounds may leave a weight below zero: it counts like any other."""

import numpy as np
import pytest

from surveys.plans.estimation.indicators import estimate_all
from surveys.plans.estimation.plan import EstimationPlan, Indicator
from surveys.plans.weighting.weigh import weigh
from tests.surveys.plans.estimation.example import simple
from tests.surveys.plans.weighting.example import ORIGIN, answered, frame_of, plan_of

HOURS = [10.0, 20.0, 30.0, 80.0]
TOTALS = {
    "people": {"variables": ["country"], "totals": {"x": 40}, **ORIGIN},
    "hours": {"numeric": "hours", "total": 600.0, **ORIGIN},
}
STEP = {"kind": "calibrate", "margins": ["people", "hours"], "distance": "linear"}


@pytest.fixture
def calibrated():
    """Calibration to a mean of 15 hours takes the one who works 80 below zero."""
    frame = frame_of(country=["x"] * 4, hours=HOURS)
    return frame, weigh(frame, np.full(4, 10.0), plan_of(STEP, controls=TOTALS), answered(4))


def test_the_calibrated_totals_are_met_with_no_error(calibrated):
    frame, weights = calibrated
    assert weights.values[3] < 0
    indicators = tuple(Indicator(kind, kind, "hours") for kind in ("total", "mean"))
    total, mean = estimate_all(frame, simple(4), weights, EstimationPlan(indicators, ()))
    assert (total.value, mean.value) == (pytest.approx(600), pytest.approx(600 / 40))
    assert (total.n, total.clusters, total.population) == (4, 4, pytest.approx(40))
    assert (total.standard_error, total.flags) == (0, ("no_sampling_variance",))


def test_bounds_keep_weights_above_zero(calibrated):
    bounded = {**STEP, "bounds": [0.01, 4.0]}
    weights = weigh(calibrated[0], np.full(4, 10.0), plan_of(bounded, controls=TOTALS), answered(4))
    assert weights.values.min() > 0
    assert weights.values @ np.array(HOURS) == pytest.approx(600)
