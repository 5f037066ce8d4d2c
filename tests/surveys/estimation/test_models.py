"""What keeps a regression from being fitted; R's regressions are in tests/reference."""

import numpy as np
import pytest

from surveys.errors import SurveyError
from surveys.estimation.linearised import linearised
from surveys.estimation.models import CONSTANT, Coefficients, Model, fit
from tests.surveys.plans.estimation.example import simple

Y = np.array([1.0, 0.0, 1.0, 1.0, 0.0, 1.0])
ALL = np.zeros(6, np.int64)
AGE = np.array([0.0, 1.0, 2.0, 3.0, 4.0, 5.0])


def fitted(family, terms, columns, y=Y):
    x = np.column_stack(columns)
    model = Model(family, terms, x, y, np.zeros(len(y), np.int64))
    return fit(model, linearised(simple(len(y)), np.ones(len(y))))


def problems_of(*arguments):
    with pytest.raises(SurveyError) as caught:
        fitted(*arguments)
    return [(each.code, each.found) for each in caught.value.problems]


def test_terms_that_follow_from_others_are_named():
    columns = [np.ones(6), AGE, 2 * AGE + 1]
    terms = (CONSTANT, "age", "older")
    assert problems_of("gaussian", terms, columns) == [("collinear_terms", "older")]


def test_more_terms_than_rows_depend_on_each_other():
    columns, terms = [np.ones(2), AGE[:2], AGE[:2] ** 2], (CONSTANT, "age", "age²")
    found = problems_of("gaussian", terms, columns, Y[:2])
    assert found == [("collinear_terms", "(constant), age, age²")]


def test_answers_that_a_term_tells_apart_have_no_logit():
    late = (AGE > 2).astype(float)
    columns, terms = [np.ones(6), late], (CONSTANT, "late")
    assert problems_of("binomial", terms, columns, late) == [
        ("model_not_fitted", "(constant), late")
    ]


def test_counts_need_no_constant():
    found = fitted("poisson", ("age",), [AGE])
    assert AGE @ (Y - np.exp(AGE * found.coefficients[0])) == pytest.approx(0, abs=1e-9)


def test_coefficients_are_a_statistic_like_any_other():
    model = Model("gaussian", (CONSTANT, "age"), np.column_stack([np.ones(6), AGE]), Y, ALL)
    ones = np.ones(6)
    statistic = Coefficients(model, *model.fit(ones))
    assert statistic.values(ones) == pytest.approx(np.polyfit(AGE, Y, 1)[::-1])
    assert statistic.values(np.stack([ones, ones], axis=1)).shape == (2, 2)
    assert (statistic.domain.tolist(), statistic.domain_of.tolist()) == ([0] * 6, [0, 0])


def test_no_p_value_without_residual_degrees_of_freedom():
    found = fitted("gaussian", (CONSTANT, "age"), [np.ones(2), AGE[:2]], Y[:2])
    assert found.freedom == 0
