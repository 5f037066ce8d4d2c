"""A simulated respondent: answers the questions of the survey of non-standard workers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from zlib import crc32

import numpy as np

from surveys.instrument.nodes import Choice, Question
from surveys.simulation.answers import (
    closing,
    contingencies,
    household,
    income,
    insurance,
    needs,
    relation,
    selection,
    services,
    work,
)
from surveys.simulation.answers.rules import Answers, Rule
from surveys.simulation.interviewee import Interviewee

SECTIONS = (
    selection,
    household,
    work,
    income,
    relation,
    insurance,
    contingencies,
    needs,
    services,
    closing,
)
RULES: dict[str, Rule] = {
    name: rule for section in SECTIONS for name, rule in section.RULES.items()
}


Respondent = Callable[[Question, tuple[Choice, ...], Answers], str]


def respondent(person: Interviewee, random: np.random.Generator) -> Respondent:
    """The answers of this person, to be handed to `fill`; `KeyError` for an unknown question."""

    def answer(question: Question, choices: tuple[Choice, ...], answers: Answers) -> str:
        return RULES[question.name](person, answers, random)

    return answer


def copying_respondent(person: Interviewee, seed: Sequence[int]) -> Respondent:
    """Answers that depend on nothing but the person's traits: for one seed, ever the same."""

    def answer(question: Question, choices: tuple[Choice, ...], answers: Answers) -> str:
        random = np.random.default_rng([*seed, crc32(question.name.encode())])
        return RULES[question.name](person, answers, random)

    return answer
