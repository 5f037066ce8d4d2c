"""Our numbers against R's, case by case, each within its own tolerance."""

from tests.reference.conftest import PROPERTY
from tests.reference.runner import Outcome, run, told


def test_case(case, record_property):
    outcome = Outcome("differ", float("inf"))  # what counts where the engine raises an error
    try:
        outcome = run(case)
    finally:
        found = case.operation, outcome.status, outcome.worst, outcome.unusable
        record_property(PROPERTY, found)
    assert outcome.status == "agree", told(case, outcome)
