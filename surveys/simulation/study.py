"""Monte Carlo study: do the product's own weights and intervals repair what selection distorts?

Each draw samples anew, weighs and estimates with the stages a release uses, and is compared with
the population. Answers are taken as they are, without item nonresponse or fabrication.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from surveys.cleaning.frame import Frame, Variable
from surveys.errors import Problem, SurveyError, raise_if_any
from surveys.plans.estimation.estimate import Estimate
from surveys.plans.estimation.indicators import estimate_all
from surveys.plans.estimation.plan import EstimationPlan, Indicator
from surveys.plans.weighting.plan import WeightingPlan
from surveys.plans.weighting.reading import read_weighting_plan
from surveys.plans.weighting.weigh import weigh
from surveys.plans.weighting.weights import Weights
from surveys.sampling.design import Design, Stage
from surveys.simulation import codes
from surveys.simulation.population import SEED, Flags, Floats, Population
from surveys.simulation.selection import SCENARIOS, Sample, draw_sample, list_frame
from surveys.simulation.truth import MARGINS, breakdowns, control_totals, true_values

Estimator = Literal["unweighted", "weighted"]

WEIGHTING_STEPS = [
    {
        "kind": "nonresponse_propensity",
        "variables": ["stratum", "b_sex", "age_group", "psu_kind"],
        "classes": 5,
    },
    {"kind": "rake", "margins": list(MARGINS)},
]
SHARES = ("pension", "unemployment", "injury_cover", "injured")
MEANS = ("income", "hours")
PLAN = EstimationPlan(
    indicators=(
        *(Indicator(name, "proportion", name, interval="korn_graubard") for name in SHARES),
        *(Indicator(name, "mean", name) for name in MEANS),
    ),
    domains=(),
)


@dataclass(frozen=True, slots=True)
class StudyRow:
    """How one estimator did for one indicator over all draws.

    `bias` and `rmse` are in the indicator's own unit (shares as fractions); `coverage` is the
    fraction of intervals that contain the truth; `standard_error` the mean of the estimated
    ones, `spread` the standard deviation of the estimates over the draws.
    """

    indicator: str
    estimator: Estimator
    truth: float
    bias: float
    rmse: float
    coverage: float
    standard_error: float
    spread: float


@dataclass(frozen=True, slots=True)
class StudyResult:
    """The study of one scenario; `respondents` is the mean number per draw."""

    scenario: str
    draws: int
    respondents: float
    rows: tuple[StudyRow, ...]

    def row(self, indicator: str, estimator: Estimator) -> StudyRow:
        """The row of this indicator and estimator; `KeyError` if there is none."""
        for row in self.rows:
            if (row.indicator, row.estimator) == (indicator, estimator):
                return row
        raise KeyError((indicator, estimator))


def coverage_study(
    population: Population, *, draws: int = 50, scenario: str = "S1", seed: int = SEED
) -> StudyResult:
    """Bias and coverage of unweighted and weighted estimates over `draws` samples."""
    if scenario not in SCENARIOS:
        known = {"known": ", ".join(SCENARIOS)}
        raise SurveyError([Problem("simulation_scenario", "scenario", scenario, known)])
    roster = list_frame(population, SCENARIOS[scenario])
    plan = study_plan(population)
    estimates: dict[Estimator, list[tuple[Estimate, ...]]] = {"unweighted": [], "weighted": []}
    respondents = []
    # Not from 0: [seed, 0] is the stream of the seed itself, which drew the population.
    for draw in range(1, draws + 1):
        sample = draw_sample(population, roster, np.random.default_rng([seed, draw]))
        frame = study_frame(population, sample)
        estimates["unweighted"].append(unweighted_estimates(frame, sample.responds))
        estimates["weighted"].append(weighted_estimates(frame, sample, plan))
        respondents.append(int(sample.responds.sum()))
    truth = true_values(population)
    rows = (row for name in estimates for row in _rows(name, estimates[name], truth))
    return StudyResult(scenario, draws, float(np.mean(respondents)), tuple(rows))


def study_plan(population: Population) -> WeightingPlan:
    """Propensity classes, then raking to the population's exact margins."""
    problems: list[Problem] = []
    document = {
        "weighting": {"steps": WEIGHTING_STEPS},
        "control_totals": control_totals(population),
    }
    plan = read_weighting_plan(document, "study", problems)
    raise_if_any(problems)
    return plan


def study_frame(population: Population, sample: Sample) -> Frame:
    """All issued persons with the values their answers would carry; others' are missing."""
    columns: dict[str, Any] = {
        name: pd.Categorical.from_codes(index[sample.person].astype(np.int64), pd.Index(levels))
        for name, (levels, index) in breakdowns(population).items()
    }
    strata = [codes.stratum_code(stratum) for stratum in sample.stratum.tolist()]
    loose = population.loose[sample.person]
    columns["stratum"] = pd.Categorical(strata)
    columns["psu_kind"] = pd.Categorical(np.array(codes.PSU_KINDS)[loose.astype(np.int64)])
    for name in SHARES + MEANS:
        values = _reported(name, getattr(population, name)[sample.person])
        columns[name] = np.where(sample.responds, values, np.nan)
    return Frame(
        data=pd.DataFrame(columns),
        variables={
            name: Variable(name, "number" if name in SHARES + MEANS else "category")
            for name in columns
        },
    )


def _reported(name: str, values: Floats) -> Floats:
    """Values as the questionnaire takes them: whole yuan, half hours."""
    if name == "income":
        return np.round(values)
    return np.round(2 * values) / 2 if name == "hours" else values.astype(np.float64)


def weighted_estimates(frame: Frame, sample: Sample, plan: WeightingPlan) -> tuple[Estimate, ...]:
    """What the product says: weighted, with the design's clusters and strata."""
    status = np.where(sample.responds, "respondent", "nonrespondent")
    weights = weigh(frame, sample.base_weight, plan, status)
    clusters = np.unique(sample.psu, return_inverse=True)[1]
    stage = Stage(sample.stratum.astype(np.int64), clusters.astype(np.int64))
    return estimate_all(frame, Design((stage,)), weights, PLAN)


def unweighted_estimates(frame: Frame, responds: Flags) -> tuple[Estimate, ...]:
    """What a naive reading of the respondents as a simple random sample says."""
    answered = Frame(frame.data[responds].reset_index(drop=True), frame.variables)
    ones = np.ones(len(answered))
    alone = Stage(np.zeros(len(answered), np.int64), np.arange(len(answered)))
    return estimate_all(answered, Design((alone,)), Weights(ones, ones, ()), PLAN)


def _rows(
    estimator: Estimator, draws: Iterable[tuple[Estimate, ...]], truth: dict[str, float]
) -> Iterable[StudyRow]:
    for estimates in zip(*draws, strict=True):
        name = estimates[0].name
        true = truth[name]
        errors = np.array([estimate.value - true for estimate in estimates])
        yield StudyRow(
            indicator=name,
            estimator=estimator,
            truth=true,
            bias=float(errors.mean()),
            rmse=float(np.sqrt(np.square(errors).mean())),
            coverage=float(np.mean([_covers(estimate, true) for estimate in estimates])),
            standard_error=float(np.mean([estimate.standard_error for estimate in estimates])),
            spread=float(errors.std(ddof=1)),
        )


def _covers(estimate: Estimate, truth: float) -> bool:
    if estimate.lower is None or estimate.upper is None:
        return False
    return estimate.lower <= truth <= estimate.upper
