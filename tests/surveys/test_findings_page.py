"""The findings of a release on screen: what its tables are called, and how readers get about."""

import re
from dataclasses import replace

import html5lib
import pytest
from django.template.loader import render_to_string
from django.utils import translation

from surveys.findings.report import build_report
from surveys.printing import findings_html
from tests.surveys.findings.example import example_results
from tests.surveys.makers_releases import make_release, show

TITLE = "surveys/report/_table_title.html"


def titles(language):
    """The titles of all tables without their numbers."""
    with translation.override(language):
        return [
            re.sub(r"\d+", "", render_to_string(TITLE, {"table": each})).strip()
            for each in build_report(example_results()).tables
        ]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_no_two_tables_have_the_same_title(language):
    found = titles(language)
    assert len(found) > 8
    assert len(found) == len(set(found))


def test_a_title_names_the_columns_of_its_table():
    found = titles("en")
    one, category = "Informal main job; Written labour contract", "Employee-type branches in force"
    by = "total and by sex, worker type, city of interview and age group"
    assert found[:2] == [f"Table . {one}: {by}", f"Table . {one}: by sex and worker type together"]
    assert f"Table . {category} (None; One or two): {by}" in found
    assert f"Table . {category} (Three or four; All five): {by}" in found


FIGURE = "surveys/report/_figure.html"


@pytest.mark.parametrize(
    ("language", "caption", "note"),
    [
        (
            "en",
            "Figure 1. ",
            'are in <a href="#table-2">table 2</a> and <a href="#table-4">table 4',
        ),
        ("zh-hans", "图1　", '见<a href="#table-2">表2</a>和<a href="#table-4">表4</a>。'),
    ],
)
def test_a_figure_has_a_number_and_names_its_tables(language, caption, note):
    report = build_report(example_results())
    chart = replace(report.comparison, tables=(2, 4))
    with translation.override(language):
        html = render_to_string(FIGURE, {"chart": chart, "report": report, "release": ""})
    assert f'-caption">{caption}' in html
    assert note in html


SVG = "{http://www.w3.org/2000/svg}"
BASES = {
    "en": [
        "Base: workers insured in a basic pension.",
        "Base for “Pension registered outside the city of work”: workers insured in a basic pension.",
        "Base: workers asked in the second round.",
        "Base: working age.",
    ],
    "zh-hans": [
        "统计范围：参加基本养老保险的劳动者。",
        "“养老保险关系不在工作城市”的统计范围：参加基本养老保险的劳动者。",
        "统计范围：参加第二轮调查的劳动者。",
        "统计范围：劳动年龄人口。",
    ],
}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_wherever_an_estimate_is_among_some_it_says_among_whom(language):
    text = findings_html(build_report(example_results()), language)
    page = html5lib.parse(text, namespaceHTMLElements=False)
    alone, named, category, model = BASES[language]

    def told(base, tag, kind=""):
        """In how many places of this kind it is said, not only within a longer sentence."""
        found = (each for each in page.iter(tag) if kind in each.get("class", ""))
        begun = re.compile(rf"(?<!的){re.escape(base)}")
        return sum(bool(begun.search("".join(each.itertext()))) for each in found)

    assert told(alone, "span", "key-findings__note") == 1
    # In the statement of the share, and in the card.
    assert told(alone, "li") == 2
    assert told(category, "li") == 1
    # Below the figure and the two tables of its chapter; the figure of the category and its tables.
    assert told(alone, "p", "source") == 3
    assert told(category, "p", "source") == 4
    # Beside others: below the figure of the weighting and the table of sampling errors.
    assert told(named, "p", "source") == 2
    assert told(model, "p", "source") == 1
    assert told(alone, f"{SVG}title") == 1
    assert told(category, f"{SVG}title") == 1


@pytest.mark.django_db
class TestPage:
    @pytest.fixture
    def html(self, client, site):
        release = make_release()
        show(release, site)
        html = client.get(release.pages.get().get_url()).content.decode()
        return " ".join(html.split())

    def test_its_contents_lead_to_every_part(self, html):
        contents = re.search(r'<nav class="on-this-page.*?</nav>', html)[0]
        targets = re.findall(r'href="#([^"]+)"', contents)
        assert targets == re.findall(r'<h2 id="([^"]+)"', html)

    def test_a_title_that_opens_its_table_is_not_seen_again_above_it(self, html):
        opened = "".join(re.findall(r"<details.*?</details>", html, re.DOTALL))
        captions = re.findall(r"<caption[^>]*>", opened)
        assert captions
        assert all('class="visually-hidden"' in caption for caption in captions)
