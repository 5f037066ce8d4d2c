"""Volunteers instead of a sample: what their answers say, and what a reference sample repairs.

Everybody decides by a logit of education, age, sex and type of work, and by what a scenario adds;
3,000 of the willing take part. The reference sample is drawn in two stages from a complete list,
and everybody in it answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import expit

from surveys.errors import Problem, SurveyError
from surveys.estimation.volunteers.estimators import (
    doubly_robust,
    inverse_propensity,
    mass_imputation,
)
from surveys.estimation.volunteers.propensity import Propensity, pseudo_likelihood
from surveys.estimation.volunteers.samples import Reference, Samples, Volunteers, samples_of
from surveys.numerics.grouping import indicators
from surveys.numerics.regression import Family
from surveys.sampling.design import Design, Stage
from surveys.simulation import parameters as p
from surveys.simulation.codes import stratum_code
from surveys.simulation.population import SEED, Floats, Population
from surveys.simulation.selection import Ints, Roster, Sample, draw_sample
from surveys.simulation.truth import breakdowns, true_values

BASE, COLLEGE, UNDER_35, FEMALE, ONLINE = -6.2, 0.8, 0.5, 0.35, 0.6
"""The logit of being willing; `ONLINE` is for workers on web-based platforms."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What else counts in the logit: a pension, which is an answer, or observed variables only."""

    pension: float = 0.0
    migrant: float = 0.0
    shenzhen: float = 0.0


DECISIONS = {"S5": Decision(pension=0.5), "S6": Decision(migrant=-0.6, shenzhen=0.8)}
SHENZHEN = 4
TAKING_PART = 3000
FAMILIES: dict[str, Family] = {
    "pension": "binomial",
    "unemployment": "binomial",
    "injury_cover": "binomial",
    "injured": "binomial",
    "income": "gaussian",
    "hours": "gaussian",
}
METHODS = ("naive", "inverse_propensity", "mass_imputation", "doubly_robust")


@dataclass(frozen=True, slots=True)
class VolunteerRow:
    """How one method did for one indicator, in its own unit (shares as fractions).

    `spread` is the standard deviation over the draws, `error` the mean standard error, NaN for the
    naive mean, which has none.
    """

    indicator: str
    method: str
    truth: float
    bias: float
    spread: float
    error: float


def volunteer_study(
    population: Population, *, draws: int = 20, scenario: str = "S6", seed: int = SEED
) -> tuple[VolunteerRow, ...]:
    """Bias of the volunteers' own mean and of each method over `draws` pairs of samples."""
    if scenario not in DECISIONS:
        known = {"known": ", ".join(DECISIONS)}
        raise SurveyError([Problem("simulation_scenario", "scenario", scenario, known)])
    willingness = _willingness(population, DECISIONS[scenario])
    # Not from 0: [seed, 0] is the stream of the seed itself, which drew the population.
    streams = [np.random.default_rng([seed, draw]) for draw in range(1, draws + 1)]
    roster = _everybody(population)
    found = np.array([[*_draw(population, roster, willingness, stream)] for stream in streams])
    means, errors = found[..., 0].mean(0), found[..., 1].mean(0)
    spreads, truth = found[..., 0].std(0, ddof=1), true_values(population)
    return tuple(
        VolunteerRow(
            name,
            method,
            truth[name],
            float(means[place] - truth[name]),
            float(spreads[place]),
            float(errors[place]),
        )
        for place, (name, method) in enumerate((n, m) for n in FAMILIES for m in METHODS)
    )


@dataclass(frozen=True, slots=True)
class VolunteerTables:
    """Volunteers with their answers, and a reference sample with weights: lines under a header."""

    volunteers: list[tuple[str, ...]]
    reference: list[tuple[str, ...]]


def volunteer_tables(
    population: Population, *, scenario: str = "S6", seed: int = SEED, people: int = TAKING_PART
) -> VolunteerTables:
    """One draw of both samples as tables, the covariates of both in the questionnaire's codes."""
    random = np.random.default_rng([seed, 1])
    willingness = _willingness(population, DECISIONS[scenario])
    willing = np.flatnonzero(random.random(len(population)) < willingness)
    taking_part = random.permutation(willing)[:people]
    drawn = draw_sample(population, _everybody(population), random)
    answers = {name: getattr(population, name)[taking_part] for name in FAMILIES}
    design = {
        "stratum": [stratum_code(int(stratum)) for stratum in drawn.stratum],
        "psu": [f"U{unit + 1:05d}" for unit in drawn.psu],
        "weight": [f"{weight:.4f}" for weight in drawn.base_weight],
    }
    return VolunteerTables(
        _lines({**_observed(population, taking_part), **_written(answers)}),
        _lines({**_observed(population, drawn.person), **design}),
    )


def _observed(population: Population, persons: Ints) -> dict[str, list[str]]:
    return {
        name: [levels[place] for place in index[persons].astype(int)]
        for name, (levels, index) in breakdowns(population).items()
    }


def _written(answers: Mapping[str, Floats]) -> dict[str, list[str]]:
    return {name: [f"{value:g}" for value in values] for name, values in answers.items()}


def _lines(columns: Mapping[str, list[str]]) -> list[tuple[str, ...]]:
    return [tuple(columns), *zip(*columns.values(), strict=True)]


def _willingness(population: Population, decision: Decision) -> Floats:
    return np.asarray(
        expit(
            BASE
            + COLLEGE * (population.education >= 2)
            + UNDER_35 * (population.age_group <= 1)
            + FEMALE * population.female
            + ONLINE * (population.worker_type == 1)
            + decision.pension * population.pension
            + decision.migrant * population.migrant
            + decision.shenzhen * (population.city == SHENZHEN)
        )
    )


def _draw(
    population: Population, roster: Roster, willingness: Floats, random: np.random.Generator
) -> Iterator[tuple[float, float]]:
    """Value and standard error of each indicator by each method."""
    willing = np.flatnonzero(random.random(len(population)) < willingness)
    people = random.permutation(willing)[:TAKING_PART]
    samples = _samples(population, people, draw_sample(population, roster, random))
    propensity = pseudo_likelihood(samples)

    def fitted(_: Samples) -> Propensity:
        return propensity

    for name, family in FAMILIES.items():
        y = getattr(population, name)[people].astype(np.float64)
        answered = replace(samples, volunteers=replace(samples.volunteers, y=y))
        yield float(y.mean()), np.nan
        for estimate in (
            inverse_propensity(answered, fitted),
            mass_imputation(answered, family),
            doubly_robust(answered, family, fitted),
        ):
            yield estimate.value, float(estimate.standard_error or np.nan)


def _samples(population: Population, people: Ints, drawn: Sample) -> Samples:
    """These volunteers, still without answers, and the reference sample with its design."""
    stage = Stage(drawn.stratum.astype(np.int64), drawn.psu)
    terms, x = _covariates(population, people)
    return samples_of(
        terms,
        Volunteers(x, np.zeros(len(people)), np.ones(len(people))),
        Reference(_covariates(population, drawn.person)[1], drawn.base_weight, Design((stage,))),
    )


def _everybody(population: Population) -> Roster:
    """A list without gaps, of persons who all answer."""
    persons = np.argsort(population.psu, kind="stable")
    units = np.arange(len(population.psu_stratum))
    return Roster(
        persons=persons,
        starts=np.searchsorted(population.psu[persons], units),
        ends=np.searchsorted(population.psu[persons], units, side="right"),
        propensity=np.ones(len(population)),
        response_rate=np.ones(p.STRATA),
    )


def _covariates(population: Population, persons: Ints) -> tuple[tuple[str, ...], Floats]:
    """Every observed category without its first level, and the constant."""
    terms, columns = ["(constant)"], [np.ones((len(persons), 1))]
    for name, (levels, index) in breakdowns(population).items():
        terms += [f"{name} {level}" for level in levels[1:]]
        columns.append(indicators(index[persons].astype(np.int64), len(levels))[:, 1:])
    return tuple(terms), np.hstack(columns)
