"""The demonstration questionnaire for these tests."""

from tests.nse import interviews, survey

__all__ = ["interviews", "survey"]
