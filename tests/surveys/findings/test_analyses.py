"""Models, contrasts, tests and crossed tables in a report: what is shown, in which words."""

import csv
import io
from dataclasses import replace

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from surveys.findings.analyses import analyses_csv
from surveys.findings.report import build_report
from surveys.findings.storage import content_hash, from_json, to_json
from tests.surveys.findings.example import analyses, example_results

RESULTS = example_results()


def words(language="en", results=RESULTS):
    with translation.override(language):
        text = render_to_string("surveys/report/_analyses.html", {"report": build_report(results)})
    return " ".join(text.split())


def test_a_release_keeps_them_and_older_ones_without_stay_as_they_were():
    assert from_json(to_json(RESULTS)) == RESULTS
    older = replace(RESULTS, analyses=())
    assert "analyses" not in to_json(older)
    assert from_json(to_json(older)).analyses == ()
    assert content_hash(older) != content_hash(RESULTS)


def test_their_tables_stand_between_those_of_the_chapters_and_of_the_annex():
    report = build_report(RESULTS)
    numbers = [table.number for table in report.analyses]
    assert numbers[0] == max(table.number for table in report.tables) + 1
    assert numbers == [*range(numbers[0], numbers[0] + 4)]
    assert report.method.margins_table > numbers[-1]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "en",
            [
                "Who is insured: logistic regression",
                "Coefficients",
                "Constant",
                "Sex: Women, against Men",
                "Predictive margins",
                "Average marginal effects",
                "Rao–Scott test of independence, second order",
                "Per cent of those with the same worker type",
                "Not published",
            ],
        ),
        (
            "zh-hans",
            ["逻辑斯谛回归", "系数", "常数项", "性别：女，相对于男", "预测边际值", "不公布"],
        ),
    ],
)
def test_codes_become_words(language, told):
    text = words(language)
    assert [each for each in told if each not in text] == []


def test_numbers_are_in_the_unit_of_what_they_are_of():
    text = words()
    assert '<td class="number">0.365</td>' in text  # a coefficient of log odds
    assert '<td class="number">35.0</td>' in text  # a margin, in per cent
    assert '<td class="number">[3.6, 13.9]</td>' in text  # an effect, in percentage points
    assert "&lt; 0.001" in text
    assert '<td class="number">2.9, 662.4</td>' in text
    assert '12.5 <span class="interval">[10.5, 14.5]</span>' in text


@pytest.mark.parametrize(
    ("group", "cell", "shown"), [(30, 5, True), (29, 5, False), (30, 4, False)]
)
def test_too_few_respondents_hide_the_whole(group, cell, shown):
    one = replace(analyses()[0], group=group, cell=cell)
    (table,) = build_report(replace(RESULTS, analyses=(one,))).analyses
    assert (table.shown, bool(table.blocks)) == (shown, shown)


def test_the_file_has_every_number_and_what_the_rule_says():
    rows = list(csv.DictReader(io.StringIO(analyses_csv(analyses()).decode())))
    assert len(rows) == 5 + 1 + 24 + 5
    assert {row["status"] for row in rows if row["name"] == "M02"} == {"suppressed"}
    effect = next(row for row in rows if row["part"] == "effects")
    assert (effect["of"], effect["against"], effect["value"]) == ("sex=2", "1", "0.0873")
    assert effect["base"] == "Working age / 劳动年龄人口"


@pytest.mark.parametrize(
    ("language", "estimate", "statistic"),
    [("en", "Estimate", "t or F"), ("zh-hans", "估计值", "t或F")],
)
def test_a_test_has_no_columns_for_what_it_does_not_estimate(language, estimate, statistic):
    parts = words(language).split("<thead")[1:]
    heads = [each.split("</thead>")[0] for each in parts]
    assert [(f">{estimate}<" in head, f">{statistic}<" in head) for head in heads] == [
        (True, True),  # a model
        (False, True),  # a test
        (False, False),  # a crossed table
    ]
    assert 'colspan="4"' in parts[1]


def test_every_table_tells_its_source_and_the_level_of_its_intervals():
    text = words()
    assert text.count("95% confidence intervals in brackets") == text.count("</table>") == 3
