"""The findings report as records: what is said, in which order. No words."""

from __future__ import annotations

from dataclasses import dataclass

from surveys.cleaning.variable import Labels
from surveys.findings.analyses import AnalysisTable
from surveys.findings.charts import Chart
from surveys.findings.disclosure import Cell, Rule
from surveys.findings.results import (
    ControlTotal,
    DesignDescription,
    Provenance,
    Questionnaire,
    Sample,
    VolunteerMethod,
    WeightingWarning,
)
from surveys.findings.statements import Statement
from surveys.findings.tables import Base, Column, Table, bases_of
from surveys.plans.weighting.reports import MarginReport, StepReport


@dataclass(frozen=True, slots=True)
class Section:
    """Tables of the same columns, with the figures drawn from them."""

    charts: tuple[Chart, ...]
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """One subject: `code` is the indicators' chapter code, "" where they have none.

    `overview` compares its shares in the whole population, where there are several; `profile`
    follows them along a breakdown into bands, such as age groups.
    """

    code: str
    labels: Labels
    statements: tuple[tuple[Statement, ...], ...]
    overview: Chart | None
    profile: Chart | None
    sections: tuple[Section, ...]

    @property
    def charts(self) -> tuple[Chart, ...]:
        drawn = tuple(chart for section in self.sections for chart in section.charts)
        return (*self.comparisons, *drawn)

    @property
    def comparisons(self) -> tuple[Chart, ...]:
        """The charts of several indicators side by side."""
        return tuple(chart for chart in (self.overview, self.profile) if chart)

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(table for section in self.sections for table in section.tables)


@dataclass(frozen=True, slots=True)
class Margin:
    """A control total with what the weights reach; `miss` is the largest relative distance."""

    total: ControlTotal
    variables: tuple[Labels, ...]
    levels: tuple[MarginReport, ...]
    miss: float

    @property
    def population(self) -> float:
        return sum(value for _, value in self.total.totals)


@dataclass(frozen=True, slots=True)
class PlacedWarning:
    """A warning; `cell` labels the variables and levels, or the estimate, that it concerns, if any."""

    warning: WeightingWarning
    cell: tuple[tuple[Labels, Labels], ...]


@dataclass(frozen=True, slots=True)
class SamplingError:
    """A row of the sampling-errors table."""

    column: Column
    cell: Cell


@dataclass(frozen=True, slots=True)
class Method:
    """What the methodology annex tells, and the figures of the annex.

    What a warning found may be a count of few respondents, which no disclosure rule has seen: the
    annex says where, not how many.
    """

    sample: Sample
    design: DesignDescription
    steps: tuple[StepReport, ...]
    warnings: tuple[PlacedWarning, ...]
    margins: tuple[Margin, ...]
    rule: Rule
    suppressed: int
    marked: int
    cells: int
    profile: Chart | None
    weights: Chart | None
    margins_table: int
    sampling_errors: tuple[SamplingError, ...]
    sampling_errors_table: int
    propensity: tuple[Labels, ...] = ()
    outcome: tuple[Labels, ...] = ()
    """The covariates of the models of volunteers."""

    @property
    def bases(self) -> tuple[Base, ...]:
        """Those of the sampling errors."""
        return bases_of(row.column for row in self.sampling_errors)


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report; every number in it has passed disclosure control."""

    survey: str
    title: Labels
    synthetic: bool
    confidence: float
    fieldwork: tuple[str, str] | None
    sample: Sample
    key_findings: tuple[Statement, ...]
    comparison: Chart | None
    chapters: tuple[Chapter, ...]
    analyses: tuple[AnalysisTable, ...]
    method: Method
    questionnaire: Questionnaire | None
    provenance: Provenance
    content_hash: str
    volunteers: VolunteerMethod | None = None
    """Whatever is made of the report says so where nobody drew the sample."""

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(table for chapter in self.chapters for table in chapter.tables)

    @property
    def charts(self) -> tuple[Chart, ...]:
        """The figures of the findings, by number; those of the annex are not among them."""
        drawn = tuple(chart for chapter in self.chapters for chart in chapter.charts)
        return (self.comparison, *drawn) if self.comparison else drawn
