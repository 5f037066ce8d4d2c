"""Who answers a question: the respondent, an interviewer, or the sample.

A questionnaire says so itself in the column `bind::portal:asked_by`. Where it does not use the
column, the names of `surveys.collection.conventions` hold.
"""

from __future__ import annotations

from functools import lru_cache

from surveys.collection.conventions import INTERVIEWERS, PRELOADED
from surveys.instrument.nodes import Question
from surveys.instrument.questionnaire import Questionnaire

INTERVIEWER, PRELOAD = "interviewer", "preload"


def role_of(questionnaire: Questionnaire, question: Question) -> str:
    """INTERVIEWER, PRELOAD, or "" for the respondent."""
    if _says_itself(questionnaire):
        return question.asked_by
    if question.name in PRELOADED:
        return PRELOAD
    return INTERVIEWER if question.name in INTERVIEWERS else ""


@lru_cache(maxsize=64)
def not_for_respondents(questionnaire: Questionnaire) -> frozenset[str]:
    """The paths of the questions that a person who answers alone never meets."""
    return frozenset(
        path
        for path, question in questionnaire.questions.items()
        if role_of(questionnaire, question)
    )


@lru_cache(maxsize=64)
def _says_itself(questionnaire: Questionnaire) -> bool:
    return any(question.asked_by for question in questionnaire.questions.values())
