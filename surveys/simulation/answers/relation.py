"""Section E: contract and work relationship."""

from __future__ import annotations

from numpy.random import Generator

from surveys.simulation.answers.rules import Answers, Rules
from surveys.simulation.draws import pick, several
from surveys.simulation.interviewee import Interviewee

RULES = Rules()
RULES.shares(
    e_hires={"1": 0.02, "0": 0.98},
    e_incorp={"1": 0.03, "0": 0.94, "98": 0.03},
)

SELF_IMAGE = (
    {"1": 0.24, "2": 0.20, "3": 0.56},
    {"1": 0.12, "2": 0.36, "3": 0.52},
    {"1": 0.94, "2": 0.01, "3": 0.02, "4": 0.03},
    {"1": 0.06, "2": 0.87, "3": 0.03, "5": 0.04},
)
"""What people call themselves, by worker type."""
CONTRACT_INSURED = {"1": 0.74, "2": 0.26}
"""An employer who enrols a person in insurance has signed a labour contract."""
CONTRACT_EMPLOYEE = {"1": 0.34, "2": 0.16, "3": 0.14, "5": 0.08, "6": 0.14, "7": 0.12, "98": 0.02}
CONTRACT_PLATFORM = {"3": 0.36, "4": 0.09, "5": 0.40, "6": 0.06, "7": 0.07, "98": 0.02}
CONTRACT_OWN = {"3": 0.06, "4": 0.12, "5": 0.02, "6": 0.34, "7": 0.45, "98": 0.01}
DURATION_CONTRACT = {"1": 0.18, "2": 0.42, "3": 0.30, "4": 0.06, "5": 0.04}
DURATION_OTHER = {"1": 0.08, "2": 0.14, "3": 0.10, "4": 0.18, "5": 0.50}
PRICE_SET_BY = (
    {"1": 0.02, "2": 0.90, "3": 0.04, "4": 0.04},
    {"1": 0.20, "2": 0.44, "3": 0.34, "4": 0.02},
    {"1": 0.03, "2": 0.78, "3": 0.13, "4": 0.06},
    {"1": 0.46, "2": 0.10, "3": 0.32, "4": 0.12},
)
ORGANISED_BY_STATION = {"1": 0.20, "2": 0.56, "3": 0.24}
ORGANISED_BY_SELF = {"1": 0.58, "2": 0.18, "3": 0.24}
ORGANISED_OWN = {"1": 0.86, "2": 0.04, "3": 0.10}
ONE_CLIENT = {"1": 0.66, "2": 0.20, "3": 0.11, "98": 0.03}
MANY_CLIENTS = {"1": 0.12, "2": 0.10, "3": 0.73, "98": 0.05}
SANCTIONS = {"1": 0.42, "2": 0.50, "3": 0.18, "4": 0.26}
EQUIPMENT = (
    {"1": 0.62, "2": 0.26, "3": 0.11, "4": 0.01},
    {"1": 0.84, "2": 0.03, "3": 0.09, "4": 0.04},
    {"1": 0.12, "2": 0.02, "3": 0.66, "4": 0.20},
    {"1": 0.76, "2": 0.08, "3": 0.02, "4": 0.14},
)
TAX_CONTRACT = {"1": 0.72, "2": 0.12, "4": 0.06, "98": 0.10}
TAX_OTHER = {"1": 0.06, "2": 0.28, "3": 0.10, "4": 0.34, "98": 0.22}


@RULES.rule
def e_selfid(person: Interviewee, answers: Answers, random: Generator) -> str:
    if person.insured_by_employer and random.random() < 0.8:
        return "1"
    return pick(random, SELF_IMAGE[person.worker_type])


@RULES.rule
def e_contract(person: Interviewee, answers: Answers, random: Generator) -> str:
    if person.insured_by_employer:
        return pick(random, CONTRACT_INSURED)
    if person.worker_type == 2:
        return pick(random, CONTRACT_EMPLOYEE)
    return pick(random, CONTRACT_OWN if person.worker_type == 3 else CONTRACT_PLATFORM)


@RULES.rule
def e_duration(person: Interviewee, answers: Answers, random: Generator) -> str:
    return pick(random, DURATION_CONTRACT if labour_contract(answers) else DURATION_OTHER)


@RULES.rule
def e_licence(person: Interviewee, answers: Answers, random: Generator) -> str:
    if answers["e_contract"] == "4":
        return "1"
    held = 0.30 if person.worker_type == 3 else 0.04
    return pick(random, {"1": held, "0": 0.97 - held, "98": 0.03})


@RULES.rule
def e_price(person: Interviewee, answers: Answers, random: Generator) -> str:
    return pick(random, PRICE_SET_BY[person.worker_type])


@RULES.rule
def e_orgby(person: Interviewee, answers: Answers, random: Generator) -> str:
    if person.worker_type == 3:
        return pick(random, ORGANISED_OWN)
    free = answers.get("c_plat_mode") == "2" or person.worker_type == 1
    return pick(random, ORGANISED_BY_SELF if free else ORGANISED_BY_STATION)


@RULES.rule
def e_share1(person: Interviewee, answers: Answers, random: Generator) -> str:
    return pick(random, MANY_CLIENTS if person.worker_type == 3 else ONE_CLIENT)


@RULES.rule
def e_penalty(person: Interviewee, answers: Answers, random: Generator) -> str:
    return several(random, SANCTIONS, otherwise="0")


@RULES.rule
def e_equip(person: Interviewee, answers: Answers, random: Generator) -> str:
    return pick(random, EQUIPMENT[person.worker_type])


@RULES.rule
def e_tax(person: Interviewee, answers: Answers, random: Generator) -> str:
    if answers["e_contract"] == "4":
        return "3"
    return pick(random, TAX_CONTRACT if labour_contract(answers) else TAX_OTHER)


@RULES.rule
def e_pleave(person: Interviewee, answers: Answers, random: Generator) -> str:
    return _entitled(person, random, insured=0.62, others=0.12)


@RULES.rule
def e_psick(person: Interviewee, answers: Answers, random: Generator) -> str:
    return _entitled(person, random, insured=0.66, others=0.16)


def _entitled(person: Interviewee, random: Generator, *, insured: float, others: float) -> str:
    chance = insured if person.insured_by_employer else others
    return pick(random, {"1": chance, "0": 0.95 - chance, "98": 0.05})


def labour_contract(answers: Answers) -> bool:
    """Whether the person has signed a labour contract."""
    return answers["e_contract"] in ("1", "2")
