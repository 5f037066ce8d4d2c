"""The demonstration questionnaire for these tests."""

from tests.nse import interviews, survey
from tests.surveys.makers_answers import answered

__all__ = ["answered", "interviews", "survey"]
