"""From the population to a sample: frame, two stages of selection, response.

Stage 1 draws primary sampling units by systematic sampling with probability proportional to their
frame count. Stage 2 draws persons: of types intercepted at places with probability proportional to
weekly hours (who works longer is met more often), of listed types with equal probability.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from surveys.errors import Problem, SurveyError
from surveys.sampling.draws import pps_systematic
from surveys.simulation import parameters as p
from surveys.simulation.population import Codes, Flags, Floats, Population

Ints = NDArray[np.int64]

PSUS_DRAWN = np.array(
    [[19, 9, 8, 6], [25, 11, 11, 8], [25, 11, 11, 8], [19, 9, 9, 6], [25, 11, 11, 8]]
)
"""Units per city and worker type: 250 in all, more where platform workers are."""
PSU_SMALLEST = 30
"""Units with fewer persons on the frame are not drawn."""
COMPLETES_PER_PSU = 12
INTERCEPTED = (0, 3)
"""Worker types met at places; the others are drawn from lists."""
FRAME_SEED = 7

# Probability of standing on the frame.
COVERAGE_BASE, COVERAGE_MIGRANT, COVERAGE_YOUNG = 0.985, -0.05, -0.05
COVERAGE_OWN_ACCOUNT, COVERAGE_PLATFORM = -0.06, -0.05

# Logit of answering once drawn.
RESPONSE_BASE, RESPONSE_FEMALE, RESPONSE_YOUNG, RESPONSE_OLDER = 1.0, 0.30, -0.35, 0.25
RESPONSE_MIGRANT, RESPONSE_PLATFORM, RESPONSE_COLLEGE = -0.55, -0.30, 0.30


def source_code(worker_type: int) -> str:
    """How people of this type are found: 1 from a list, 2 at a place of work."""
    return "2" if worker_type in INTERCEPTED else "1"


@dataclass(frozen=True, slots=True)
class Scenario:
    """What goes wrong beyond what observed variables explain.

    `insured_answer` is added to the response logit of persons with an employee pension;
    `uninsured_missing` is lost coverage of persons without one in loosely managed units.
    """

    insured_answer: float = 0.0
    uninsured_missing: float = 0.0


SCENARIOS = {
    "S1": Scenario(),
    "S2": Scenario(insured_answer=0.70),
    "S3": Scenario(uninsured_missing=0.20),
    "S4": Scenario(insured_answer=0.70, uninsured_missing=0.20),
}


@dataclass(frozen=True, eq=False)
class Roster:
    """The sampling frame: persons listed unit by unit.

    `persons` are indices into the population; unit k holds `persons[starts[k]:ends[k]]`.
    `propensity`, shape (N,), is each person's probability of answering; `response_rate`,
    shape (20,), its mean on the frame by stratum, from which the issue sizes are set.
    """

    persons: Ints
    starts: Ints
    ends: Ints
    propensity: Floats
    response_rate: Floats

    @property
    def sizes(self) -> Ints:
        """Persons on the frame per unit, shape (K,)."""
        return self.ends - self.starts


@dataclass(frozen=True, eq=False)
class Sample:
    """The issued persons; every array has shape (n,)."""

    person: Ints
    inclusion_probability: Floats
    stratum: Codes
    psu: Ints
    unit: Ints
    """The person's number on the list of the unit, from 1."""
    responds: Flags

    def __len__(self) -> int:
        return len(self.person)

    @property
    def base_weight(self) -> Floats:
        """1 / inclusion probability."""
        return 1 / self.inclusion_probability


def list_frame(population: Population, scenario: Scenario, seed: int = FRAME_SEED) -> Roster:
    """Who stands on the frame under this scenario, and how willing each person is to answer."""
    covered = np.random.default_rng(seed).random(len(population)) < np.clip(
        _coverage(population, scenario), 0, 1
    )
    propensity = expit(_response_logit(population, scenario))
    order = np.argsort(population.psu, kind="stable")
    persons = order[covered[order]]
    listed_units = population.psu[persons]
    units = np.arange(len(population.psu_stratum))
    strata = population.stratum[persons]
    return Roster(
        persons=persons,
        starts=np.searchsorted(listed_units, units),
        ends=np.searchsorted(listed_units, units, side="right"),
        propensity=propensity,
        response_rate=np.bincount(strata, propensity[persons], p.STRATA)
        / np.bincount(strata, minlength=p.STRATA),
    )


def _coverage(population: Population, scenario: Scenario) -> Floats:
    return np.asarray(
        COVERAGE_BASE
        + COVERAGE_MIGRANT * population.migrant
        + COVERAGE_YOUNG * (population.age_group == 0)
        + COVERAGE_OWN_ACCOUNT * (population.worker_type == 3)
        + COVERAGE_PLATFORM * (population.worker_type == 0)
        - scenario.uninsured_missing * (~population.pension & population.loose)
    )


def _response_logit(population: Population, scenario: Scenario) -> Floats:
    return np.asarray(
        RESPONSE_BASE
        + RESPONSE_FEMALE * population.female
        + RESPONSE_YOUNG * (population.age_group == 0)
        + RESPONSE_OLDER * (population.age_group == 3)
        + RESPONSE_MIGRANT * population.migrant
        + RESPONSE_PLATFORM * (population.worker_type == 0)
        + RESPONSE_COLLEGE * (population.education >= 2)
        + population.psu_response[population.psu]
        + scenario.insured_answer * (population.pension - population.pension.mean())
    )


def draw_sample(population: Population, roster: Roster, random: np.random.Generator) -> Sample:
    """Draw units, then persons, then who answers."""
    persons, probabilities, units = [], [], []
    for stratum in range(p.STRATA):
        issue_size = int(np.ceil(COMPLETES_PER_PSU / roster.response_rate[stratum]))
        intercepted = stratum % p.TYPES in INTERCEPTED
        for number, probability in _draw_units(population, roster, stratum, random):
            listed = roster.persons[roster.starts[number] : roster.ends[number]]
            shuffled = random.permutation(listed)
            size = population.hours[shuffled] if intercepted else np.ones(len(listed))
            drawn, conditional = _draw_persons(shuffled, size, issue_size, random)
            persons.append(drawn)
            probabilities.append(probability * conditional)
            units.append(np.full(len(drawn), number))
    person, unit = np.concatenate(persons), np.concatenate(units)
    return Sample(
        person=person,
        inclusion_probability=np.concatenate(probabilities),
        stratum=population.psu_stratum[unit],
        psu=unit,
        unit=_list_numbers(roster, unit, person),
        responds=random.random(len(person)) < roster.propensity[person],
    )


def thin(sample: Sample, issued: int) -> Sample:
    """Every k-th person, `issued` in all; inclusion probabilities shrink accordingly."""
    if not 1 <= issued <= len(sample):
        most = {"most": len(sample)}
        raise SurveyError([Problem("simulation_issued", "issued", str(issued), most)])
    rows = np.arange(issued) * len(sample) // issued
    thinned = {field.name: getattr(sample, field.name)[rows] for field in fields(sample)}
    thinned["inclusion_probability"] = thinned["inclusion_probability"] * issued / len(sample)
    return replace(sample, **thinned)


def _draw_units(
    population: Population, roster: Roster, stratum: int, random: np.random.Generator
) -> list[tuple[int, float]]:
    """Units of the stratum with their inclusion probabilities m M_i / ΣM."""
    count = int(PSUS_DRAWN.flat[stratum])
    eligible = (population.psu_stratum == stratum) & (roster.sizes >= PSU_SMALLEST)
    units = random.permutation(np.flatnonzero(eligible))
    drawn = pps_systematic(roster.sizes.astype(np.float64))(units, count, random)
    return list(zip(drawn.rows.tolist(), drawn.inclusion_probability.tolist(), strict=True))


def _draw_persons(
    listed: Ints, size: Floats, issue_size: int, random: np.random.Generator
) -> tuple[Ints, Floats]:
    """Persons drawn systematically with probability ∝ size, and those probabilities."""
    probability = np.minimum(issue_size * size / size.sum(), 1)
    cumulated = probability.cumsum()
    points = random.random() + np.arange(round(float(cumulated[-1])))
    hits = np.unique(np.minimum(np.searchsorted(cumulated, points), len(listed) - 1))
    return listed[hits], probability[hits]


def _list_numbers(roster: Roster, unit: Ints, person: Ints) -> Ints:
    numbers = [
        np.searchsorted(roster.persons[roster.starts[k] : roster.ends[k]], i)
        for k, i in zip(unit, person, strict=True)
    ]
    return np.array(numbers) + 1
