"""What a release freezes: estimates, their labels, and how they came about.

Every record here is plain numbers and texts, so that a web page can read a stored release without
loading the numeric libraries. Texts are kept per site language; nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from surveys.cleaning.variable import Labels, Variable
from surveys.errors import Problem
from surveys.plans.analyses.result import Analysis
from surveys.plans.estimation.estimate import ADDED_LATER, Estimate, Statistic
from surveys.plans.weighting.reports import StepReport


@dataclass(frozen=True, slots=True)
class MeasuredIndicator:
    """What an estimate's `name` stands for.

    `unit` is "share" for proportions, an ISO 4217 code for money, else a plain unit. `chapter` is
    a code such as "coverage"; reports have one chapter per code, in the order of first use.
    `base` says among whom the estimates are; without it, among all respondents.
    """

    name: str
    statistic: Statistic
    variable: str
    denominator: str = ""
    labels: Labels = field(default_factory=dict)
    unit: str = ""
    chapter: str = ""
    base: Labels = field(default_factory=dict, metadata=ADDED_LATER)


@dataclass(frozen=True, slots=True)
class UnweightedValue:
    """The plain value of the respondents, for comparison with the weighted one."""

    name: str
    level: str
    value: float
    n: int


@dataclass(frozen=True, slots=True)
class ControlTotal:
    """One margin the weights were calibrated to; `totals` pairs level codes with a count.

    `source` is a text, or one per language.
    """

    name: str
    variables: tuple[str, ...]
    source: str | Labels
    date: str
    quality: str
    totals: tuple[tuple[tuple[str, ...], float], ...]


@dataclass(frozen=True, slots=True)
class WeightingWarning:
    """A problem that did not stop the weighting or estimation; the message of `code` has the words."""

    code: str
    where: str
    found: str
    details: Mapping[str, str] = field(default_factory=dict)

    @property
    def problem(self) -> Problem:
        """The problem with its message."""
        return Problem(self.code, self.where, self.found, self.details)


def warnings_of(problems: Iterable[Problem]) -> tuple[WeightingWarning, ...]:
    """The problems as records that a release can keep; details become texts."""
    return tuple(
        WeightingWarning(
            each.code,
            each.where,
            each.found,
            {name: str(value) for name, value in each.details.items()},
        )
        for each in problems
    )


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """The instrument that was used: form id, version, SHA-256 of its XForm (hexadecimal)."""

    form_id: str
    version: str
    xform_sha256: str


@dataclass(frozen=True, slots=True)
class Sample:
    """Sizes of the sample, counts of outcomes by code, and outcome rates as fractions.

    `rates` are named as in the collection stage ("rr1" …), None where the denominator is zero.
    """

    issued: int
    respondents: int
    psus: int
    strata: int
    outcomes: Mapping[str, int] = field(default_factory=dict)
    rates: Mapping[str, float | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DesignDescription:
    """How variance estimation saw the design.

    `strata` and `clusters` are column names, one per stage; `variance` is "linearised", "residual"
    (after calibration) or "replicate:" with the name of the method.
    """

    strata: tuple[str, ...] = ()
    clusters: tuple[str, ...] = ()
    finite_population: bool = False
    lonely_psu: str = "fail"
    variance: str = "linearised"


@dataclass(frozen=True, slots=True)
class Provenance:
    """SHA-256 digests (hexadecimal) and versions that pin what the results were made from."""

    plan_sha256: str = ""
    data_sha256: str = ""
    """Of the submissions' own hashes, or of the data file."""
    lock_sha256: str = ""
    code_version: str = ""


@dataclass(frozen=True, slots=True)
class ReferenceDescription:
    """The probability sample beside volunteers: its origin, its size, the digest of its file.

    `source` is a text, or one per language; `population` is the sum of its weights.
    """

    name: str
    source: str | Labels
    date: str
    n: int
    psus: int
    strata: int
    population: float
    sha256: str


@dataclass(frozen=True, slots=True)
class VolunteerMethod:
    """How numbers of volunteers came about; whatever shows such a number says that they are.

    `method` and `errors` are named as in the plan, `propensity` and `outcome` are the covariates
    of its models. A bootstrap leaves out the `failed` of its `replicates`.
    """

    method: str
    propensity: tuple[str, ...]
    outcome: tuple[str, ...]
    errors: str
    replicates: int
    failed: int
    reference: ReferenceDescription


@dataclass(frozen=True, slots=True)
class Results:
    """Everything a release freezes; `fieldwork` holds the first and last date as YYYY-MM-DD.

    Times of production stay outside: the same input gives the same content hash on any day.
    """

    survey: str
    title: Labels
    indicators: tuple[MeasuredIndicator, ...]
    estimates: tuple[Estimate, ...]
    sample: Sample
    synthetic: bool = False
    confidence: float = 0.95
    domains: tuple[tuple[str, ...], ...] = ()
    chapters: Mapping[str, Labels] = field(default_factory=dict)
    """Titles by chapter code; a report knows titles for the usual codes itself."""
    variables: tuple[Variable, ...] = ()
    unweighted: tuple[UnweightedValue, ...] = ()
    steps: tuple[StepReport, ...] = ()
    warnings: tuple[WeightingWarning, ...] = ()
    control_totals: tuple[ControlTotal, ...] = ()
    design: DesignDescription = field(default_factory=DesignDescription)
    questionnaire: Questionnaire | None = None
    fieldwork: tuple[str, str] | None = None
    provenance: Provenance = field(default_factory=Provenance)
    volunteers: VolunteerMethod | None = field(default=None, metadata=ADDED_LATER)
    """None where the sample was drawn."""
    analyses: tuple[Analysis, ...] = field(default=(), metadata=ADDED_LATER)
