"""Names of questions with a fixed meaning in every questionnaire of the portal."""

CASE_QUESTION = "a_case_id"
"""Which issued case of the sample was interviewed."""
OUTCOME_QUESTION = "j_outcome"
"""How the case ended, as a code of `surveys.collection.outcomes.DISPOSITIONS`."""
DAY_QUESTION = "today"
"""The day of the interview on the device."""
CONSENT_QUESTION = "a_consent"
"""Whether the person takes part, as `AGREED` or `DECLINED`."""
CONSENT_NOTE = "a_info"
"""What the person is told before; a survey with a consent text shows that instead."""
AGREED, DECLINED = "1", "0"
ELIGIBLE_QUESTION = "a_elig"
"""A calculation that is 0 for people outside of the survey's population."""
RECONTACT_QUESTION = "j_recontact"
"""Whether the person may be asked again in a later survey."""
MODE_QUESTION, SELF_COMPLETED = "a_mode", "3"
"""How the interview is held, and the code for a person who answers alone."""
PRELOADED = frozenset({"a_case_id", "a_city", "a_stratum", "a_source", "a_mode", "a_coupon"})
"""What the sample knows and nobody is asked who answers alone."""
INTERVIEWERS = frozenset(
    {"j_others", "j_underst", "j_coop", "j_attempts", "j_outcome", "j_int", "j_note"}
)
"""What an interviewer records; a person who answers alone never meets it."""
