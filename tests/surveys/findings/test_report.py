"""The order, numbering and completeness of a report."""

from dataclasses import replace

import pytest

from surveys.errors import SurveyError
from surveys.findings.disclosure import Rule
from surveys.findings.naming import are_bands
from surveys.findings.report import build_report
from surveys.findings.results import MeasuredIndicator, Results, Sample
from surveys.findings.tables import Base, Column, bases_of
from tests.surveys.findings.example import estimate, example_results


@pytest.fixture(scope="module")
def report():
    return build_report(example_results())


def test_what_has_one_base_shares_it():
    def column(name, base):
        return Column(name, "", "share", {"en": name}, {}, base)

    insured, asked = {"en": "Insured"}, {"en": "Asked"}
    one, two, three = column("one", insured), column("two", insured), column("three", asked)
    assert bases_of([one, two, one]) == (Base((), insured),)
    assert bases_of([one, column("all", {})]) == (Base(({"en": "one"},), insured),)
    assert bases_of([one, three, two]) == (
        Base(({"en": "one"}, {"en": "two"}), insured),
        Base(({"en": "three"},), asked),
    )
    assert bases_of([column("all", {})]) == ()


def test_chapters_follow_the_order_of_the_plan(report):
    assert [chapter.code for chapter in report.chapters] == [
        "employment", "coverage", "portability", "contingencies", "needs", "income",
    ]  # fmt: skip


def test_there_are_ten_key_findings_with_single_values_first(report):
    assert [finding.kind for finding in report.key_findings] == ["level"] * 10


def test_key_findings_come_from_the_chapters_in_turn():
    """Twelve shares of one chapter leave room for the only share of another."""
    names = [f"C{number:02}" for number in range(1, 13)] + ["Y01"]
    results = Results(
        survey="own",
        title={},
        indicators=tuple(
            MeasuredIndicator(name, "proportion", name, unit="share", chapter=name[0])
            for name in names
        ),
        estimates=tuple(estimate(name=name) for name in names),
        sample=Sample(200, 200, 50, 5),
    )
    found = [finding.indicator for finding in build_report(results).key_findings]
    assert found == [*names[:9], "Y01"]


def test_figures_are_numbered_in_reading_order_and_point_to_their_tables(report):
    figures = [report.comparison, *(c for chapter in report.chapters for c in chapter.charts)]
    figures += [report.method.weights, report.method.profile]
    assert [figure.number for figure in figures] == list(range(1, len(figures) + 1))
    assert all(figure.table for figure in figures)


def test_tables_are_numbered_in_reading_order(report):
    method = report.method
    numbers = [report.comparison.table, *(table.number for table in report.tables)]
    numbers += [table.number for table in report.analyses]
    numbers += [method.weights.table, method.margins_table, method.profile.table]
    numbers.append(method.sampling_errors_table)
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_table_has_the_population_first_and_at_most_three_columns(report):
    for table in report.tables:
        assert len(table.columns) <= 3
        if not table.crossed:
            assert table.groups[0].variables == ()
            assert [group.variables[0]["en"] for group in table.groups[1:]] == [
                "Sex", "Worker type", "City of interview", "Age group",
            ]  # fmt: skip


def test_levels_stand_in_the_order_of_the_code_list(report):
    table = next(table for table in report.tables if not table.crossed)
    cities = [row.parts[0].level_labels["en"] for row in table.groups[3].rows]
    assert cities == ["Hangzhou", "Chengdu", "Guangzhou", "Dongguan", "Shenzhen"]


def test_a_category_with_many_levels_is_ranked_and_one_with_few_is_stacked(report):
    kinds = {chart.subject.get("en"): chart.kind for ch in report.chapters for chart in ch.charts}
    assert kinds["Employee-type branches in force"] == "stacked"
    assert kinds["Protection needed most"] == "bars"


def test_a_chapter_follows_its_shares_along_the_age_groups(report):
    """A panel per share, each with the whole population and the four bands."""
    coverage = next(chapter for chapter in report.chapters if chapter.code == "coverage")
    assert coverage.profile.kind == "curves"
    assert coverage.profile.subject["en"] == "Age group"
    assert [group.labels["en"] for group in coverage.profile.groups] == [
        column.labels["en"] for table in coverage.tables[:4] if not table.crossed
        for column in table.columns
    ]  # fmt: skip
    assert [len(group.lines) for group in coverage.profile.groups] == [5] * 4
    assert coverage.profile.groups[0].lines[0].labels == {}
    alone = next(chapter for chapter in report.chapters if chapter.code == "portability")
    assert alone.profile is None


@pytest.mark.parametrize(
    ("codes", "bands"),
    [
        (["16-24", "25-34", "35+"], True),
        (["<16", "16–64", "65+"], True),
        (["1", "2", "3"], False),
        (["330100", "510100", "440100"], False),
        (["16-24", "25+"], False),
        ([], False),
    ],
)
def test_bands_of_a_number_are_known_by_their_codes(codes, bands):
    assert are_bands(codes) is bands


def test_no_suppressed_number_reaches_a_chart():
    """Every cell of a strict rule is hidden: then no mark has a value, and nothing is said."""
    strict = Rule(minimum_n=100_000, caution_n=100_000)
    report = build_report(example_results(), strict)
    assert report.key_findings == ()
    assert report.comparison is None
    drawn = [chart for chapter in report.chapters for chart in chapter.charts]
    marks = [mark for chart in drawn for line in chart.lines for mark in line.marks]
    assert {(mark.value, mark.lower, mark.upper) for mark in marks} == {(None, None, None)}
    assert report.method.suppressed == report.method.cells


def test_the_profile_sets_respondents_weights_and_totals_side_by_side(report):
    city, sex = report.method.profile.groups
    men = sex.lines[0]
    assert [mark.value for mark in men.marks] == [2050 / (2050 + 1051), 0.62, 0.62]
    assert len(city.lines) == 5


def test_control_totals_carry_source_and_population(report):
    margin = report.method.margins[1]
    assert (margin.total.source, margin.population) == ("Census 2020 (made up)", 1e6)
    assert margin.miss == 0.0


def test_a_bare_run_of_a_researcher_gives_a_report():
    results = Results(
        survey="own",
        title={},
        indicators=(MeasuredIndicator("pension", "proportion", "pension", unit="share"),),
        estimates=(estimate(name="pension"), estimate(name="pension", domain=(("sex", "F"),))),
        sample=Sample(200, 200, 50, 5),
        domains=(("sex",),),
    )
    report = build_report(results)
    (chapter,) = report.chapters
    assert chapter.code == ""
    assert chapter.tables[0].groups[1].rows[0].parts[0].level_labels == {"": "F"}
    assert (report.comparison, report.method.weights, report.method.profile) == (None, None, None)


def test_an_estimate_of_an_unknown_indicator_is_refused():
    results = example_results()
    stray = replace(results, estimates=(*results.estimates, estimate(name="X99")))
    with pytest.raises(SurveyError, match="X99"):
        build_report(stray)


def test_every_estimate_of_the_whole_population_has_its_sampling_error():
    names = [f"C{number:02}" for number in range(1, 41)]
    results = Results(
        survey="own",
        title={},
        indicators=tuple(
            MeasuredIndicator(name, "proportion", name, unit="share") for name in names
        ),
        estimates=tuple(estimate(name=name) for name in names),
        sample=Sample(200, 200, 50, 5),
    )
    errors = build_report(results).method.sampling_errors
    assert [error.column.name for error in errors] == names
