"""Results become a report: disclosure control first, then tables, figures and statements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import count

from surveys.cleaning.variable import Labels
from surveys.errors import Problem, raise_if_any
from surveys.findings import charts
from surveys.findings.analyses import tables_of
from surveys.findings.charts import Chart
from surveys.findings.disclosure import DEFAULT, Rule, publish
from surveys.findings.document import (
    Chapter,
    Margin,
    Method,
    PlacedWarning,
    Report,
    SamplingError,
    Section,
)
from surveys.findings.naming import BARE, Names
from surveys.findings.results import Results, WeightingWarning
from surveys.findings.statements import Statement, headline, statements_of
from surveys.findings.storage import content_hash
from surveys.findings.tables import (
    Column,
    RowGroup,
    Table,
    bases_of,
    breakdown,
    by_key,
    columns_of,
    page_wide,
)

KEY_FINDINGS = 10
OVERVIEW = 3
"""A chapter with this many single shares opens with an overview of them."""
PROFILE = 2
"""A chapter with this many single shares follows them along the first breakdown into bands."""
STACKED = 7
"""A category with more levels is drawn as ranked bars."""


def build_report(results: Results, rule: Rule = DEFAULT) -> Report:
    """The report of a release; raises `SurveyError` for estimates of unknown indicators."""
    _refuse_unknown(results)
    draft = _Draft(results, rule)
    # Tables and figures are numbered in reading order.
    key_findings = draft.key_findings()
    comparison = draft.comparison(key_findings)
    codes = dict.fromkeys(indicator.chapter for indicator in results.indicators)
    chapters = tuple(draft.chapter(code) for code in codes)
    analyses = tables_of(results.analyses, draft.names, rule, draft.table_numbers)
    return Report(
        survey=results.survey,
        title=results.title,
        synthetic=results.synthetic,
        confidence=results.confidence,
        fieldwork=results.fieldwork,
        sample=results.sample,
        key_findings=key_findings,
        comparison=comparison,
        chapters=chapters,
        analyses=analyses,
        method=draft.method(),
        questionnaire=results.questionnaire,
        provenance=results.provenance,
        content_hash=content_hash(results),
        volunteers=results.volunteers,
    )


class _Draft:
    """The published cells of one set of results, and the numbers already given out."""

    def __init__(self, results: Results, rule: Rule):
        self.results = results
        self.rule = rule
        self.cells = by_key(publish(results.estimates, rule))
        self.names = Names(results)
        self.titles = {each.name: each.labels or {BARE: each.name} for each in results.analyses}
        self.titles |= {each.name: self.names.indicator(each.name) for each in results.indicators}
        self.table_numbers = count(1)
        self.figure_numbers = count(1)

    def key_findings(self) -> tuple[Statement, ...]:
        """Ten headlines, taken from the chapters in turn; single values before categories."""
        turns: Counter[str] = Counter()
        ranked: list[tuple[bool, int, Statement]] = []
        for item in self.results.indicators:
            statement = headline(item, self.cells, self.names)
            if statement is not None:
                category = statement.kind != "level"
                ranked.append((category, turns[item.chapter], statement))
                turns[item.chapter] += 1
        chosen = [item[2] for item in sorted(ranked, key=lambda item: item[:2])[:KEY_FINDINGS]]
        return tuple(statement for _, _, statement in ranked if statement in chosen)

    def comparison(self, key_findings: Sequence[Statement]) -> Chart | None:
        wanted = {statement.indicator for statement in key_findings}
        compared = charts.compared(self.results, self.cells, wanted)
        groups = charts.comparison(self.results, self.cells, self.names, compared)
        chart = self._figure("comparison", groups)
        return replace(chart, bases=bases_of(compared)) if chart else None

    def chapter(self, code: str) -> Chapter:
        indicators = [item for item in self.results.indicators if item.chapter == code]
        plain = {item.name: item for item in self.results.unweighted if not item.level}
        said = (
            statements_of(item, self.cells, self.names, self.results.domains, plain.get(item.name))
            for item in indicators
        )
        column_sets = [columns_of(item, self.cells, self.names) for item in indicators]
        single = [columns[0] for columns in column_sets if len(columns) == 1]
        categories = [columns for columns in column_sets if len(columns) > 1]
        shares = [column for column in single if column.unit == "share"]
        number = next(self.figure_numbers) if len(shares) >= OVERVIEW else None
        along = self._bands(shares) if len(shares) >= PROFILE else []
        profile = next(self.figure_numbers) if along else None
        sections = [
            self._singles(columns, drawn=place == 0)
            for place, columns in enumerate(page_wide(single))
        ]
        tables = tuple(section.tables[0].number for section in sections)
        sections += [self._category(columns) for columns in categories]
        return Chapter(
            code,
            self.results.chapters.get(code, {}),
            tuple(part for part in said if part),
            charts.overview(number, shares, self.cells, tables) if number else None,
            charts.curves(profile, shares, along, tables) if profile else None,
            tuple(sections),
        )

    def method(self) -> Method:
        steps = self.results.steps
        cells = self.cells.values()
        weights = self._figure("weights", charts.weights(steps), unit="")
        margins_table = next(self.table_numbers)
        return Method(
            sample=self.results.sample,
            design=self.results.design,
            steps=steps,
            warnings=tuple(map(self._placed, self.results.warnings)),
            weights=weights,
            margins=self._margins(),
            margins_table=margins_table,
            profile=self._figure("profile", charts.profile(self.results, self.names)),
            rule=self.rule,
            cells=len(cells),
            suppressed=sum(1 for cell in cells if not cell.shown),
            marked=sum(1 for cell in cells if cell.status == "caution"),
            sampling_errors=self._sampling_errors(),
            sampling_errors_table=next(self.table_numbers),
            propensity=self._covariates("propensity"),
            outcome=self._covariates("outcome"),
        )

    def _covariates(self, model: str) -> tuple[Labels, ...]:
        """The labels of what a model of volunteers rests on."""
        told = self.results.volunteers
        return tuple(map(self.names.variable, getattr(told, model))) if told else ()

    def _figure(
        self, kind: charts.Kind, groups: tuple[charts.LineGroup, ...], unit: str = "share"
    ) -> Chart | None:
        """A figure with its own data table; None when there is nothing to draw."""
        if not groups:
            return None
        return Chart(next(self.figure_numbers), kind, {}, unit, groups, (next(self.table_numbers),))

    def _singles(self, columns: Sequence[Column], *, drawn: bool) -> Section:
        """Indicators of one value: a table by one-way domains, then one per two-way domain.

        A chapter draws the first indicator's breakdowns; a picture of each would bury the reader.
        """
        table = self._table(columns, self._one_way(columns))
        figures = [charts.intervals(next(self.figure_numbers), table, place=0)] if drawn else []
        return Section(tuple(figures), (table, *self._crossed(columns)))

    def _category(self, columns: Sequence[Column]) -> Section:
        """A category: its levels over as many tables as the page asks for, and one figure."""
        tables = tuple(self._table(part, self._one_way(part)) for part in page_wide(columns))
        number, numbers = next(self.figure_numbers), tuple(table.number for table in tables)
        if len(columns) <= STACKED:
            drawn = charts.stacked(number, columns, self._one_way(columns), numbers)
        else:
            drawn = charts.ranked_levels(number, columns, self.cells, numbers)
        return Section((drawn,), tables)

    def _one_way(self, columns: Sequence[Column]) -> tuple[RowGroup, ...]:
        """The whole population, then every one-way breakdown."""
        single = [variables for variables in self.results.domains if len(variables) == 1]
        groups = (self._breakdown(columns, variables) for variables in [(), *single])
        return tuple(group for group in groups if group)

    def _bands(self, columns: Sequence[Column]) -> list[RowGroup]:
        """The whole population and the first breakdown into bands; empty where there is none."""
        banded = [
            variables
            for variables in self.results.domains
            if len(variables) == 1 and self.names.banded(variables[0])
        ]
        groups = [self._breakdown(columns, variables) for variables in [(), *banded[:1]]]
        found = [group for group in groups if group]
        return found if len(found) > 1 and _any_shown(found[-1]) else []

    def _crossed(self, columns: Sequence[Column]) -> list[Table]:
        crossed = [variables for variables in self.results.domains if len(variables) > 1]
        groups = (self._breakdown(columns, variables) for variables in crossed)
        return [
            self._table(columns, (group,), crossed=True)
            for group in groups
            if group and _any_shown(group)
        ]

    def _table(
        self, columns: Sequence[Column], groups: tuple[RowGroup, ...], *, crossed: bool = False
    ) -> Table:
        return Table(next(self.table_numbers), tuple(columns), groups, crossed)

    def _breakdown(self, columns: Sequence[Column], variables: tuple[str, ...]) -> RowGroup | None:
        return breakdown(columns, variables, self.cells, self.names)

    def _margins(self) -> tuple[Margin, ...]:
        reached = charts.margins(self.results.steps)
        return tuple(
            Margin(
                total,
                tuple(self.names.variable(variable) for variable in total.variables),
                reached.get(total.name, ()),
                charts.largest_miss(reached.get(total.name, ())),
            )
            for total in self.results.control_totals
        )

    def _placed(self, warning: WeightingWarning) -> PlacedWarning:
        """The warning with the labels of its place: "… › margin › level" or "… › estimate › base"."""
        *_step, margin, level = ("", *warning.where.split(" › "))
        if level == "base" and margin in self.titles:
            return PlacedWarning(warning, ((self.titles[margin], {}),))
        totals = [each for each in self.results.control_totals if each.name == margin]
        cells = zip(totals[0].variables, level.split(" × "), strict=False) if totals else ()
        return PlacedWarning(
            warning,
            tuple(
                (self.names.variable(name), self.names.level(name, code)) for name, code in cells
            ),
        )

    def _sampling_errors(self) -> tuple[SamplingError, ...]:
        """Value, error and design effect of the whole population's estimates."""
        return tuple(
            SamplingError(column, self.cells[column.name, column.level, ()])
            for indicator in self.results.indicators
            for column in columns_of(indicator, self.cells, self.names)
            if (column.name, column.level, ()) in self.cells
        )


def _any_shown(group: RowGroup) -> bool:
    return any(cell is not None and cell.shown for row in group.rows for cell in row.cells)


def _refuse_unknown(results: Results) -> None:
    known = {indicator.name for indicator in results.indicators}
    strangers = sorted({estimate.name for estimate in results.estimates} - known)
    raise_if_any(Problem("estimate_unknown", f"estimates › {name}", name) for name in strangers)
