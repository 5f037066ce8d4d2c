"""A second population, independent of the demonstration's: do the engine's intervals keep 95 %?

281,442 persons live in 10 strata of 60 clusters. A survey draws 11 clusters of each stratum and 36
persons of each cluster; who answers depends on sex, age, type of work, sector and stratum. Weights
are adjusted by stratum and raked to four margins. Education, by which results are broken down, is
no margin.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import expit

from surveys.cleaning.frame import Frame, Variable
from surveys.plans.estimation.estimate import Estimate
from surveys.plans.estimation.indicators import estimate_all
from surveys.plans.estimation.plan import EstimationPlan, Indicator
from surveys.plans.weighting.control_totals import ControlTotals
from surveys.plans.weighting.plan import NonresponseClasses, Rake, WeightingPlan
from surveys.plans.weighting.weigh import weigh
from surveys.sampling.base_weights import from_sizes
from surveys.sampling.design import Design, Stage
from surveys.sampling.draws import in_strata, simple_random
from surveys.sampling.replicates import rao_wu

PERSONS, STRATA, CLUSTERS, DRAWN, TAKE = 281_442, 10, 60, 11, 36
MARGINS = {"sex": 2, "age": 5, "work": 5, "sector": 6}
CATEGORIES = {**MARGINS, "education": 3, "stratum": STRATA}
ANSWERS = ("hours", "insured", "satisfaction")
PLAN = EstimationPlan(
    (
        Indicator("hours", "mean", "hours"),
        Indicator("insured", "proportion", "insured", interval="logit"),
        Indicator("satisfaction", "mean", "satisfaction"),
    ),
    (("education",),),
)
REPLICATES = 200
SEED = 281442


@dataclass(frozen=True)
class World:
    """The persons in the order of their clusters; `codes` and `answers` are by name, (N,)."""

    codes: dict[str, np.ndarray]
    answers: dict[str, np.ndarray]
    cluster: np.ndarray
    response: np.ndarray
    starts: np.ndarray

    @property
    def totals(self) -> dict[str, ControlTotals]:
        """What is known of the population: the number of persons in each level of a margin."""
        return {
            name: ControlTotals(
                name,
                (name,),
                {(str(level),): float(n) for level, n in enumerate(np.bincount(self.codes[name]))},
                "the population",
                "2021-04-01",
                "official",
            )
            for name in MARGINS
        }

    @property
    def truth(self) -> np.ndarray:
        """The means of everybody and of each level of education, in the order of the plan (12,)."""
        groups = [np.ones(PERSONS, bool), *(self.codes["education"] == k for k in range(3))]
        return np.array([self.answers[name][group].mean() for name in ANSWERS for group in groups])


def world(random: np.random.Generator) -> World:
    """The population; every answer varies with the margins, the stratum and the cluster."""
    units = STRATA * CLUSTERS
    size = random.lognormal(0, 0.4, units)
    cluster = np.sort(random.choice(units, PERSONS, p=size / size.sum()))
    stratum = cluster // CLUSTERS
    codes = {"stratum": stratum, "sex": random.integers(0, 2, PERSONS)}
    for name, shares in {
        "age": [0.18, 0.30, 0.26, 0.18, 0.08],
        "work": [0.22, 0.10, 0.33, 0.20, 0.15],
        "sector": [0.28, 0.22, 0.18, 0.14, 0.11, 0.07],
    }.items():
        codes[name] = random.choice(len(shares), PERSONS, p=shares)
    age, work, sector, female = codes["age"], codes["work"], codes["sector"], codes["sex"]
    learned = random.normal(size=PERSONS) + 0.3 * (age < 2) - 0.2 * work + 0.1 * stratum / STRATA
    codes["education"] = np.digitize(learned, [-0.4, 0.9])

    def effect(number: int, spread: float) -> np.ndarray:
        return random.normal(0, spread, number)

    at_home = effect(STRATA, 0.3)[stratum] + effect(units, 0.35)[cluster]
    hours = 44 + 4 * (work == 0) - 3 * female + 2 * at_home + 1.5 * (age == 1) + 0.4 * sector
    insured = -0.9 + 0.5 * codes["education"] + 0.3 * age - 0.8 * (work == 0) + at_home
    content = 3.2 + 0.2 * codes["education"] - 0.3 * (work == 0) + 0.1 * age + 0.4 * at_home
    answers = {
        "hours": hours + random.normal(0, 10, PERSONS),
        "insured": (random.random(PERSONS) < expit(insured)).astype(float),
        "satisfaction": np.clip(np.round(content + random.normal(0, 1, PERSONS)), 1, 5),
    }
    logit = 0.8 + 0.35 * female - 0.4 * (age == 0) + 0.25 * (age > 2) - 0.5 * (work == 0)
    response = expit(logit + 0.3 * (sector == 2) + effect(STRATA, 0.35)[stratum])
    return World(codes, answers, cluster, response, np.searchsorted(cluster, np.arange(units + 1)))


class Survey(NamedTuple):
    """One survey: issued cases with their base weights, and who answered."""

    frame: Frame
    design: Design
    base: np.ndarray
    status: np.ndarray


def survey(population: World, random: np.random.Generator) -> Survey:
    """Clusters, then persons, with equal probability; later the design counts as with replacement."""
    strata = np.repeat(np.arange(STRATA), CLUSTERS)
    units = in_strata(strata, np.full(STRATA, DRAWN), simple_random, random).rows
    sizes = np.diff(population.starts)[units]
    persons = [
        simple_random(np.arange(start, start + size), TAKE, random).rows
        for start, size in zip(population.starts[units], sizes, strict=True)
    ]
    rows = np.concatenate(persons)
    stratum, cluster = population.codes["stratum"][rows], population.cluster[rows]
    first = Stage(stratum, cluster, np.full(len(rows), float(CLUSTERS)))
    second = Stage(cluster, np.arange(len(rows)), np.repeat(sizes, TAKE).astype(float))
    answered = random.random(len(rows)) < population.response[rows]
    columns = {
        name: pd.Categorical.from_codes(population.codes[name][rows], list(map(str, range(levels))))
        for name, levels in CATEGORIES.items()
    }
    for name in ANSWERS:
        columns[name] = np.where(answered, population.answers[name][rows], np.nan)
    kinds = {name: "category" if name in CATEGORIES else "number" for name in columns}
    return Survey(
        Frame(pd.DataFrame(columns), {name: Variable(name, kinds[name]) for name in columns}),
        Design((replace(first, population_sizes=None),)),
        from_sizes(Design((first, second))),
        np.where(answered, "respondent", "nonrespondent"),
    )


def estimated(population: World, drawn: Survey, random: np.random.Generator) -> list[Estimate]:
    """The twelve estimates with linearised errors, then the same with re-weighted replicates."""
    steps = (NonresponseClasses(("stratum",)), Rake(tuple(MARGINS)))
    plan = WeightingPlan(steps, population.totals)
    replicates = rao_wu(drawn.design, REPLICATES, random)
    weights = weigh(drawn.frame, drawn.base, plan, drawn.status, replicates)
    return [
        estimate
        for each in (replace(weights, replicates=None), weights)
        for estimate in estimate_all(drawn.frame, drawn.design, each, PLAN)
    ]


class Row(NamedTuple):
    """How one estimate did with one variance method over all draws."""

    variance: str
    name: str
    domain: str
    bias: float
    coverage: float
    ratio: float
    """Mean standard error over the standard deviation of the estimates."""


def study(draws: int, seed: int = SEED) -> list[Row]:
    """The 24 rows of `draws` surveys; 0 is the stream that draws the population."""
    population = world(np.random.default_rng([seed, 0]))
    found = []
    for draw in range(1, draws + 1):
        random = np.random.default_rng([seed, draw])
        found.append(estimated(population, survey(population, random), random))
    rows = []
    for many, truth in zip(zip(*found, strict=True), np.tile(population.truth, 2), strict=True):
        values = np.array([each.value for each in many])
        rows.append(
            Row(
                many[0].variance,
                many[0].name,
                "".join(level for _, level in many[0].domain),
                float(values.mean() - truth),
                float(np.mean([each.lower <= truth <= each.upper for each in many])),
                float(np.mean([each.standard_error for each in many]) / values.std(ddof=1)),
            )
        )
    return rows
