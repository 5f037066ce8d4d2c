"""Means from volunteers: small numbers by hand, laws, and what is refused."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.errors import SurveyError
from surveys.estimation.volunteers.bootstrap import bootstrapped
from surveys.estimation.volunteers.estimators import (
    doubly_robust,
    inverse_propensity,
    mass_imputation,
)
from surveys.estimation.volunteers.propensity import calibrated_propensity, pseudo_likelihood
from surveys.estimation.volunteers.samples import Reference, Volunteers, samples_of
from surveys.sampling.design import Design, Stage
from surveys.sampling.replicates import rao_wu
from tests.surveys.estimation.volunteers import drawn

GAUSSIAN = {
    "inverse propensity": inverse_propensity,
    "calibrated": partial(inverse_propensity, model=calibrated_propensity),
    "imputation": partial(mass_imputation, family="gaussian"),
    "doubly robust": partial(doubly_robust, family="gaussian"),
    "over the volunteers": partial(doubly_robust, family="gaussian", over="volunteers"),
}
each_estimator = pytest.mark.parametrize("estimator", GAUSSIAN.values(), ids=GAUSSIAN)


def towns(answers=(1.0, 3, 10), weights=(10.0, 10, 10, 10), **rest):
    """Two volunteers in the country and one in town; the reference has half of its 40 in each."""
    a, b = np.array([[1.0, 0], [1, 0], [1, 1]]), np.array([[1.0, 0], [1, 0], [1, 1], [1, 1]])
    people = Volunteers(a, np.array(answers), rest.pop("case_weights", np.ones(3)))
    return samples_of(("constant", "town"), people, Reference(b, np.array(weights), None))


def codes_of(call, *arguments, **rest):
    with pytest.raises(SurveyError) as caught:
        call(*arguments, **rest)
    return [problem.code for problem in caught.value.problems]


def test_groups_have_their_own_propensity_and_mean():
    samples = towns()
    for model in (pseudo_likelihood, calibrated_propensity):
        propensity = model(samples)
        assert list(propensity.volunteers) == pytest.approx([2 / 20, 2 / 20, 1 / 20])
        assert list(propensity.reference) == pytest.approx([2 / 20, 2 / 20, 1 / 20, 1 / 20])
        assert list(propensity.weights(samples)) == pytest.approx([10, 10, 20])
    by_groups = pytest.approx((20 * 2 + 20 * 10) / 40)
    for estimator in GAUSSIAN.values():
        assert estimator(samples).value == by_groups


def test_case_weights_count_as_cases():
    samples = towns(case_weights=np.array([3.0, 1, 1]))
    assert pseudo_likelihood(samples).volunteers[0] == pytest.approx(4 / 20)
    for estimator in GAUSSIAN.values():
        assert estimator(samples).value == pytest.approx((20 * (3 * 1 + 3) / 4 + 20 * 10) / 40)


def test_over_the_reference_the_weighted_sum_is_not_a_mean_of_the_answers():
    samples = drawn(1)
    ratio = pseudo_likelihood(samples).weights(samples).sum() / samples.reference.weights.sum()
    mean, total = inverse_propensity(samples), inverse_propensity(samples, over="reference")
    assert total.value == pytest.approx(mean.value * ratio)
    assert (total.standard_error, total.variance) == (None, "none")


@pytest.mark.parametrize("family", ["binomial", "poisson"])
def test_shares_and_counts_have_their_models(family):
    samples = towns(answers=(1.0, 0, 1), weights=(10.0, 10, 10, 30))
    samples = replace(samples, terms=("(constant)",), **only_constant(samples))
    assert mass_imputation(samples, family).value == pytest.approx(2 / 3)
    assert doubly_robust(samples, family).value == pytest.approx(2 / 3)


def only_constant(samples):
    a, b = samples.volunteers, samples.reference
    return {
        "volunteers": replace(a, x=a.x[:, :1]),
        "reference": replace(b, x=b.x[:, :1]),
    }


def test_the_error_of_imputation_with_one_group_by_hand():
    # Without covariates the imputed mean is the volunteers' own: Σ (y − ȳ)² / n², no more.
    samples = towns()
    samples = replace(samples, terms=("(constant)",), **only_constant(samples))
    y, mean = np.array([1.0, 3, 10]), 14 / 3
    expected = np.sqrt(np.square(y - mean).sum()) / 3
    assert mass_imputation(samples, "gaussian").standard_error == pytest.approx(expected)


def test_the_reference_sample_contributes_by_its_design():
    samples = drawn(3)
    alone = Design((Stage(np.zeros(400, np.int64), np.arange(400)),))
    other = replace(samples, reference=replace(samples.reference, design=alone))
    for estimator in GAUSSIAN.values():
        assert estimator(other).value == estimator(samples).value
        assert estimator(other).standard_error != estimator(samples).standard_error


@each_estimator
def test_a_constant_added_to_the_answers_moves_the_mean_and_no_error(estimator):
    samples = drawn(4, case_weights=True)
    a = samples.volunteers
    moved = replace(samples, volunteers=replace(a, y=a.y + 1000))
    before, after = estimator(samples), estimator(moved)
    assert after.value - before.value == pytest.approx(1000)
    assert after.standard_error == pytest.approx(before.standard_error, rel=1e-6)
    factors = rao_wu(samples.reference.design, 25, np.random.default_rng(5))
    errors = [
        bootstrapped(each, estimator, factors, np.random.default_rng(6)).standard_error
        for each in (samples, moved)
    ]
    assert errors[1] == pytest.approx(errors[0], rel=1e-6)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_the_order_of_rows_does_not_matter(seed):
    random = np.random.default_rng(seed)
    samples = drawn(seed, case_weights=True)
    a, b = samples.volunteers, samples.reference
    one, other = random.permutation(len(a.y)), random.permutation(len(b.weights))
    stage = b.design.stages[0]
    mixed = samples_of(
        samples.terms,
        Volunteers(a.x[one], a.y[one], a.weights[one]),
        Reference(
            b.x[other],
            b.weights[other],
            Design((Stage(stage.strata[other], stage.clusters[other]),)),
        ),
    )
    for estimator in GAUSSIAN.values():
        before, after = estimator(samples), estimator(mixed)
        assert after.value == pytest.approx(before.value, rel=1e-9)
        assert after.standard_error == pytest.approx(before.standard_error, rel=1e-7)


@each_estimator
def test_errors_tell_how_far_the_means_spread(estimator):
    found = [estimator(drawn(seed)) for seed in range(150)]
    spread = np.std([each.value for each in found], ddof=1)
    error = np.mean([each.standard_error for each in found])
    assert 0.85 < error / spread < 1.18  # the spread of 150 has an error of 6 percent


def without_age(samples):
    return pseudo_likelihood(samples.only(("constant", "city")))


def test_one_right_model_of_the_two_is_enough():
    # Age moves both the choice and the answers; whoever leaves it out of both stays biased.
    means = {
        "propensity wrong": partial(doubly_robust, model=without_age),
        "outcome wrong": partial(doubly_robust, terms=("constant", "city")),
        "both wrong": partial(doubly_robust, model=without_age, terms=("constant", "city")),
    }
    found = {
        name: [estimator(drawn(seed), "gaussian") for seed in range(150)]
        for name, estimator in means.items()
    }
    # The town's share is 0.4 and adds 3 to 40; the naive bias of age is 2 × 0.5.
    bias = {name: np.mean([one.value for one in many]) - 41.2 for name, many in found.items()}
    assert abs(bias["propensity wrong"]) < 0.15 > abs(bias["outcome wrong"])
    assert bias["both wrong"] > 0.7
    errors = [each.standard_error for each in found["outcome wrong"]]
    spread = np.std([each.value for each in found["outcome wrong"]], ddof=1)
    assert 0.85 < np.mean(errors) / spread < 1.18


@each_estimator
def test_the_bootstrap_agrees_with_the_analytic_error(estimator):
    samples = drawn(7)
    factors = rao_wu(samples.reference.design, 200, np.random.default_rng(8))
    estimate = bootstrapped(samples, estimator, factors, np.random.default_rng(9))
    analytic = estimator(samples)
    assert estimate.standard_error == pytest.approx(analytic.standard_error, rel=0.15)
    assert (estimate.value, estimate.variance) == (analytic.value, "bootstrap")
    assert (estimate.replicates, estimate.failed) == (200, 0)


def test_replicates_without_a_model_are_counted_and_too_many_are_an_error():
    samples = drawn(10, volunteers=25)
    town = samples.volunteers.x[:, 1] == 1
    few = np.flatnonzero(~town)[:3]
    kept = np.concatenate([np.flatnonzero(town), few])
    a = samples.volunteers
    samples = replace(samples, volunteers=Volunteers(a.x[kept], a.y[kept], a.weights[kept]))
    factors = rao_wu(samples.reference.design, 200, np.random.default_rng(11))
    estimate = bootstrapped(samples, inverse_propensity, factors, np.random.default_rng(12))
    assert 0 < estimate.failed < 60
    few_factors = rao_wu(samples.reference.design, 19, np.random.default_rng(11))
    arguments = (samples, inverse_propensity, few_factors, np.random.default_rng(12))
    assert codes_of(bootstrapped, *arguments) == ["bootstrap_failed"]


def test_every_estimate_says_that_it_comes_from_volunteers_and_has_no_margin_of_error():
    for estimator in GAUSSIAN.values():
        estimate = estimator(drawn(13))
        assert estimate.sample == "volunteers"
        assert codes_of(estimate.margin_of_error) == ["margin_of_error_refused"]
    robust = doubly_robust(towns(), "gaussian", calibrated_propensity)
    assert (robust.method, robust.propensity) == ("doubly_robust", "calibrated")
    assert (robust.over, robust.family) == ("reference", "gaussian")
    assert (robust.volunteers, robust.reference) == (3, 4)
    imputed = mass_imputation(towns(), "gaussian")
    assert (imputed.propensity, imputed.over) == (None, None)


def with_values(which, field, row, value):
    samples = drawn(14)
    sample = getattr(samples, which)
    changed = getattr(sample, field).copy()
    changed[row] = value
    parts = {"volunteers": samples.volunteers, "reference": samples.reference}
    parts[which] = replace(sample, **{field: changed})
    return samples.terms, parts["volunteers"], parts["reference"]


@pytest.mark.parametrize(
    ("which", "field", "value", "code"),
    [
        ("volunteers", "weights", np.nan, "weights_missing"),
        ("reference", "weights", np.inf, "weights_missing"),
        ("volunteers", "weights", 0.0, "weights_not_positive"),
        ("reference", "weights", -1.0, "weights_not_positive"),
        ("volunteers", "x", np.nan, "model_value_missing"),
        ("reference", "x", np.inf, "model_value_missing"),
        ("volunteers", "y", np.nan, "model_value_missing"),
    ],
)
def test_values_that_no_model_can_use(which, field, value, code):
    assert codes_of(samples_of, *with_values(which, field, 2, value)) == [code]


def test_all_problems_of_the_samples_are_reported_at_once():
    none = Volunteers(np.ones((0, 1)), np.ones(0), np.ones(0))
    short = Reference(np.ones((4, 1)), np.ones(3), None)
    assert codes_of(samples_of, ("c",), none, short) == ["estimation_rows", "sample_empty"]
    other = Volunteers(np.ones((2, 1)), np.ones(3), np.ones(2))
    whole = Reference(np.ones((4, 1)), np.ones(4), None)
    assert codes_of(samples_of, ("c",), other, whole) == ["estimation_rows"]
    right = Volunteers(np.ones((2, 1)), np.ones(2), np.ones(2))
    design = Design((Stage(np.zeros(3, np.int64), np.arange(3)),))
    given = Reference(whole.x, whole.weights, design)
    assert codes_of(samples_of, ("c",), right, given) == ["estimation_rows"]


def test_weights_that_add_up_to_the_sample_only():
    assert codes_of(towns, weights=(0.5, 0.5, 1.0, 1.0)) == ["reference_weights_small"]


def columns(of_volunteers, of_reference):
    a, b = np.array(of_volunteers, float), np.array(of_reference, float)
    terms = ("constant", *(f"x{place}" for place in range(1, a.shape[1])))
    people = Volunteers(a, np.arange(len(a), dtype=float), np.ones(len(a)))
    return samples_of(terms, people, Reference(b, np.full(len(b), 10.0), None))


@pytest.mark.parametrize("model", [pseudo_likelihood, calibrated_propensity])
def test_samples_without_overlap(model):
    apart = columns([[1, 1], [1, 2], [1, 3]], [[1, 4], [1, 5], [1, 6]])
    absent = columns([[1, 0], [1, 0]], [[1, 0], [1, 1], [1, 1]])
    assert codes_of(model, apart) == ["no_overlap"]
    assert codes_of(model, absent) == ["no_overlap"]


@pytest.mark.parametrize("model", [pseudo_likelihood, calibrated_propensity])
def test_terms_that_follow_from_others(model):
    twice = [[1, 0, 0], [1, 1, 1], [1, 0, 0], [1, 1, 1]]
    assert codes_of(model, columns(twice, twice)) == ["collinear_terms"]
    assert codes_of(mass_imputation, columns(twice, twice), "gaussian") == ["collinear_terms"]


@pytest.mark.parametrize("model", [pseudo_likelihood, calibrated_propensity])
def test_samples_that_a_combination_of_terms_tells_apart(model):
    # Each column overlaps, but x1 + x2 is at most 3 among volunteers and at least 4 elsewhere.
    a = [[1, 0, 3], [1, 3, 0], [1, 1, 1], [1, 2, 1]]
    b = [[1, 2, 2], [1, 1, 3], [1, 3, 1], [1, 0, 5], [1, 5, 0]]
    assert codes_of(model, columns(a, b)) == ["propensity_not_converged"]
