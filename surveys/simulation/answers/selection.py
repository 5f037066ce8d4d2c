"""Section A: selection, screening and consent."""

from __future__ import annotations

from numpy.random import Generator

from surveys.collection.conventions import SELF_COMPLETED
from surveys.simulation.answers.rules import Answers, Rules
from surveys.simulation.codes import CITY_CODES, WORKER_TYPES
from surveys.simulation.draws import pick, several, whole, yes_no
from surveys.simulation.interviewee import Interviewee
from surveys.simulation.selection import INTERCEPTED, source_code

RULES = Rules()
RULES.shares(a_consent={"1": 1})
MODES = {"1": 0.88, "2": 0.12}
"""In person, by telephone."""
MODES_LISTED = {"1": 0.86, "2": 0.12, SELF_COMPLETED: 0.02}
"""Of people whom a list names: they can be sent a link."""

PLATFORM_FORMS = ("1", "2", "3", "4", "5", "6", "7")
FORM_SCREEN = {"8": "2", "9": "3", "10": "4", "11": "5", "12": "6"}
"""Screening code of a main work outside platforms; platform work is code 1."""
SCREEN_OTHERWISE = ("1", "1", "3", "5")
"""Screening code when the main work is a regular or another job, by worker type."""
FURTHER_FORMS = {"1": 0.08, "2": 0.04, "3": 0.03, "5": 0.04, "6": 0.06}
"""Chances of having done other such work in the last four weeks as well."""
WORKED = 0.975


@RULES.rule
def a_case_id(person: Interviewee, answers: Answers, random: Generator) -> str:
    return person.case_id


@RULES.rule
def a_city(person: Interviewee, answers: Answers, random: Generator) -> str:
    return CITY_CODES[person.city]


@RULES.rule
def a_stratum(person: Interviewee, answers: Answers, random: Generator) -> str:
    return WORKER_TYPES[person.worker_type]


@RULES.rule
def a_source(person: Interviewee, answers: Answers, random: Generator) -> str:
    return source_code(person.worker_type)


@RULES.rule
def a_mode(person: Interviewee, answers: Answers, random: Generator) -> str:
    return pick(random, MODES if person.worker_type in INTERCEPTED else MODES_LISTED)


@RULES.rule
def a_age(person: Interviewee, answers: Answers, random: Generator) -> str:
    return str(person.age)


@RULES.rule
def a_work7(person: Interviewee, answers: Answers, random: Generator) -> str:
    # Whoever is met at a place of work has worked.
    return "1" if person.worker_type in INTERCEPTED else yes_no(random, WORKED)


@RULES.rule
def a_absent(person: Interviewee, answers: Answers, random: Generator) -> str:
    return "1"


@RULES.rule
def a_forms(person: Interviewee, answers: Answers, random: Generator) -> str:
    otherwise = SCREEN_OTHERWISE[person.worker_type]
    main = "1" if person.form in PLATFORM_FORMS else FORM_SCREEN.get(person.form, otherwise)
    further = several(random, {k: v for k, v in FURTHER_FORMS.items() if k != main}).split()
    return " ".join(sorted([main, *further]))


@RULES.rule
def a_tls_days(person: Interviewee, answers: Answers, random: Generator) -> str:
    return str(whole(random, person.hours / 9, 0.7, 1, 7))


@RULES.rule
def a_tls_sites(person: Interviewee, answers: Answers, random: Generator) -> str:
    return str(1 + int(random.poisson(2.2)))
