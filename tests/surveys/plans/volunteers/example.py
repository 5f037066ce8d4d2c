"""Plans for volunteers and made-up tables of both samples."""

import numpy as np
import pandas as pd
import pytest

from surveys import pipeline
from surveys.cleaning.build import frame_of_table
from surveys.errors import SurveyError
from surveys.plans.volunteers.reference import read_reference

COVARIATES = ["sex", "age"]
REFERENCE = {
    "name": "panel",
    "source": "Labour force survey",
    "date": "2021-04-01",
    "design": {"strata": ["stratum"], "clusters": ["psu"], "base_weight": "weight"},
}
TABLE = {
    "method": "doubly_robust",
    "propensity": COVARIATES,
    "outcome": COVARIATES,
    "reference": REFERENCE,
}
INDICATORS = [
    {"name": "pension", "statistic": "proportion", "variable": "pension"},
    {"name": "wish", "statistic": "proportion", "variable": "wish"},
    {"name": "hours", "statistic": "mean", "variable": "hours"},
]
DOCUMENT = {
    "volunteers": TABLE,
    "indicators": INDICATORS,
    "estimation": {"domains": [["sex"], ["sex", "age"]]},
}


def document(**changes):
    """The plan with changes below [volunteers]; None removes a key."""
    table = {**TABLE, **changes}
    return {
        **DOCUMENT, "volunteers": {key: value for key, value in table.items() if value is not None}
    }  # fmt: skip


ONLY = {
    "inverse_propensity": document(method="inverse_propensity", outcome=None),
    "mass_imputation": document(method="mass_imputation", propensity=None),
    "doubly_robust": document(),
}


def tables(seed=1, volunteers=400, reference=600):
    """Young women volunteer more often; whoever is older works longer."""
    random = np.random.default_rng(seed)

    def people(size, women, old):
        sex = np.where(random.random(size) < women, "F", "M")
        age = np.where(random.random(size) < old, "o", "y")
        return {"sex": sex, "age": age}

    ours = people(volunteers, 0.7, 0.3)
    old = ours["age"] == "o"
    ours["pension"] = (random.random(volunteers) < np.where(old, 0.6, 0.2)).astype(int).astype(str)
    ours["wish"] = random.choice(["a", "b", "c"], volunteers)
    ours["hours"] = np.char.mod("%.2f", 40 + 5 * old + random.normal(0, 3, volunteers))
    theirs = people(reference, 0.5, 0.5)
    psu = random.integers(0, 30, reference)
    theirs |= {
        "psu": psu.astype(str),
        "stratum": (psu % 3).astype(str),
        "weight": np.char.mod("%.1f", random.uniform(5, 15, reference)),
    }
    return pd.DataFrame(ours, dtype="str"), pd.DataFrame(theirs, dtype="str")


def csv(table):
    return table.to_csv(index=False).encode()


def analysed(given, ours=None, theirs=None, declared=None):
    mine, other = tables()
    ours = mine if ours is None else ours
    theirs = other if theirs is None else theirs
    plan = pipeline.read_plan(given, "plan")
    frame = frame_of_table(ours, declared or {}, "design")
    sample = pipeline.sample_of({}, ours, "design", True)
    reference = read_reference(csv(theirs), "panel.csv", plan.volunteers, frame)
    return pipeline.analyse(frame, sample, plan, reference)


def problems_of(call, *arguments, **rest):
    with pytest.raises(SurveyError) as caught:
        call(*arguments, **rest)
    for problem in caught.value.problems:
        assert problem.expected()
        assert problem.remedy()
    return {(each.code, each.where) for each in caught.value.problems}


def found(analysis, name, level="", **domain):
    return next(
        each
        for each in analysis.estimates
        if (each.name, each.level, dict(each.domain)) == (name, level, domain)
    )
