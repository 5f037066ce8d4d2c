"""A synthetic population of workers in non-standard employment in five cities.

Codes count from 0 in the order of the tables in `parameters`. The true value of every indicator is
known, so that what weighting repairs, and what it cannot repair, can be shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from surveys.simulation import parameters as p

SEED = 20210401
Codes = NDArray[np.int8]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Population:
    """All persons, shape (N,) per variable, and their primary sampling units, shape (K,).

    `stratum` is city × 4 + worker type. `loose` says that the person's unit is loosely managed.
    `hours` are usual weekly hours, `income` net yuan a month, `willingness` the most a person
    would pay for the package, yuan a month. `pension` is the employee pension, `unemployment`
    unemployment insurance, `injury_cover` statutory cover against work injury, `injured` a work
    injury within twelve months.
    """

    city: Codes
    worker_type: Codes
    stratum: Codes
    psu: NDArray[np.int32]
    loose: Flags
    female: Flags
    age_group: Codes
    migrant: Flags
    education: Codes
    hours: Floats
    income: Floats
    pension: Flags
    unemployment: Flags
    injury_cover: Flags
    injured: Flags
    willingness: Floats
    psu_stratum: Codes
    psu_response: Floats

    def __len__(self) -> int:
        return len(self.city)


@dataclass(frozen=True, eq=False)
class _Units:
    """Sampling units while the population is drawn; `of_person` has shape (N,), the rest (K,)."""

    of_person: NDArray[np.int32]
    stratum: Codes
    loose: Flags
    insurance: Floats
    response: Floats


def draw_population(random: np.random.Generator, size: int = p.POPULATION_SIZE) -> Population:
    """Draw a population; the same generator state gives the same population."""
    city, worker_type = _places(random, size)
    stratum = city * p.TYPES + worker_type
    units = _units(random, stratum)
    persons = _persons(random, city, worker_type)
    work = _work(random, city, worker_type, persons)
    insurance = _insurance(random, worker_type, units, persons, work)
    willingness = _willingness(random, worker_type, persons, work["income"], insurance)
    return Population(
        willingness=willingness,
        city=city.astype(np.int8),
        worker_type=worker_type.astype(np.int8),
        stratum=stratum.astype(np.int8),
        psu=units.of_person,
        loose=units.loose[units.of_person],
        psu_stratum=units.stratum,
        psu_response=units.response,
        **persons,
        **work,
        **insurance,
    )


def simulated_population(seed: int = SEED) -> Population:
    """The population of this seed."""
    return draw_population(np.random.default_rng(seed))


def _places(random: np.random.Generator, size: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    city = random.choice(p.CITIES, size, p=p.CITY_SIZES / p.CITY_SIZES.sum())
    worker_type = np.empty(size, np.int64)
    for code, shares in enumerate(p.TYPE_SHARES_BY_CITY):
        there = city == code
        worker_type[there] = random.choice(p.TYPES, there.sum(), p=shares)
    return city, worker_type


def _units(random: np.random.Generator, stratum: NDArray[np.int64]) -> _Units:
    of_person = np.empty(len(stratum), np.int32)
    strata, loose, insurance, response = [], [], [], []
    first = 0
    for code in range(p.STRATA):
        members = np.flatnonzero(stratum == code)
        count = max(p.PSU_LEAST, len(members) // p.PSU_PERSONS)
        sizes = np.minimum(random.lognormal(0, p.PSU_SIZE_SPREAD, count), p.PSU_SIZE_CAP)
        of_person[members] = first + random.choice(count, len(members), p=sizes / sizes.sum())
        loose_share = p.LOOSE_SHARE if code % p.TYPES else p.LOOSE_SHARE_PLATFORM
        strata.append(np.full(count, code, np.int8))
        loose.append(random.random(count) < loose_share)
        insurance.append(random.normal(0, p.PSU_INSURANCE_SPREAD, count))
        response.append(random.normal(0, p.PSU_RESPONSE_SPREAD, count))
        first += count
    return _Units(
        of_person,
        stratum=np.concatenate(strata),
        loose=np.concatenate(loose),
        insurance=np.concatenate(insurance),
        response=np.concatenate(response),
    )


def _levels(
    random: np.random.Generator, shares: Floats, of: NDArray[np.int64]
) -> NDArray[np.int64]:
    """A level per person, drawn with the shares of the person's row; shape (N,)."""
    bounds = shares.cumsum(axis=1)[:, :-1]
    return np.asarray((random.random(len(of))[:, None] > bounds[of]).sum(axis=1), np.int64)


def _persons(
    random: np.random.Generator, city: NDArray[np.int64], worker_type: NDArray[np.int64]
) -> dict[str, Any]:
    size = len(city)
    female = random.random(size) < p.FEMALE_SHARE[worker_type]
    age_group = _levels(random, p.AGE_SHARES, worker_type)
    migrant_share = p.MIGRANT_SHARE_BY_CITY[city] + p.MIGRANT_SHARE_SHIFT[worker_type]
    migrant = random.random(size) < np.clip(migrant_share, *p.MIGRANT_SHARE_BOUNDS)
    education = _levels(random, p.EDUCATION_SHARES, worker_type)
    lost = (random.random(size) < p.MIGRANT_EDUCATION_LOSS * migrant) & (education > 0)
    return {
        "female": female,
        "age_group": age_group.astype(np.int8),
        "migrant": migrant,
        "education": (education - lost).astype(np.int8),
    }


def _work(
    random: np.random.Generator,
    city: NDArray[np.int64],
    worker_type: NDArray[np.int64],
    persons: dict[str, Any],
) -> dict[str, Any]:
    female, age_group = persons["female"], persons["age_group"]
    mean = p.HOURS_MEAN[worker_type] + p.HOURS_MIGRANT * persons["migrant"]
    hours = np.clip(random.normal(mean + p.HOURS_FEMALE * female, p.HOURS_SPREAD), *p.HOURS_BOUNDS)
    log_income = (
        np.log(p.INCOME_BASE)
        + p.INCOME_BY_CITY[city]
        + p.INCOME_BY_TYPE[worker_type]
        + p.INCOME_EDUCATION * persons["education"]
        + p.INCOME_FEMALE * female
        + p.INCOME_HOURS * np.log(hours / p.INCOME_HOURS_BASE)
        + p.INCOME_AGE_25 * (age_group == 1)
        + p.INCOME_AGE_35 * (age_group == 2)
        + random.normal(0, p.INCOME_SPREAD, len(city))
    )
    return {"hours": hours, "income": np.exp(log_income)}


def _insurance(
    random: np.random.Generator,
    worker_type: NDArray[np.int64],
    units: _Units,
    persons: dict[str, Any],
    work: dict[str, Any],
) -> dict[str, Any]:
    size = len(worker_type)
    platform, employee, own = (worker_type == code for code in (0, 2, 3))
    logit = _pension_logit(worker_type, units, persons, work) + p.PENSION_TASTE * random.normal(
        0, 1, size
    )
    shift = p.UNEMPLOYMENT_SHIFT + p.UNEMPLOYMENT_NOT_EMPLOYEE * ~employee
    cover_shift = p.INJURY_COVER_SHIFT + p.INJURY_COVER_PLATFORM * platform
    pension = random.random(size) < expit(logit)
    unemployment = random.random(size) < expit(logit + shift)
    injury_cover = random.random(size) < expit(logit + cover_shift)
    injured = random.random(size) < expit(
        p.INJURED_BASE
        + p.INJURED_PLATFORM * platform
        + p.INJURED_OWN_ACCOUNT * own
        + p.INJURED_HOURS * (work["hours"] - p.INJURED_HOURS_BASE)
        + p.INJURED_FEMALE * persons["female"]
        + p.INJURED_YOUNG * (persons["age_group"] == 0)
    )
    return {
        "pension": pension,
        "unemployment": unemployment,
        "injury_cover": injury_cover,
        "injured": injured,
    }


def _pension_logit(
    worker_type: NDArray[np.int64], units: _Units, persons: dict[str, Any], work: dict[str, Any]
) -> Floats:
    return np.asarray(
        p.PENSION_BASE
        + p.PENSION_BY_TYPE[worker_type]
        + p.PENSION_MIGRANT * persons["migrant"]
        + p.PENSION_EDUCATION * persons["education"]
        + p.PENSION_AGE * persons["age_group"]
        + p.PENSION_INCOME * (np.log(work["income"]) - p.PENSION_INCOME_BASE)
        + p.PENSION_LOOSE * units.loose[units.of_person]
        + units.insurance[units.of_person]
    )


def _willingness(
    random: np.random.Generator,
    worker_type: NDArray[np.int64],
    persons: dict[str, Any],
    income: Floats,
    insurance: dict[str, Any],
) -> Floats:
    return np.asarray(
        np.exp(
            np.log(p.WILLINGNESS_BASE)
            + p.WILLINGNESS_INCOME * (np.log(income) - np.log(p.INCOME_BASE))
            + p.WILLINGNESS_PLATFORM * (worker_type == 0)
            + p.WILLINGNESS_INJURED * insurance["injured"]
            + p.WILLINGNESS_PENSION * insurance["pension"]
            + p.WILLINGNESS_FEMALE * persons["female"]
            + p.WILLINGNESS_MIGRANT * persons["migrant"]
            + random.normal(0, p.WILLINGNESS_SPREAD, len(income))
        )
    )
