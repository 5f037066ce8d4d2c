"""A survey with a few answers and a plan that weights them."""

import pytest

from surveys.models import SampleUnit, Submission
from surveys.plans.sections import cut
from surveys.services.samples import store_control_totals, store_plan

ORIGIN = {"source": "census", "date": "2021-04-01", "quality": "official"}
TOTALS = {
    "sex": {"variables": ["unit_sex"], "totals": {"F": 600, "M": 400}, **ORIGIN},
    "area": {"variables": ["unit_area"], "totals": {"N": 500, "S": 500}, **ORIGIN},
}
PLAN = """\
[design]
strata = ["unit_stratum"]
clusters = ["unit_psu"]
base_weight = "unit_base_weight"
status = "status"

[[weighting.steps]]
kind = "rake"
margins = ["sex", "area"]

[[recodes]]
name = "any_pension"
yes = { column = "f_pension", one_of = ["1"] }

[[indicators]]
name = "pension"
statistic = "proportion"
variable = "any_pension"
labels = { en = "Pension", zh-hans = "养老保险" }
"""
STEPS, _TOTALS, REST = (getattr(cut(PLAN), name) for name in ("steps", "totals", "rest"))


@pytest.fixture
def answered(survey):
    """Forty cases in four clusters of two strata, all but the last answered."""
    return make_answers(survey)


def make_answers(survey):
    """Stores the cases with their approved answers, control totals and a plan."""
    units = SampleUnit.objects.bulk_create(
        SampleUnit(
            survey=survey,
            case_id=f"c{number:02}",
            stratum=str(number % 2),
            psu=str(number % 4),
            base_weight=10.0,
            attributes={"sex": "FM"[number % 3 > 0], "area": "NS"[number % 2]},
            disposition="" if number < 39 else "22",
        )
        for number in range(40)
    )
    Submission.objects.bulk_create(
        Submission(
            survey=survey,
            unit=unit,
            instance_id=unit.case_id,
            sha256=unit.case_id,
            row={"j_outcome": "11", "f_pension": "16"[place % 5 > 1]},
            state=Submission.State.APPROVED,
        )
        for place, unit in enumerate(units[:-1])
    )
    store_control_totals(survey=survey, documents=TOTALS)
    store_plan(survey=survey, text=PLAN)
    return survey
