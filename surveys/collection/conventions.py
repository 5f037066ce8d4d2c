"""Names of questions with a fixed meaning in every questionnaire of the portal."""

CASE_QUESTION = "a_case_id"
"""Which issued case of the sample was interviewed."""
OUTCOME_QUESTION = "j_outcome"
"""How the case ended, as a code of `surveys.collection.outcomes.DISPOSITIONS`."""
DAY_QUESTION = "today"
"""The day of the interview on the device."""
