"""Section D: other work and income."""

from __future__ import annotations

from numpy.random import Generator

from surveys.simulation.answers.rules import Answers, Rules
from surveys.simulation.answers.work import half_hours
from surveys.simulation.draws import between, pick, round_to, whole
from surveys.simulation.interviewee import Interviewee

RULES = Rules()
RULES.shares(
    dj_form={"1": 0.26, "2": 0.12, "6": 0.14, "7": 0.08, "8": 0.14, "11": 0.10, "12": 0.16},
    dj_insured={"1": 0.04, "0": 0.93, "98": 0.03},
)

OTHER_JOBS = ({"0": 74, "1": 21, "2": 4, "3": 1}, {"0": 66, "1": 26, "2": 6, "3": 2})
"""Number of other jobs: all worker types but the second, the second (online platforms)."""
MOST_HOURS = 112
"""Weekly hours in all jobs at most."""
COSTS = ((0.08, 0.30), (0.02, 0.12), (0.0, 0.05), (0.10, 0.40))
"""Costs as a share of net income, lowest and highest, by worker type."""
BANDS = (2000, 4000, 6000, 8000, 10_000)
"""Lower bounds of income bands 2 to 6."""
BAND_REFUSED = 0.25
LEFT_BLANK = 0.08
"""Share that leaves an optional amount blank."""
PAY_UNITS = (
    {"1": 0.82, "2": 0.04, "3": 0.02, "4": 0.11, "97": 0.01},
    {"1": 0.38, "2": 0.10, "4": 0.12, "5": 0.36, "97": 0.04},
    {"1": 0.14, "2": 0.34, "3": 0.12, "4": 0.40},
    {"1": 0.36, "3": 0.36, "4": 0.08, "5": 0.14, "97": 0.06},
)


@RULES.rule
def d_njobs(person: Interviewee, answers: Answers, random: Generator) -> str:
    return pick(random, OTHER_JOBS[person.worker_type == 1])


@RULES.rule
def dj_hours(person: Interviewee, answers: Answers, random: Generator) -> str:
    most = (MOST_HOURS - float(answers["c_hours"])) / int(answers["d_njobs"])
    return half_hours(min(whole(random, 10, 5, 1, 40), int(most)))


@RULES.rule
def dj_income(person: Interviewee, answers: Answers, random: Generator) -> str:
    return str(round_to(float(answers["dj_hours"]) * between(random, 60, 160), 10))


@RULES.rule
def d_gross(person: Interviewee, answers: Answers, random: Generator) -> str:
    if person.silent_on_income:
        return ""
    return str(round(person.income) + round_to(_costs(person, random), 10))


@RULES.rule
def d_band(person: Interviewee, answers: Answers, random: Generator) -> str:
    if person.leaves_blanks and random.random() < BAND_REFUSED:
        return "99"
    gross = person.income + _costs(person, random)
    return str(1 + sum(gross >= bound for bound in BANDS))


@RULES.rule
def d_costs(person: Interviewee, answers: Answers, random: Generator) -> str:
    return str(int(answers["d_gross"]) - round(person.income))


@RULES.rule
def d_low(person: Interviewee, answers: Answers, random: Generator) -> str:
    if _left_blank(person, random):
        return ""
    return str(round_to(person.income * between(random, 0.35, 0.90), 100))


@RULES.rule
def d_high(person: Interviewee, answers: Answers, random: Generator) -> str:
    if _left_blank(person, random):
        return ""
    return str(round_to(person.income * between(random, 1.05, 1.70), 100))


@RULES.rule
def d_unit(person: Interviewee, answers: Answers, random: Generator) -> str:
    return pick(random, PAY_UNITS[person.worker_type])


@RULES.rule
def d_hh_inc(person: Interviewee, answers: Answers, random: Generator) -> str:
    if _left_blank(person, random):
        return ""
    members = int(answers["b_hh_size"]) - int(answers["b_dep_child"]) - int(answers["b_dep_old"])
    others = sum(between(random, 1500, 7000) for _ in range(max(0, members - 1)))
    return str(round_to(person.income + others, 100))


@RULES.rule
def d_hh_exp(person: Interviewee, answers: Answers, random: Generator) -> str:
    if _left_blank(person, random):
        return ""
    income = float(answers.get("d_hh_inc") or 1.5 * person.income)
    return str(round_to(income * between(random, 0.50, 0.95), 100))


def _costs(person: Interviewee, random: Generator) -> float:
    return person.income * between(random, *COSTS[person.worker_type])


def _left_blank(person: Interviewee, random: Generator) -> bool:
    return person.leaves_blanks and (person.silent_on_income or random.random() < LEFT_BLANK)
