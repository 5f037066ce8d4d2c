"""The demonstration questionnaire for these tests."""

from tests.nse import interviews, survey
from tests.surveys.makers_answers import answered
from tests.surveys.makers_panels import later, member, panel
from tests.surveys.makers_respondents import invitation, opened, unit
from tests.surveys.weighting_page import researcher

__all__ = [
    "answered", "interviews", "invitation", "later", "member", "opened", "panel", "researcher",
    "survey", "unit",
]  # fmt: skip
