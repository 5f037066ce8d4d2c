"""Every issued case has one outcome; rates and weights are made of the same list."""

import pytest

from surveys.models import Submission
from surveys.queries.weighted_cases import weighted_cases as cases
from surveys.services.frames import _row
from surveys.services.releases import _outcomes

STATES = Submission.State


@pytest.fixture
def case(survey):
    """Makes a case with interviews in the given states: `case("received", outcome="11")`."""
    numbers = iter(range(1, 100))

    def make(*states, disposition="", outcome="11"):
        number = next(numbers)
        unit = survey.units.create(
            case_id=f"HZ1-001-{number:03}",
            stratum="HZ1",
            psu="HZ1-001",
            base_weight=2.5,
            disposition=disposition,
        )
        for place, state in enumerate(states):
            survey.submissions.create(
                unit=unit,
                instance_id=f"uuid:{number}-{place}",
                sha256=f"{number}-{place}",
                row={"j_outcome": outcome, "c_days": "5"},
                state=state,
            )
        return unit

    return make


@pytest.mark.parametrize(
    ("states", "fields", "outcome", "status"),
    [
        ([STATES.APPROVED], {}, "11", "respondent"),
        ([STATES.APPROVED], {"outcome": "12"}, "12", "respondent"),
        ([STATES.APPROVED], {"outcome": "211"}, "211", "nonrespondent"),
        ([STATES.APPROVED], {"outcome": None}, "11", "respondent"),
        ([STATES.APPROVED], {"outcome": "nonsense"}, "11", "respondent"),
        ([STATES.RECEIVED], {}, "31", "unknown"),
        ([STATES.REJECTED], {}, "23", "nonrespondent"),
        ([STATES.REJECTED, STATES.APPROVED], {}, "11", "respondent"),
        ([], {}, "31", "unknown"),
        ([], {"disposition": "22"}, "22", "nonrespondent"),
        ([], {"disposition": "41"}, "41", "ineligible"),
    ],
)
def test_the_outcome_of_a_case(survey, case, states, fields, outcome, status):
    case(*states, **fields)
    (found,) = cases(survey)
    assert found.outcome == outcome
    row = _row(found)
    assert row["status"] == status
    assert ("c_days" in row) == (status == "respondent")


def test_no_issued_case_is_left_out_of_the_response_rates(survey, case):
    case(STATES.APPROVED)
    case(STATES.REJECTED)
    case(STATES.RECEIVED)
    case()
    case(disposition="211")
    sample = _outcomes(cases(survey))
    assert sum(sample.outcomes.values()) == survey.units.count() == 5
    assert sample.rates["rr1"] == 1 / 5
