"""Section I: safety nets, services, voice."""

from __future__ import annotations

from numpy.random import Generator

from surveys.simulation.answers.rules import Answers, Rules
from surveys.simulation.draws import pick, score, several, yes_no
from surveys.simulation.interviewee import Interviewee

RULES = Rules()
RULES.shares(
    i_union={"1": 0.11, "2": 0.16, "3": 0.62, "98": 0.11},
    i_consult={"1": 0.10, "0": 0.80, "98": 0.10},
)

SAVINGS_POOR = {"1": 0.44, "2": 0.32, "3": 0.12, "4": 0.07, "98": 0.05}
SAVINGS_RICH = {"1": 0.20, "2": 0.32, "3": 0.24, "4": 0.20, "98": 0.04}
COMFORTABLE = 7000
"""Net income, yuan a month, from which savings are larger."""
CARD_ACTIVE = (0.52, 0.56, 0.46, 0.30)
"""By age group."""
CHANNELS = {"1": 0.20, "2": 0.24, "3": 0.40, "4": 0.18, "5": 0.10, "6": 0.05, "7": 0.08, "8": 0.12}
PREFERRED = {"1": 0.16, "2": 0.18, "3": 0.34, "4": 0.14, "5": 0.08, "6": 0.03, "7": 0.04, "8": 0.03}
DISPUTES = (0.20, 0.12, 0.10, 0.08)
"""By worker type."""
TURNED_TO = {"1": 0.52, "2": 0.14, "3": 0.05, "4": 0.04, "5": 0.20}


@RULES.rule
def i_save(person: Interviewee, answers: Answers, random: Generator) -> str:
    return pick(random, SAVINGS_RICH if person.income >= COMFORTABLE else SAVINGS_POOR)


@RULES.rule
def i_borrow(person: Interviewee, answers: Answers, random: Generator) -> str:
    able = {"1": 0.44, "2": 0.62, "3": 0.80, "4": 0.88}.get(answers["i_save"], 0.5)
    return pick(random, {"1": able, "0": 0.96 - able, "98": 0.04})


@RULES.rule
def i_land(person: Interviewee, answers: Answers, random: Generator) -> str:
    rural = answers["b_hukou_type"] in ("1", "3")
    held = 0.62 if rural else 0.06
    return pick(random, {"1": held, "0": 0.96 - held, "98": 0.04})


@RULES.rule
def i_ecard(person: Interviewee, answers: Answers, random: Generator) -> str:
    return yes_no(random, CARD_ACTIVE[person.age_group] + (0.18 if person.pension else 0.0))


@RULES.rule
def i_used(person: Interviewee, answers: Answers, random: Generator) -> str:
    return several(random, CHANNELS, otherwise="0")


@RULES.rule
def i_pref(person: Interviewee, answers: Answers, random: Generator) -> str:
    return pick(random, PREFERRED)


@RULES.rule
def i_dispute(person: Interviewee, answers: Answers, random: Generator) -> str:
    return yes_no(random, DISPUTES[person.worker_type])


@RULES.rule
def i_disp_ch(person: Interviewee, answers: Answers, random: Generator) -> str:
    return several(random, TURNED_TO, otherwise="0")


@RULES.rule
def i_trust(person: Interviewee, answers: Answers, random: Generator) -> str:
    return score(random, 2.9 + (0.5 if person.pension else 0.0) + person.interviewer_effect)
