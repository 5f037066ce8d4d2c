"""Who interviews whom, when, with which outcome, and which interviews are made up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

import numpy as np
from numpy.typing import NDArray

from surveys.simulation import codes
from surveys.simulation import parameters as p
from surveys.simulation.draws import pick
from surveys.simulation.population import Floats, Population
from surveys.simulation.selection import Sample, source_code

Ints = NDArray[np.int64]

FIRST_DAY, LAST_DAY = date(2021, 4, 6), date(2021, 5, 28)
HOLIDAYS = {date(2021, 5, day) for day in (3, 4, 5)}
CLOCK = timezone(timedelta(hours=8))
OPENING = time(9)
SLOT = timedelta(minutes=105)
"""Interviews of one day start at least this far apart (with up to 40 minutes of delay)."""
LATEST_DELAY = 40
MINUTES, MINUTES_SPREAD, MINUTES_BOUNDS = 30, 0.22, (16, 60)
"""Median length of an interview, standard deviation of its logarithm, bounds."""
MINUTES_FABRICATED = (5, 9)

INTERVIEWERS_PER_CITY = 10
INTERVIEWER_SPREAD = 0.15
"""Standard deviation of interviewers' effects on rating scales."""
FABRICATORS = 4
COMPLETE = "11"
NONRESPONSE = {"211": 0.58, "22": 0.30, "23": 0.12}
"""Refusal, non-contact, other reasons: shares of those who do not answer."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What is known of every issued person; `disposition` is a code of the list `outcome`."""

    case_id: str
    city: str
    worker_type: str
    source: str
    stratum: str
    psu: str
    psu_kind: str
    sex: str
    age_group: str
    inclusion_probability: float
    base_weight: float
    disposition: str


@dataclass(frozen=True, slots=True)
class Interview:
    """One completed interview; `row` is its unit's.

    A fabricated interview repeats the interview of the unit in row `copied_from`.
    """

    row: int
    interviewer: int
    started: datetime
    ended: datetime
    copied_from: int | None = None


def interviewer_code(interviewer: int) -> str:
    """The code for an interviewer's number from 0, such as I001."""
    return f"I{interviewer + 1:03d}"


def list_units(
    population: Population, sample: Sample, random: np.random.Generator
) -> tuple[Unit, ...]:
    """The issued units in the order of the sample; `random` draws why people do not answer."""
    first_of_stratum = np.searchsorted(population.psu_stratum, np.arange(p.STRATA))
    psu_number = sample.psu - first_of_stratum[sample.stratum] + 1
    units = []
    for row, person in enumerate(sample.person.tolist()):
        stratum = codes.stratum_code(int(sample.stratum[row]))
        psu = f"{stratum}-{psu_number[row]:03d}"
        units.append(
            Unit(
                case_id=f"{psu}-{sample.unit[row]:04d}",
                city=codes.CITY_CODES[population.city[person]],
                worker_type=codes.WORKER_TYPES[population.worker_type[person]],
                source=source_code(int(population.worker_type[person])),
                stratum=stratum,
                psu=psu,
                psu_kind=codes.PSU_KINDS[int(population.loose[person])],
                sex=codes.SEX[int(population.female[person])],
                age_group=codes.AGE_GROUPS[population.age_group[person]],
                inclusion_probability=float(sample.inclusion_probability[row]),
                base_weight=float(sample.base_weight[row]),
                disposition=COMPLETE if sample.responds[row] else pick(random, NONRESPONSE),
            )
        )
    return tuple(units)


def assign_interviewers(population: Population, sample: Sample) -> Ints:
    """The interviewer's number per row: units of a city go round its interviewers in turn."""
    units = np.unique(sample.psu)
    city = population.psu_stratum[units] // p.TYPES
    rank = np.arange(len(units)) - np.searchsorted(city, city)
    number = city * INTERVIEWERS_PER_CITY + rank % INTERVIEWERS_PER_CITY
    return np.asarray(number[np.searchsorted(units, sample.psu)], np.int64)


def interviewer_effects(random: np.random.Generator) -> Floats:
    """Effects on rating scales, a value per interviewer."""
    return random.normal(0, INTERVIEWER_SPREAD, p.CITIES * INTERVIEWERS_PER_CITY)


def schedule(
    sample: Sample, interviewers: Ints, fabricated: float, random: np.random.Generator
) -> tuple[Interview, ...]:
    """The completed interviews; `fabricated` is the share of them that is made up."""
    completes = np.flatnonzero(sample.responds)
    copies = _fabricated(completes, interviewers, fabricated, random)
    slots = _slots(interviewers[completes])
    interviews = []
    for row, start in zip(completes.tolist(), slots, strict=True):
        began = start + timedelta(seconds=int(random.integers(0, 60 * LATEST_DELAY)))
        minutes = _minutes(random, made_up=row in copies)
        interviews.append(
            Interview(
                row=row,
                interviewer=int(interviewers[row]),
                started=began,
                ended=began + timedelta(seconds=round(60 * minutes)),
                copied_from=copies.get(row),
            )
        )
    return tuple(interviews)


def working_days() -> list[date]:
    """The days of fieldwork, without weekends and holidays."""
    days = (FIRST_DAY + timedelta(days=n) for n in range((LAST_DAY - FIRST_DAY).days + 1))
    return [day for day in days if day.weekday() < 5 and day not in HOLIDAYS]


def _slots(interviewers: Ints) -> list[datetime]:
    """A start per interview: each interviewer's are spread over the whole of the fieldwork."""
    days = working_days()
    totals = np.bincount(interviewers)
    done = np.zeros_like(totals)
    on_day: dict[tuple[int, int], int] = {}
    slots = []
    for interviewer in interviewers.tolist():
        day = int(done[interviewer] * len(days) // totals[interviewer])
        earlier = on_day.get((interviewer, day), 0)
        on_day[interviewer, day] = earlier + 1
        done[interviewer] += 1
        slots.append(datetime.combine(days[day], OPENING, CLOCK) + earlier * SLOT)
    return slots


def _minutes(random: np.random.Generator, *, made_up: bool) -> float:
    if made_up:
        return float(random.uniform(*MINUTES_FABRICATED))
    minutes = random.lognormal(np.log(MINUTES), MINUTES_SPREAD)
    return float(np.clip(minutes, *MINUTES_BOUNDS))


def _fabricated(
    completes: Ints, interviewers: Ints, share: float, random: np.random.Generator
) -> dict[int, int]:
    """Row of a made-up interview → row of the genuine one of the same interviewer it repeats."""
    wanted = round(share * len(completes))
    cheats = random.permutation(np.unique(interviewers[completes]))[:FABRICATORS]
    templates: dict[int, int] = {}
    for cheat in cheats:
        first, *others = completes[interviewers[completes] == cheat].tolist()
        templates |= dict.fromkeys(others, first)
    chosen = random.permutation(list(templates))[:wanted].astype(int).tolist()
    return {row: templates[row] for row in chosen}
