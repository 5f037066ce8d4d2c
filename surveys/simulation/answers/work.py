"""Section C: the main work."""

from __future__ import annotations

from numpy.random import Generator

from surveys.simulation.answers.rules import Answers, Rules
from surveys.simulation.draws import between, pick, whole
from surveys.simulation.interviewee import Interviewee

RULES = Rules()
RULES.shares(
    c_form_oth={"private tutoring": 0.4, "helping relatives": 0.3, "repair work": 0.3},
    c_platform={"Platform A": 5, "Platform B": 4, "Platform C": 3, "Platform D": 2, "": 1},
)

ATTACHMENT = {True: {"1": 0.15, "2": 0.62, "3": 0.10, "4": 0.10, "97": 0.03}}
ATTACHMENT[False] = {"1": 0.50, "2": 0.22, "3": 0.10, "4": 0.16, "97": 0.02}
"""How people are attached to the platform: loosely managed units, others."""
ORDERS = {"1": 34, "2": 16, "3": 5, "4": 90, "5": 4}
"""Mean orders a day by kind of main work."""
BEFORE = {"1": 0.30, "2": 0.30, "3": 0.12, "4": 0.12, "5": 0.06, "6": 0.10}
BEFORE_YOUNG = {"1": 0.20, "2": 0.26, "3": 0.03, "4": 0.03, "5": 0.38, "6": 0.10}
REASONS = (
    {"1": 0.16, "2": 0.28, "3": 0.28, "4": 0.05, "5": 0.12, "6": 0.10, "97": 0.01},
    {"1": 0.12, "2": 0.18, "3": 0.38, "4": 0.12, "5": 0.08, "6": 0.11, "97": 0.01},
    {"1": 0.42, "2": 0.14, "3": 0.10, "4": 0.13, "5": 0.15, "6": 0.04, "97": 0.02},
    {"1": 0.26, "2": 0.18, "3": 0.24, "4": 0.12, "5": 0.15, "6": 0.04, "97": 0.01},
)
"""Main reason for this kind of work, by worker type."""


@RULES.rule
def c_form(person: Interviewee, answers: Answers, random: Generator) -> str:
    return person.form


@RULES.rule
def c_plat_mode(person: Interviewee, answers: Answers, random: Generator) -> str:
    return pick(random, ATTACHMENT[person.loose])


@RULES.rule
def c_orders(person: Interviewee, answers: Answers, random: Generator) -> str:
    usual = ORDERS[answers["c_form"]] * person.hours / 58
    return str(whole(random, usual, usual / 4, 1, 200))


@RULES.rule
def c_tenure(person: Interviewee, answers: Answers, random: Generator) -> str:
    most = 12 * (person.age - 16) + 1
    mean = 60 if person.worker_type == 3 else 26
    return str(min(int(random.exponential(mean)), most))


@RULES.rule
def c_prev(person: Interviewee, answers: Answers, random: Generator) -> str:
    return pick(random, BEFORE_YOUNG if person.age_group == 0 else BEFORE)


@RULES.rule
def c_reason(person: Interviewee, answers: Answers, random: Generator) -> str:
    return pick(random, REASONS[person.worker_type])


@RULES.rule
def c_prefer_reg(person: Interviewee, answers: Answers, random: Generator) -> str:
    involuntary = answers["c_reason"] in ("1", "5")
    return pick(random, {"1": 0.78 if involuntary else 0.46, "0": 0.30, "98": 0.06})


@RULES.rule
def c_days(person: Interviewee, answers: Answers, random: Generator) -> str:
    # No day has more than 18 hours of work.
    return str(whole(random, person.hours / 9, 0.7, max(1.0, person.hours / 17), 7))


@RULES.rule
def c_hours(person: Interviewee, answers: Answers, random: Generator) -> str:
    return half_hours(person.hours)


@RULES.rule
def c_wait(person: Interviewee, answers: Answers, random: Generator) -> str:
    return half_hours(person.hours * between(random, 0.05, 0.28))


def half_hours(hours: float) -> str:
    """Hours as people report them: to the nearest half, without a needless decimal."""
    return f"{round(2 * hours) / 2:g}"
