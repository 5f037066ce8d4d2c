from math import sqrt

import numpy as np
import pytest

from surveys.errors import SurveyError
from surveys.estimation.linearised import linearised
from surveys.estimation.statistics import means, totals
from surveys.numerics import matrices
from surveys.plans.weighting.weigh import weigh
from surveys.sampling.design import Design
from tests.surveys.plans.estimation.example import design_of, stage_of
from tests.surveys.plans.weighting.example import (
    CONTROLS,
    ORIGIN,
    POSTSTRATIFY,
    RAKE,
    answered,
    frame_of,
    plan_of,
)

ONES = np.ones(4)


def everybody(rows):
    return np.zeros(rows, np.int64)


def error_of(design, values, weights=None):
    """The standard error of a total."""
    w = np.ones(len(values)) if weights is None else weights
    z = np.array(values, float)[:, None]
    return float(np.sqrt(linearised(design, w).variances(totals(z, everybody(len(z)))))[0])


def test_a_finite_population_shrinks_the_variance():
    design = Design((stage_of([0] * 3, [0, 1, 2], [12] * 3),))
    assert error_of(design, [1, 2, 6]) == pytest.approx(sqrt((1 - 3 / 12) * 3 / 2 * (4 + 1 + 9)))


def test_a_census_of_clusters_leaves_the_second_stage():
    first = stage_of([0] * 4, [0, 0, 1, 1], [2] * 4)
    second = stage_of([0, 0, 1, 1], [0, 1, 2, 3], [10, 10, 5, 5])
    within = (1 - 2 / 10) * (1 - 3) ** 2 + (1 - 2 / 5) * (4 - 8) ** 2
    assert error_of(Design((first, second)), [1, 3, 4, 8]) == pytest.approx(sqrt(within))


def test_two_stages_add_up():
    first = stage_of([0] * 4, [0, 0, 1, 1], [6] * 4)
    second = stage_of([0, 0, 1, 1], [0, 1, 2, 3], [10, 10, 5, 5])
    between = (1 - 2 / 6) * (4 - 12) ** 2
    within = (2 / 6) * ((1 - 2 / 10) * (1 - 3) ** 2 + (1 - 2 / 5) * (4 - 8) ** 2)
    assert error_of(Design((first, second)), [1, 3, 4, 8]) == pytest.approx(sqrt(between + within))


def test_codes_may_have_gaps():
    """As in a frame of which some strata and clusters were left out."""
    assert error_of(design_of([3, 3, 7, 7], [2, 5, 6, 9]), [1, 3, 4, 8]) == pytest.approx(
        sqrt((1 - 3) ** 2 + (4 - 8) ** 2)
    )


def test_with_replacement_later_stages_do_not_count():
    first = stage_of([0] * 4, [0, 0, 1, 1])
    second = stage_of([0, 0, 1, 1], [0, 1, 2, 3], [10, 10, 5, 5])
    assert error_of(Design((first, second)), [1, 3, 4, 8]) == pytest.approx(12 - 4)


def lonely(rule):
    """Stratum north has two clusters, east and west one each."""
    names = ("north", "east", "west")
    return design_of([0, 0, 1, 2], [0, 1, 2, 3], stratum_names=names, lonely_psu=rule)


def test_strata_with_one_cluster_are_refused_by_name():
    with pytest.raises(SurveyError) as caught:
        linearised(lonely("fail"), ONES)
    (problem,) = caught.value.problems
    assert (problem.code, problem.where, problem.found) == (
        "lonely_psu",
        "design › strata[1]",
        "east, west",
    )


@pytest.mark.parametrize(
    ("rule", "variance"),
    [
        ("remove", (1 - 3) ** 2),
        ("average", (1 - 3) ** 2 * 3 / (3 - 2)),
        ("adjust", (1 - 3) ** 2 + (4 - 4) ** 2 + (8 - 4) ** 2),
    ],
)
def test_rules_for_strata_with_one_cluster(rule, variance):
    assert error_of(lonely(rule), [1, 3, 4, 8]) == pytest.approx(sqrt(variance))


def test_a_stratum_taken_whole_is_not_lonely():
    design = Design((stage_of([0, 0, 1], [0, 1, 2], [5, 5, 1]),), ("north", "east"))
    assert error_of(design, [1, 3, 100]) == pytest.approx(sqrt((1 - 2 / 5) * (1 - 3) ** 2))


def test_the_covariance_matrix_has_the_variances_on_its_diagonal():
    random = np.random.default_rng(3)
    design = design_of([0] * 5 + [1] * 5, [0, 1, 2, 2, 2, 3, 3, 4, 5, 5])
    mean = means(random.normal(size=(10, 3)), everybody(10))
    variance = linearised(design, random.uniform(1, 5, 10))
    whole = variance.covariance(mean)
    assert np.diag(whole) == pytest.approx(variance.variances(mean))
    assert whole == pytest.approx(whole.T)


def calibrated(*steps):
    random = np.random.default_rng(8)
    frame = frame_of(
        city=list("aabb") + random.choice(list("ab"), 36).tolist(),
        sex=list("fmfm") + random.choice(list("fm"), 36).tolist(),
    )
    weights = weigh(frame, random.uniform(1, 5, 40), plan_of(*steps), answered(40))
    design = design_of([0] * 20 + [1] * 20, np.repeat(np.arange(20), 2).tolist())
    return frame, linearised(design, weights.values, weights.residuals)


@pytest.mark.parametrize(
    "steps", [(POSTSTRATIFY,), (RAKE,), (POSTSTRATIFY, RAKE), (RAKE, POSTSTRATIFY)]
)
def test_a_total_that_calibration_fixes_has_no_error(steps):
    """After several steps too: residuals are taken from the last step back."""
    frame, variance = calibrated(*steps)
    women = totals(frame.data["sex"].eq("f").to_numpy(float)[:, None], everybody(40))
    assert women.values(variance.weights) == pytest.approx(50)
    assert np.sqrt(variance.variances(women)) == pytest.approx(0, abs=1e-10)


def test_raked_and_poststratified_weights_still_vary_elsewhere():
    _, variance = calibrated(RAKE)
    y = np.random.default_rng(1).normal(size=(40, 1))
    assert variance.variances(means(y, everybody(40)))[0] > 0


@pytest.mark.parametrize("clusters", [np.arange(60), np.repeat(np.arange(6), 10)])
def test_the_error_is_the_same_where_there_are_too_many_levels_for_a_full_matrix(
    monkeypatch, clusters
):
    random = np.random.default_rng(5)
    frame = frame_of(
        city=random.choice(list("ab"), 60).tolist(),
        sex=random.choice(list("fm"), 60).tolist(),
        hours=random.uniform(20, 60, 60).tolist(),
    )
    hours = {"numeric": "hours", "total": 4100.0, **ORIGIN}
    step = {"kind": "calibrate", "margins": ["city", "sex", "hours"], "distance": "linear"}
    plan = plan_of(step, RAKE, controls={**CONTROLS, "hours": hours})
    design, y = design_of([0] * 60, clusters.tolist()), random.normal(size=(60, 1))

    def variances():
        weights = weigh(frame, np.full(60, 1.7), plan, answered(60))
        variance = linearised(design, weights.values, weights.residuals)
        return variance.variances(means(y, everybody(60)))

    few = variances()
    monkeypatch.setattr(matrices, "MOST_NUMBERS", 0)
    assert variances() == pytest.approx(few, rel=1e-12)
