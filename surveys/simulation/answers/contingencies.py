"""Section G: what happened in the last twelve months."""

from __future__ import annotations

from numpy.random import Generator

from surveys.simulation.answers.rules import Answers, Rules
from surveys.simulation.draws import pick, several, whole, yes_no
from surveys.simulation.interviewee import Interviewee

RULES = Rules()

ACCIDENTS = (
    {"1": 0.70, "2": 0.12, "3": 0.02, "4": 0.08, "5": 0.08},
    {"1": 0.10, "2": 0.08, "4": 0.16, "5": 0.62, "97": 0.04},
    {"1": 0.16, "2": 0.50, "4": 0.14, "5": 0.20},
    {"1": 0.22, "2": 0.46, "3": 0.02, "4": 0.12, "5": 0.18},
)
"""The most serious injury, by worker type."""
INJURY_DAYS = 12
STATUTORY_PAYS, PLATFORM_PAYS, COMMERCIAL_PAYS = 0.70, 0.22, 0.55
LOSS = (0.11, 0.13, 0.10, 0.17)
"""Chance of four weeks or more without work, by worker type."""
BENEFIT_DRAWN = 0.25
"""Share of those out of work with unemployment insurance who drew the benefit."""
BIRTH = (0.05, 0.16, 0.06, 0.01)
"""By age group."""
OWN_MEANS = {"6": 0.52, "7": 0.30, "8": 0.16}
COPING = {"1": 0.30, "2": 0.42, "3": 0.20, "4": 0.14, "5": 0.30, "6": 0.10, "7": 0.06, "8": 0.05}


@RULES.rule
def g_inj(person: Interviewee, answers: Answers, random: Generator) -> str:
    return "1" if person.injured else "0"


@RULES.rule
def g_inj_type(person: Interviewee, answers: Answers, random: Generator) -> str:
    return pick(random, ACCIDENTS[person.worker_type])


@RULES.rule
def g_inj_days(person: Interviewee, answers: Answers, random: Generator) -> str:
    return str(min(int(random.exponential(INJURY_DAYS)), 365))


@RULES.rule
def g_inj_payer(person: Interviewee, answers: Answers, random: Generator) -> str:
    commercial = {"4", "5"} & set(answers["f_injury"].split())
    traffic = answers["g_inj_type"] == "1"
    chances = {
        "1": 0.55,
        "2": STATUTORY_PAYS if person.injury_cover else 0.0,
        "3": PLATFORM_PAYS,
        "4": COMMERCIAL_PAYS if commercial else 0.0,
        "5": 0.20 if traffic else 0.0,
        "6": 0.12,
    }
    return several(random, chances, otherwise="1")


@RULES.rule
def g_sick_days(person: Interviewee, answers: Answers, random: Generator) -> str:
    if random.random() < 0.48 - person.interviewer_effect / 4:
        return "0"
    return str(min(1 + int(random.exponential(5)), 365))


@RULES.rule
def g_sick_sup(person: Interviewee, answers: Answers, random: Generator) -> str:
    paid = 0.8 if answers.get("e_psick") == "1" else 0.0
    return several(random, {"3": paid, "5": 0.02, **OWN_MEANS}, otherwise="0")


@RULES.rule
def g_loss(person: Interviewee, answers: Answers, random: Generator) -> str:
    return yes_no(random, LOSS[person.worker_type])


@RULES.rule
def g_loss_w(person: Interviewee, answers: Answers, random: Generator) -> str:
    return str(min(4 + int(random.exponential(6)), 52))


@RULES.rule
def g_loss_sup(person: Interviewee, answers: Answers, random: Generator) -> str:
    drawn = BENEFIT_DRAWN if person.unemployment else 0.0
    return several(random, {"1": drawn, "2": 0.06, "5": 0.02, **OWN_MEANS}, otherwise="0")


@RULES.rule
def g_birth(person: Interviewee, answers: Answers, random: Generator) -> str:
    partnered = answers["b_marital"] == "2"
    return yes_no(random, BIRTH[person.age_group] * (1.2 if partnered else 0.1))


@RULES.rule
def g_birth_w(person: Interviewee, answers: Answers, random: Generator) -> str:
    if person.female:
        return str(whole(random, 30, 18, 0, 156))
    return str(min(int(random.exponential(2)), 156))


@RULES.rule
def g_birth_sup(person: Interviewee, answers: Answers, random: Generator) -> str:
    allowance = 0.7 if person.female and answers["f_matern"] in ("1", "2") else 0.0
    return several(random, {"4": allowance, **OWN_MEANS}, otherwise="0")


@RULES.rule
def g_cope(person: Interviewee, answers: Answers, random: Generator) -> str:
    return several(random, COPING, otherwise="0")
