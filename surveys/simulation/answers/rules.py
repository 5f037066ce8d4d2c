"""How a simulated respondent answers: one rule per question."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from surveys.simulation.draws import Shares, pick
from surveys.simulation.interviewee import Interviewee

Answers = Mapping[str, str]
"""Raw answers so far, by question name."""
Rule = Callable[[Interviewee, Answers, np.random.Generator], str]
"""Returns the raw answer: "" is blank, codes of a multiple choice are joined by spaces."""


class Rules(dict[str, Rule]):
    """Question name → rule, for one section of the questionnaire."""

    def rule(self, function: Rule) -> Rule:
        """Register a function under its name, which is the question's."""
        self[function.__name__] = function
        return function

    def shares(self, **questions: Shares) -> None:
        """Questions whose answer depends on nothing else."""
        for name, shares in questions.items():
            self[name] = _drawn(shares)


def _drawn(shares: Shares) -> Rule:
    return lambda person, answers, random: pick(random, shares)
