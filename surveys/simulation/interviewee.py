"""One sampled person as the interviewer meets them: the population's values and a few traits more."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import expit

from surveys.simulation.draws import Shares, between, pick
from surveys.simulation.population import Population

FORMS: tuple[Shares, ...] = (
    {"1": 0.45, "2": 0.25, "3": 0.10, "4": 0.13, "5": 0.07},
    {"6": 0.60, "7": 0.40},
    {"8": 0.30, "9": 0.40, "10": 0.30},
    {"11": 0.62, "12": 0.38},
)
"""Kind of main work by worker type (job_form)."""
MISREPORTED_FORMS: Shares = {"13": 0.35, "97": 0.10, "9": 0.20, "11": 0.20, "1": 0.15}
"""What people of another kind of work say who misreport it."""
INSURED_BY_EMPLOYER = (0.35, 0.30, 0.92, 0.06)
"""Share of those in the employee pension whom an employer enrols, by worker type."""
AGE_BOUNDS = ((16, 24), (25, 34), (35, 44), (45, 59))
"""Completed years, first and last, of the age groups."""
AGE_PEAKS = (24, 28, 38, 45)
"""The most frequent age of each group; ages are triangular around it."""
SILENCE_BASE, SILENCE_INCOME, SILENCE_MIDDLE = -2.10, 0.9, 6000
"""Logit of not giving one's income: at the middle income, and per unit of log income above it."""


@dataclass(frozen=True, slots=True)
class AnswerOptions:
    """Which imperfections the answers have; all off gives exactly the population's values.

    `fabricated` and `misreported_form` are shares of completed interviews. Without
    `item_nonresponse` every question that is asked has an answer.
    """

    item_nonresponse: bool = True
    fabricated: float = 0.02
    misreported_form: float = 0.03
    interviewer_effects: bool = True


TRUTHFUL = AnswerOptions(
    item_nonresponse=False, fabricated=0.0, misreported_form=0.0, interviewer_effects=False
)


@dataclass(frozen=True, slots=True)
class Interviewee:
    """Levels are indices as in `Population`; `form` is the code of the main work as reported."""

    case_id: str
    interviewer: str
    interviewer_effect: float
    city: int
    worker_type: int
    age_group: int
    education: int
    loose: bool
    female: bool
    migrant: bool
    pension: bool
    unemployment: bool
    injury_cover: bool
    injured: bool
    hours: float
    income: float
    willingness: float
    age: int
    form: str
    insured_by_employer: bool
    silent_on_income: bool
    leaves_blanks: bool


def meet(
    population: Population,
    person: int,
    *,
    case_id: str,
    interviewer: str,
    interviewer_effect: float,
    options: AnswerOptions,
    random: np.random.Generator,
) -> Interviewee:
    """The interviewee with this index in the population; `random` draws the further traits."""
    worker_type = int(population.worker_type[person])
    age_group = int(population.age_group[person])
    income = float(population.income[person])
    pension = bool(population.pension[person])
    misreports = random.random() < options.misreported_form
    return Interviewee(
        case_id=case_id,
        interviewer=interviewer,
        interviewer_effect=interviewer_effect if options.interviewer_effects else 0.0,
        city=int(population.city[person]),
        worker_type=worker_type,
        age_group=age_group,
        education=int(population.education[person]),
        loose=bool(population.loose[person]),
        female=bool(population.female[person]),
        migrant=bool(population.migrant[person]),
        pension=pension,
        unemployment=bool(population.unemployment[person]),
        injury_cover=bool(population.injury_cover[person]),
        injured=bool(population.injured[person]),
        hours=float(population.hours[person]),
        income=income,
        willingness=float(population.willingness[person]),
        age=_age(random, age_group),
        form=pick(random, MISREPORTED_FORMS if misreports else FORMS[worker_type]),
        insured_by_employer=pension and random.random() < INSURED_BY_EMPLOYER[worker_type],
        silent_on_income=options.item_nonresponse and random.random() < _silence(income),
        leaves_blanks=options.item_nonresponse,
    )


def copied(template: Interviewee, of: Interviewee, random: np.random.Generator) -> Interviewee:
    """A fabricated interviewee: another case's traits under this case's number, sex and age."""
    return replace(
        template,
        case_id=of.case_id,
        city=of.city,
        worker_type=of.worker_type,
        female=of.female,
        age=of.age,
        age_group=of.age_group,
        income=template.income * between(random, 0.97, 1.03),
        silent_on_income=False,
    )


def _age(random: np.random.Generator, age_group: int) -> int:
    first, last = AGE_BOUNDS[age_group]
    drawn = int(random.triangular(first, AGE_PEAKS[age_group] + 0.5, last + 1))
    return min(drawn, last)


def _silence(income: float) -> float:
    return float(expit(SILENCE_BASE + SILENCE_INCOME * np.log(income / SILENCE_MIDDLE)))
