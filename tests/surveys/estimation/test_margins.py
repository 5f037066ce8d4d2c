"""Predictive margins and average marginal effects, with the sampling of covariates in their error."""

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import expit

from surveys.estimation.linearised import linearised
from surveys.estimation.margins import Slope, contrast, margin, margins, slope
from surveys.estimation.models import Model
from surveys.estimation.replicated import Replicated
from surveys.estimation.statistics import combined, means
from surveys.sampling.design import Design, Stage
from surveys.sampling.replicates import ReplicateDesign, Replicates

TERMS = ("(constant)", "town", "age")
FAMILIES = pytest.mark.parametrize("family", ["gaussian", "binomial", "poisson"])


def sample(family, rows=240, seed=1, partly=False):
    """A model with a category and a number, clustered weights, and some rows outside."""
    random = np.random.default_rng(seed)
    x = np.column_stack([np.ones(rows), random.random(rows) < 0.4, random.normal(size=rows)])
    linear = x @ [-0.3, 0.8, 0.5]
    y = {
        "gaussian": linear + random.normal(size=rows),
        "binomial": (random.random(rows) < expit(linear)).astype(float),
        "poisson": random.poisson(np.exp(linear)).astype(float),
    }[family]
    row = np.arange(rows)
    outside = np.where(row % 5 == 0, -1, np.where(row % 7 == 0, 1, 0))
    domain = outside if partly else np.zeros(rows, np.int64)
    clusters = np.arange(rows) % 24
    design = Design((Stage(clusters % 4, clusters),))
    return Model(family, TERMS, x, y, domain), random.uniform(1, 9, rows), design


def effects_of(model):
    return [
        margin(model, {"town": 1}),
        contrast(model, {"town": 1}, {"town": 0}),
        slope(model, "age"),
    ]


def test_with_one_category_the_margins_are_its_means_and_the_effect_their_difference():
    # Shares 2/6 = 1/3 in the country and (1 + 2) / 4 = 3/4 in town.
    town, y = np.array([0.0, 0, 0, 1, 1, 1]), np.array([1.0, 0, 0, 1, 0, 1])
    weights = np.array([2.0, 2, 2, 1, 1, 2])
    x, everybody = np.column_stack([np.ones(6), town]), np.zeros(6, np.int64)
    model = Model("binomial", TERMS[:2], x, y, everybody)
    effects = [
        margin(model, {"town": 0}),
        margin(model, {"town": 1}),
        contrast(model, {"town": 1}, {"town": 0}),
    ]
    statistic = margins(model, effects, weights)
    assert list(statistic.values(weights)) == pytest.approx([1 / 3, 3 / 4, 3 / 4 - 1 / 3])
    variance = linearised(Design((Stage(everybody, np.arange(6)),)), weights)
    groups = means(y[:, None], town.astype(np.int64), 2)
    difference = combined(groups, np.array([[-1.0], [1.0]]))
    expected = [*variance.variances(groups), *variance.variances(difference)]
    assert list(variance.variances(statistic)) == pytest.approx(expected)


@FAMILIES
def test_values_are_weighted_means_over_the_domain(family):
    model, weights, _ = sample(family, partly=True)
    inside = model.domain == 0
    mean = {"gaussian": lambda u: u, "binomial": expit, "poisson": np.exp}[family]
    b = model.fit(weights)[0]
    x1, x0 = model.x.copy(), model.x.copy()
    x1[:, 1], x0[:, 1] = 1, 0
    step = 1e-6 * np.array([0, 0, 1])
    along = (mean((model.x + step) @ b) - mean((model.x - step) @ b)) / 2e-6
    expected = [
        np.average(each[inside], weights=weights[inside])
        for each in (mean(x1 @ b), mean(x1 @ b) - mean(x0 @ b), along)
    ]
    values = margins(model, effects_of(model), weights).values(weights)
    assert list(values) == pytest.approx(expected, rel=1e-8)


def test_the_coefficients_are_those_of_another_optimiser():
    model, weights, _ = sample("binomial")

    def loss(b):
        linear = model.x @ b
        return weights @ (np.logaddexp(0, linear) - model.y * linear)

    other = minimize(loss, np.zeros(3), method="BFGS", options={"gtol": 1e-9}).x
    statistic = margins(model, effects_of(model), weights)
    assert list(statistic.coefficients) == pytest.approx(list(other), abs=1e-5)


@FAMILIES
@pytest.mark.parametrize("partly", [False, True])
def test_the_influence_of_a_row_is_the_derivative_by_its_weight(family, partly):
    model, weights, _ = sample(family, rows=40, partly=partly)
    statistic = margins(model, effects_of(model), weights)
    rows = statistic.columns.sums(np.ones(40), np.arange(40), 40)
    influence = rows @ statistic.jacobian(weights)
    for row in (0, 7, 10, 33):
        step = np.zeros(40)
        step[row] = 1e-5
        slopes = (statistic.values(weights + step) - statistic.values(weights - step)) / 2e-5
        assert list(influence[row]) == pytest.approx(list(slopes), rel=1e-5, abs=1e-9)


@FAMILIES
def test_the_jackknife_finds_about_the_linearised_error(family):
    model, weights, design = sample(family, rows=960)
    statistic, stage = margins(model, effects_of(model), weights), design.stages[0]
    strata = np.arange(24) % 4
    dropped = np.eye(24, dtype=bool)
    same = strata[:, None] == strata
    factors = np.where(dropped, 0.0, np.where(same, 6 / 5, 1.0))
    jackknife = ReplicateDesign(stage.clusters, factors, 1.0, np.full(24, 5 / 6), True, "JKn")
    made = Replicates(weights[:, None] * jackknife.of_rows(), jackknife)
    replicated = Replicated(weights, made).variances(statistic)
    direct = linearised(design, weights).variances(statistic)
    assert list(np.sqrt(replicated / direct)) == pytest.approx([1, 1, 1], abs=0.05)


def test_a_squared_term_moves_with_its_variable():
    model, weights, _ = sample("poisson")
    age = model.x[:, 2]
    squared = Model(
        "poisson", (*TERMS, "age²"), np.column_stack([model.x, age**2]), model.y, model.domain
    )
    direction = np.column_stack([np.zeros((240, 2)), np.ones(240), 2 * age])
    statistic = margins(squared, [Slope(direction)], weights)
    b = statistic.coefficients
    expected = np.average(np.exp(squared.x @ b) * (b[2] + 2 * b[3] * age), weights=weights)
    assert statistic.values(weights)[0] == pytest.approx(expected)


def test_margins_belong_to_one_domain():
    model, weights, design = sample("gaussian", partly=True)
    statistic = margins(model, effects_of(model), weights)
    assert list(statistic.domain_of) == [0, 0, 0]
    assert list(statistic.domain[:8]) == [-1, 0, 0, 0, 0, -1, 0, -1]
    # Values outside the domain are of no account, not even missing ones.
    model.x[0], model.y[0] = np.nan, np.nan
    again = margins(model, effects_of(model), weights)
    assert list(again.values(weights)) == list(statistic.values(weights))
    errors = linearised(design, weights).variances(again)
    assert np.isfinite(errors).all()
