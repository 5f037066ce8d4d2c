"""Section B: the person and the household."""

from __future__ import annotations

from numpy.random import Generator

from surveys.simulation.answers.rules import Answers, Rules
from surveys.simulation.codes import SEX
from surveys.simulation.draws import pick, whole, yes_no
from surveys.simulation.interviewee import Interviewee

RULES = Rules()

FIELDWORK_YEAR = 2021
BIRTHDAY_PASSED = 0.33
"""Share whose birthday lies before an interview in April or May."""
AGRICULTURAL = {False: {"1": 0.22, "2": 0.40, "3": 0.14, "4": 0.23, "98": 0.01}}
AGRICULTURAL[True] = {"1": 0.62, "2": 0.12, "3": 0.16, "4": 0.08, "98": 0.02}
"""Type of household registration: locals, migrants."""
FROM_OWN_PROVINCE = (0.30, 0.72, 0.34, 0.22, 0.26)
"""Share of migrants registered elsewhere in the city's province, by city."""
HOME_PROVINCES = ("33", "51", "44", "44", "44")
ORIGINS = {
    "43": 0.16, "45": 0.14, "42": 0.10, "36": 0.10, "41": 0.11, "51": 0.08, "52": 0.08,
    "34": 0.08, "50": 0.05, "53": 0.03, "44": 0.02, "35": 0.02, "61": 0.02, "33": 0.01,
}  # fmt: skip
"""Provinces that migrants come from."""
LOWEST_EDUCATION = {"1": 0.02, "2": 0.18, "3": 0.80}
EDUCATION_CODES = ("", "4", "5", "6")
MARRIED = (0.12, 0.62, 0.84, 0.88)
"""By age group."""
PARENT = (0.10, 0.60, 0.70, 0.30)


@RULES.rule
def b_sex(person: Interviewee, answers: Answers, random: Generator) -> str:
    return SEX[person.female]


@RULES.rule
def b_birth_year(person: Interviewee, answers: Answers, random: Generator) -> str:
    before = random.random() < BIRTHDAY_PASSED
    return str(FIELDWORK_YEAR - person.age - (not before))


@RULES.rule
def b_hukou_type(person: Interviewee, answers: Answers, random: Generator) -> str:
    return pick(random, AGRICULTURAL[person.migrant])


@RULES.rule
def b_hukou_place(person: Interviewee, answers: Answers, random: Generator) -> str:
    if not person.migrant:
        return "1"
    return "2" if random.random() < FROM_OWN_PROVINCE[person.city] else "3"


@RULES.rule
def b_hukou_prov(person: Interviewee, answers: Answers, random: Generator) -> str:
    own = HOME_PROVINCES[person.city]
    return pick(random, {code: share for code, share in ORIGINS.items() if code != own})


@RULES.rule
def b_city_years(person: Interviewee, answers: Answers, random: Generator) -> str:
    if not person.migrant:
        return str(person.age - (whole(random, 6, 8, 0, 15) if random.random() < 0.2 else 0))
    return str(min(int(random.exponential(6)), person.age - 14))


@RULES.rule
def b_res_permit(person: Interviewee, answers: Answers, random: Generator) -> str:
    return pick(random, {"1": 0.70, "0": 0.26, "98": 0.04})


@RULES.rule
def b_educ(person: Interviewee, answers: Answers, random: Generator) -> str:
    return EDUCATION_CODES[person.education] or pick(random, LOWEST_EDUCATION)


@RULES.rule
def b_marital(person: Interviewee, answers: Answers, random: Generator) -> str:
    if random.random() < MARRIED[person.age_group]:
        return "2"
    later = {"1": 0.45, "3": 0.47, "4": 0.08}
    return "1" if person.age < 30 else pick(random, later)


@RULES.rule
def b_hh_size(person: Interviewee, answers: Answers, random: Generator) -> str:
    mean = 3.8 if answers["b_marital"] == "2" else 2.4
    return str(whole(random, mean, 1.1, 1, 9))


@RULES.rule
def b_dep_child(person: Interviewee, answers: Answers, random: Generator) -> str:
    room = int(answers["b_hh_size"]) - (2 if answers["b_marital"] == "2" else 1)
    if answers["b_marital"] == "1" or random.random() > PARENT[person.age_group]:
        return "0"
    return str(max(0, min(room, 1 + int(random.poisson(0.45)))))


@RULES.rule
def b_dep_old(person: Interviewee, answers: Answers, random: Generator) -> str:
    room = int(answers["b_hh_size"]) - int(answers["b_dep_child"]) - 1
    return str(max(0, min(room, int(random.poisson(0.8)), 4)))


@RULES.rule
def b_main_earner(person: Interviewee, answers: Answers, random: Generator) -> str:
    if answers["b_hh_size"] == "1":
        return "1"
    return yes_no(random, (0.42 if person.female else 0.66) - 0.2 * (person.age_group == 0))
