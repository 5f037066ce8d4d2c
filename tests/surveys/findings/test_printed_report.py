"""The printed findings: complete in both languages, accessible, the same bytes every time."""

import io
import re
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime

import page
import pypdf
import pytest
from django.utils import translation
from django.utils.html import escape

from portal.printing import render_pdf
from surveys.findings.report import build_report
from surveys.findings.results import Provenance, Questionnaire, WeightingWarning
from surveys.findings.storage import content_hash
from surveys.models import Release
from surveys.printing import findings_html
from surveys.templatetags.findings import columns, distance
from tests.surveys.findings.example import example_results

RELEASE = Release(number=3, public_id="r3", created_at=datetime(2021, 7, 1, 4, 30, tzinfo=UTC))


def html_of(results, language):
    return findings_html(build_report(results), language, RELEASE)


@pytest.fixture(scope="module", params=["en", "zh-hans"])
def printed(request):
    return request.param, render_pdf(html_of(example_results(), request.param))


@pytest.fixture(scope="module")
def texts(printed):
    language, pdf = printed
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return language, [each.extract_text() for each in pages]


def test_it_passes_every_machine_checked_rule_of_pdf_ua(printed, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(printed[1])
    report = page.validate_pdf(str(path), profile=page.ValidationProfile.PDF_UA_1)
    assert report.to_dict()["rules"]["failed"] == 0, report.failures
    assert report.to_dict()["rules"]["total"] > 100


def test_it_has_a_title_page_contents_and_ten_pages_or_more(texts):
    language, pages = texts
    titles = {
        "en": "Social security of workers in non-standard employment",
        "zh-hans": "五城市非标准就业劳动者社会保障状况",
    }
    assert titles[language] in pages[0].replace("\n", "" if language == "zh-hans" else " ")
    assert len(pages) >= 10
    # Every entry of the contents ends in a page number.
    assert all(line[-1].isdigit() for line in pages[1].splitlines() if "....." in line)


def test_every_page_after_the_first_says_that_the_data_are_synthetic(texts):
    language, pages = texts
    notice = {"en": "Synthetic data.", "zh-hans": "合成数据。"}[language]
    assert all(notice in text for text in pages)


def test_the_annex_warns_of_the_weighting_without_counts_of_few(texts):
    language, pages = texts
    text = "".join("".join(pages).split())
    heading, message, places = {
        "en": (
            "Warningsofweightingandestimation",
            "30ormorerespondentsforeachcontroltotal",
            "Cityofinterview:DongguanandCityofinterview:Shenzhen",
        ),
        "zh-hans": (
            "加权和估计的警告",
            "每个控制总数对应30位以上受访者",
            "访问城市：东莞和访问城市：深圳",
        ),
    }[language]
    assert text.count(heading) == text.count(message) == text.count(places) == 1
    assert "n=11" not in text


def test_the_annex_warns_of_estimates_that_do_not_say_among_whom(texts):
    language, pages = texts
    text = "".join("".join(pages).split())
    assert {
        "en": "Concerns:Netmonthlyincomefrommainwork andM02.".replace(" ", ""),
        "zh-hans": "涉及：主要工作月净收入和M02。",
    }[language] in text
    assert "n=2711" not in text


def test_outcomes_carry_their_standard_codes(texts):
    text = "".join("".join(texts[1]).split())
    assert "AAPOR1.1" in text
    assert "AAPOR2.20" in text


def test_tables_figures_and_numbers_are_there(texts):
    language, pages = texts
    text = "\n".join(pages)
    table, figure = {"en": ("Table", "Figure"), "zh-hans": ("表", "图")}[language]
    for number in range(1, 15):
        assert f"{table} {number}" in text or f"{table}{number}" in text
    for number in range(1, 9):
        assert f"{figure} {number}" in text or f"{figure}{number}" in text
    for value in ("28.5%", "[26.2, 30.8]", "6,414", "[6,312, 6,516]", "3,101", "64.9%"):
        assert value in text


def test_the_last_page_tells_what_the_report_was_made_from(texts):
    _, pages = texts
    squeezed = "".join(pages[-1].split())
    for piece in (content_hash(example_results()), "a1" * 32, "b2" * 32, "c3" * 32, "d4" * 32):
        assert piece in squeezed
    assert "2021033001" in squeezed


@pytest.mark.parametrize("printed", ["zh-hans"], indirect=True)
def test_the_chinese_report_holds_no_english_sentence(texts):
    _, pages = texts
    text = "\n".join(pages)
    for word in (" the ", " and ", " of respondents", "Table", "Figure", "All", "hours", "CNY"):
        assert word not in text


def test_printing_again_gives_the_same_bytes(printed):
    language, pdf = printed
    with translation.override("en"):
        assert render_pdf(html_of(example_results(), language)) == pdf


TAG = "<script>alert(1)</script>"


def hostile(value):
    """The same record with a tag in every label, in all languages."""
    if is_dataclass(value):
        parts = {item.name: hostile(getattr(value, item.name)) for item in fields(value)}
        return replace(value, **parts)
    if isinstance(value, dict):
        labels = "en" in value
        return {key: each + TAG if labels else hostile(each) for key, each in value.items()}
    return tuple(map(hostile, value)) if isinstance(value, tuple) else value


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_no_text_of_instrument_or_plan_reaches_paper_as_html(language):
    results = hostile(example_results())
    results = replace(
        results,
        survey=TAG,
        chapters={"income": {"en": TAG, "zh-hans": TAG}},
        design=replace(results.design, strata=(TAG,), clusters=(TAG,)),
        questionnaire=Questionnaire(TAG, TAG, TAG),
        provenance=Provenance(TAG, TAG, TAG, TAG),
        warnings=(WeightingWarning("few_respondents", TAG, TAG),),
        control_totals=tuple(replace(each, source=TAG) for each in results.control_totals),
        fieldwork=(TAG, TAG),
    )
    html = html_of(results, language)
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") > 100
    assert "<script" not in html


@pytest.mark.parametrize(("language", "source"), [("en", "The census"), ("zh-hans", "人口普查")])
def test_a_source_stands_in_the_language_of_the_document(language, source):
    named = {"en": "The census", "zh-hans": "人口普查"}
    results = example_results()
    totals = tuple(replace(each, source=named) for each in results.control_totals)
    html = html_of(replace(results, control_totals=totals), language)
    assert [text for text in named.values() if f"<td>{text}</td>" in html] == [source]


@pytest.mark.parametrize(
    ("miss", "shown"), [(0.0, "0.00%"), (8e-10, "&lt; 0.01%"), (0.0123, "1.23%")]
)
def test_a_distance_is_a_percentage(miss, shown):
    assert escape(distance(miss)) == shown


def test_columns_of_the_sample_list_are_named():
    assert columns(["unit_stratum", "city"]) == "strata of the sample list and city"


@pytest.mark.parametrize(("language", "heading"), [("en", "Sex: Women"), ("zh-hans", "性别：女")])
def test_a_crossed_table_has_the_levels_of_its_first_variable_as_headings(language, heading):
    html = html_of(example_results(), language)
    crossed = html.split('estimates--crossed" id=')[1].split("</table>")[0]
    assert f"<span>{heading}</span>" in crossed
    assert crossed.count("<tbody>") == 2


@pytest.mark.parametrize("printed", ["en", "zh-hans"], indirect=True)
def test_a_page_says_which_table_goes_on_at_its_top_and_no_other_page_does(texts):
    language, pages = texts
    title, rest = {
        "en": (r"Table (\d+)\. ", r"Table (\d+) \(continued\)"),
        "zh-hans": (r"表(\d+)　", r"表(\d+)（续）"),
    }[language]
    begun = [re.findall(title, page) for page in pages]
    going_on = [(place, *re.findall(rest, page)) for place, page in enumerate(pages)]
    told = [(place, numbers[0]) for place, *numbers in going_on if numbers]
    assert len(told) > 3
    for place, number in told:
        before = [each for page in begun[:place] for each in page]
        assert before[-1] == number
        assert number not in begun[place]


@pytest.mark.parametrize("printed", ["en", "zh-hans"], indirect=True)
def test_every_page_of_a_chapter_names_it(texts):
    language, pages = texts
    chapter = {"en": "Annex A. Methodology", "zh-hans": "附录A　方法说明"}[language]
    assert sum(chapter in page for page in pages) >= 4


def test_a_unit_stays_with_the_end_of_its_column_head():
    assert "Informal main job,\N{NO-BREAK SPACE}%</th>" in html_of(example_results(), "en")


def test_a_share_under_a_head_with_its_unit_does_not_repeat_it():
    html = html_of(example_results(), "en")
    table = html.split('id="table-1">')[1].split("</table>")[0]
    body = table.split("<tbody>")[1]
    assert '<span class="interval">[' in body
    assert "%" not in body


def test_nothing_is_clear_by_one_or_the_other():
    html = html_of(example_results(), "en")
    said = re.findall(r"No clear difference by ([^:]+):", html)
    assert any(" or " in each for each in said)
    assert not any(" and " in each for each in said)


def test_thresholds_have_no_more_decimals_than_the_rule():
    html = html_of(example_results(), "en")
    assert "at least 30% wide" in html
    assert "wider than 5% and than 130% of the share" in html
    assert "above 33.3%" in html
