"""Section H: needs and affordability.

Answers to the bids follow from the person's willingness to pay; amounts are rounded down to five
yuan, of which every bid is a multiple, so that all answers agree with each other.
"""

from __future__ import annotations

from numpy.random import Generator

from surveys.simulation.answers.rules import Answers, Rule, Rules
from surveys.simulation.draws import pick, round_to, whole
from surveys.simulation.interviewee import Interviewee

RULES = Rules()
RULES.shares(
    h_zero={"1": 0.26, "2": 0.16, "3": 0.22, "4": 0.10, "5": 0.18, "6": 0.08},
    h_collect={"1": 0.26, "2": 0.40, "3": 0.08, "4": 0.12, "5": 0.14},
)

PRIORITIES = (
    {"1": 0.26, "2": 0.24, "3": 0.34, "4": 0.10, "5": 0.03, "6": 0.03},
    {"1": 0.34, "2": 0.30, "3": 0.06, "4": 0.16, "5": 0.08, "6": 0.06},
    {"1": 0.36, "2": 0.26, "3": 0.14, "4": 0.14, "5": 0.04, "6": 0.06},
    {"1": 0.38, "2": 0.32, "3": 0.16, "4": 0.08, "5": 0.03, "6": 0.03},
)
"""Protection needed most, by worker type."""
WORKER_SHARE = (28, 36, 26, 42)
"""Mean share of the cost that the worker should pay, percent, by worker type."""
BUDGET_SHARE = 8
HIGHEST = 3000
ZERO_BELOW, ZERO_SHARE = 30, 0.35
"""Who would pay less than this may say "nothing", unless a bid was accepted."""


def _next_priority(person: Interviewee, answers: Answers, random: Generator) -> str:
    named = {answers.get("h_pr1"), answers.get("h_pr2")}
    shares = PRIORITIES[person.worker_type]
    return pick(random, {code: share for code, share in shares.items() if code not in named})


def _accepts(bid: str) -> Rule:
    return lambda person, answers, random: "1" if person.willingness >= float(answers[bid]) else "0"


RULES.update(dict.fromkeys(("h_pr1", "h_pr2", "h_pr3"), _next_priority))
RULES.update(h_dc1=_accepts("h_b1"), h_dcu=_accepts("h_bu"), h_dcl=_accepts("h_bl"))


@RULES.rule
def h_max(person: Interviewee, answers: Answers, random: Generator) -> str:
    accepted = "1" in (answers["h_dc1"], answers.get("h_dcl"))
    if not accepted and person.willingness < ZERO_BELOW and random.random() < ZERO_SHARE:
        return "0"
    return str(min(5 * int(person.willingness / 5), HIGHEST))


@RULES.rule
def h_sure(person: Interviewee, answers: Answers, random: Generator) -> str:
    return str(whole(random, 6.4 + 2 * person.interviewer_effect, 2.2, 0, 10))


@RULES.rule
def h_sh_w(person: Interviewee, answers: Answers, random: Generator) -> str:
    return str(round_to(whole(random, WORKER_SHARE[person.worker_type], 16, 0, 100), 5))


@RULES.rule
def h_sh_p(person: Interviewee, answers: Answers, random: Generator) -> str:
    left = 100 - int(answers["h_sh_w"])
    return str(min(round_to(left * random.beta(5, 4), 5), left))


@RULES.rule
def h_maxpct(person: Interviewee, answers: Answers, random: Generator) -> str:
    return str(min(int(random.gamma(2.2, BUDGET_SHARE / 2.2)), 60))
