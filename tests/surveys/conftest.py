"""The demonstration questionnaire for these tests."""

from tests.nse import interviews, survey
from tests.surveys.makers_answers import answered
from tests.surveys.weighting_page import researcher

__all__ = ["answered", "interviews", "researcher", "survey"]
