"""Indicators of plans for volunteers: each method, its domains, its errors."""

import numpy as np
import pandas as pd
import pytest

from surveys import pipeline
from surveys.cleaning.build import frame_of_table
from surveys.estimation.volunteers.estimators import (
    doubly_robust,
    inverse_propensity,
    mass_imputation,
)
from surveys.estimation.volunteers.samples import Reference, Volunteers, samples_of
from surveys.plans.volunteers.reference import read_cases, read_reference
from surveys.sampling.design import Design, Stage
from tests.surveys.plans.volunteers.example import (
    INDICATORS,
    ONLY,
    TABLE,
    analysed,
    csv,
    document,
    found,
    problems_of,
    tables,
)


def by_hand(variable):
    """The samples of the tables, put together without a plan."""
    ours, theirs = tables()
    a, b = (
        np.column_stack([np.ones(len(each)), each["sex"] == "M", each["age"] == "y"])
        for each in (ours, theirs)
    )
    psu = theirs["psu"].astype(int).to_numpy()
    y = ours[variable].astype(float).to_numpy()
    return samples_of(
        ("(constant)", "M", "y"),
        Volunteers(a.astype(float), y, np.ones(len(y))),
        Reference(
            b.astype(float),
            theirs["weight"].astype(float).to_numpy(),
            Design((Stage(psu % 3, psu),)),
        ),
    )


ESTIMATORS = {
    "inverse_propensity": lambda samples, family: inverse_propensity(samples),
    "mass_imputation": mass_imputation,
    "doubly_robust": lambda samples, family: doubly_robust(samples, family, over="volunteers"),
}


@pytest.mark.parametrize("method", ONLY)
@pytest.mark.parametrize(("name", "family"), [("pension", "binomial"), ("hours", "gaussian")])
def test_a_plan_gives_the_estimator_s_mean_and_error(method, name, family):
    estimate = found(analysed(ONLY[method]), name)
    expected = ESTIMATORS[method](by_hand(name), family)
    assert estimate.value == pytest.approx(expected.value, rel=1e-9)
    assert estimate.standard_error == pytest.approx(expected.standard_error, rel=1e-9)
    assert (estimate.sample, estimate.variance, estimate.n) == ("volunteers", "analytic", 400)
    assert estimate.degrees_of_freedom == 27
    assert (estimate.design_effect, estimate.effective_n) == (None, None)
    assert estimate.lower < estimate.value < estimate.upper
    assert estimate.interval == ("logit" if family == "binomial" else "t")


@pytest.mark.parametrize("method", ONLY)
def test_with_all_cells_in_the_models_a_domain_is_its_own_mean(method):
    """One model with a column per cell: each domain's mean is that of its volunteers."""
    ours, theirs = tables()
    for table in (ours, theirs):
        table["cell"] = table["sex"] + table["age"]
    plan = {
        **ONLY[method],
        "indicators": INDICATORS[2:],
        "estimation": {"domains": [["cell"]]},
    }
    keys = ("propensity", "outcome")
    plan["volunteers"] = {
        key: ["cell"] if key in keys else value for key, value in plan["volunteers"].items()
    }
    analysis = analysed(plan, ours, theirs)
    hours = ours["hours"].astype(float)
    for cell, mean in hours.groupby(ours["cell"]).mean().items():
        estimate = found(analysis, "hours", cell=cell)
        assert estimate.value == pytest.approx(mean)
        n = estimate.n
        assert n == (ours["cell"] == cell).sum()
        spread = hours[ours["cell"] == cell].std(ddof=0) / np.sqrt(n)
        assert estimate.standard_error == pytest.approx(spread, rel=0.1)


@pytest.mark.parametrize("method", ONLY)
def test_shares_of_a_category_add_up_in_every_domain(method):
    analysis = analysed(ONLY[method])
    for domain in ({}, {"sex": "F"}, {"sex": "M", "age": "o"}):
        whole = sum(found(analysis, "wish", level, **domain).value for level in "abc")
        assert whole == pytest.approx(1, abs=0.02 if method == "doubly_robust" else 1e-2)


@pytest.mark.parametrize("method", ONLY)
def test_the_bootstrap_agrees_and_follows_its_seed(method):
    table = {**ONLY[method]["volunteers"], "errors": "bootstrap", "replicates": 150, "seed": 4}
    plan = {**ONLY[method], "volunteers": table, "indicators": INDICATORS[:1]}
    one, again = analysed(plan), analysed(plan)
    assert one.estimates == again.estimates
    assert (one.volunteers.replicates, one.volunteers.failed) == (150, 0)
    analytic = analysed({**ONLY[method], "indicators": INDICATORS[:1]})
    for estimate, expected in zip(one.estimates, analytic.estimates, strict=True):
        assert estimate.value == expected.value
        assert estimate.variance == "bootstrap"
        assert estimate.standard_error == pytest.approx(expected.standard_error, rel=0.3)


def test_an_answer_left_blank_leaves_its_person_out_of_one_indicator():
    ours, _ = tables()
    ours.loc[:19, "hours"] = None
    analysis = analysed(document(), ours)
    assert (found(analysis, "hours").n, found(analysis, "hours").missing) == (380, 20)
    assert (found(analysis, "pension").n, found(analysis, "pension").missing) == (400, 0)
    fewer = analysed(document(), ours.iloc[20:])
    assert found(analysis, "hours").value == pytest.approx(found(fewer, "hours").value, rel=1e-9)


def test_who_lacks_a_covariate_is_left_out_with_a_warning():
    ours, _ = tables()
    ours.loc[:9, "age"] = None
    analysis = analysed(document(), ours)
    assert found(analysis, "pension").n == 390
    assert analysis.weights.values[:10].tolist() == [0.0] * 10
    assert [(each.code, each.found) for each in analysis.weights.warnings] == [
        ("volunteers_left_out", "n = 10")
    ]


def test_a_universe_is_a_domain_of_both_samples():
    where = {"column": "sex", "one_of": ["F"]}
    plan = {**document(), "indicators": [{**INDICATORS[0], "where": where}]}
    women = found(analysed(plan), "pension")
    domain = found(analysed(document()), "pension", sex="F")
    assert women.n == domain.n
    assert women.value == pytest.approx(domain.value, abs=0.03)


def test_the_weights_are_the_inverse_propensities():
    weights = analysed(document()).weights
    assert [step.kind for step in weights.steps] == ["base", "volunteers"]
    assert weights.base.sum() == 400
    assert weights.values.sum() == pytest.approx(6000, rel=0.05)
    assert analysed(ONLY["mass_imputation"]).weights.values.sum() == 400


def test_a_share_of_nobody_has_no_error():
    ours, _ = tables()
    ours["pension"] = "0"
    estimate = found(analysed(document(), ours), "pension")
    assert (estimate.value, estimate.standard_error) == (0.0, None)
    assert estimate.flags == ("degenerate_proportion",)


def test_a_group_without_volunteers_has_no_number():
    ours, theirs = tables()
    ours = ours[~((ours["sex"] == "M") & (ours["age"] == "o"))]
    estimate = found(analysed(document(), ours, theirs), "pension", sex="M", age="o")
    assert np.isnan(estimate.value)
    assert estimate.flags == ("empty_domain",)


def test_case_weights_count_as_cases():
    ours, theirs = tables()
    ours["times"] = np.where(ours["sex"] == "F", "3", "1")
    plan = pipeline.read_plan(document(), "plan")
    frame = frame_of_table(ours, {}, "design")
    reference = read_reference(csv(theirs), "panel.csv", plan.volunteers, frame)
    sample = read_cases({"design": {"base_weight": "times"}}, ours, "design")
    weighted = pipeline.analyse(frame, sample, plan, reference)
    thrice = pd.concat([ours, ours[ours["sex"] == "F"], ours[ours["sex"] == "F"]])
    expected = analysed(document(), thrice.reset_index(drop=True))
    assert found(weighted, "hours").value == pytest.approx(found(expected, "hours").value)


def test_too_few_replicates_with_a_model_are_an_error():
    ours, theirs = tables()
    ours["sex"] = ["M", *"F" * 399]
    table = {**TABLE, "errors": "bootstrap", "replicates": 20, "seed": 2}
    given = {**document(), "volunteers": table, "indicators": INDICATORS[2:]}
    assert problems_of(analysed, given, ours, theirs) == {
        ("bootstrap_failed", "plan › indicators[1] › hours")
    }


def test_nothing_given_is_changed():
    ours, theirs = tables()
    before = ours.copy(), theirs.copy()
    analysed(document(), ours, theirs)
    pd.testing.assert_frame_equal(ours, before[0])
    pd.testing.assert_frame_equal(theirs, before[1])


@pytest.mark.parametrize("method", ONLY)
def test_a_number_is_a_covariate_as_it_stands(method):
    """What lies on a line is repaired wherever it is predicted from its own number."""
    random = np.random.default_rng(5)
    ours, theirs = tables()
    ours["children"] = random.choice(["0", "1", "2", "3"], len(ours), p=[0.4, 0.3, 0.2, 0.1])
    theirs["children"] = random.choice(["0", "1", "2"], len(theirs))
    ours["hours"] = (30 + 5 * ours["children"].astype(float)).astype(str)
    table = {**ONLY[method]["volunteers"]}
    table |= {key: ["children"] for key in ("propensity", "outcome") if key in table}
    plan = {
        "volunteers": table,
        "indicators": INDICATORS[2:],
        "estimation": {"domains": [["children"]]},
    }
    analysis = analysed(plan, ours, theirs)
    mean = np.average(theirs["children"].astype(float), weights=theirs["weight"].astype(float))
    off = 2.0 if method == "inverse_propensity" else 1e-6
    assert found(analysis, "hours").value == pytest.approx(30 + 5 * mean, abs=off)
    # Nobody in the reference sample has three: only the volunteers' own weights tell of them.
    three = found(analysis, "hours", children="3")
    alone = method == "inverse_propensity"
    assert three.flags == (() if alone else ("empty_domain",))
    assert three.value == pytest.approx(45 if alone else np.nan, nan_ok=True)
