"""Whatever shows a number of volunteers says that they are: every kind of output is walked."""

import csv
import io
import json
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from django.utils import translation
from wagtail.models import Locale

from surveys import files, public, queries
from surveys.blocks import FindingBlock
from surveys.findings.report import build_report
from surveys.findings.storage import content_hash, from_json, to_json
from surveys.printing import findings_html, release_html
from tests.surveys import makers_releases
from tests.surveys.findings.example import example_results
from tests.surveys.makers_volunteers import FLAG, example_of_volunteers, make_release

NEVER = ("margin of error", "误差范围")
WORD = {"en": "volunteers", "zh-hans": "自愿参与者"}
LANGUAGES = pytest.mark.parametrize("language", FLAG)
CELLS = ("estimates", "errors")


@pytest.fixture
def release(site):
    return make_release()


def unflagged(html, language):
    """The figures, tables, headlines and sentences of a page that do not say it themselves."""
    page = BeautifulSoup(html, "lxml")
    flag = FLAG[language]
    shown = [
        *((figure, figure) for figure in page.select("figure.chart")),
        *((table, _note(table)) for table in page.select("table.data") if _has_estimates(table)),
        *((item, item) for item in page.select(".key-findings li")),
    ]
    wrong = [str(item)[:200] for item, told in shown if told is None or flag not in _text(told)]
    sentences = page.select(".statements li")
    return [*wrong, *(_text(each) for each in sentences if WORD[language] not in _text(each))]


def _text(element):
    return " ".join(element.get_text().split())


def _has_estimates(table):
    return bool({*table.get("class", [])} & {*CELLS} or table.select(".interval"))


def _note(table):
    """What stands below a table."""
    return table.find_parent(class_="table-scroll").find_next_sibling()


def check_page(html, language, *, least):
    assert unflagged(html, language) == []
    assert html.count(FLAG[language]) >= least
    assert not any(words in html.lower() for words in NEVER)


@LANGUAGES
def test_on_the_findings_page(client, site, release, language):
    home = site.get_translation(Locale.objects.get(language_code=language))
    page = makers_releases.show(release, home)
    check_page(client.get(page.url).content.decode(), language, least=12)


@LANGUAGES
def test_on_paper(release, language):
    html = release_html(release, language)
    check_page(html, language, least=14)
    told = BeautifulSoup(html, "lxml").select_one("#method").find_parent("section")
    assert queries.report_of(release).volunteers.reference.sha256 in html
    assert {"en": "Doubly robust", "zh-hans": "双重稳健"}[language] in told.get_text()


def test_the_walk_finds_what_does_not_say_it():
    """A page of a drawn sample shows as many numbers, and none of them says it."""
    html = findings_html(build_report(example_results()), "en")
    assert len(unflagged(html, "en")) > 20
    assert WORD["en"] not in _text(BeautifulSoup(html, "lxml").body).lower()


@LANGUAGES
def test_in_every_picture_and_table_to_download(client, site, release, language):
    makers_releases.show(release, site)
    report = queries.report_of(release)
    quotes = [(f"findings/{name}:{level}/by/{by}") for (name, level), each
              in public.quotables_of(release).items() for by in each.breakdowns]  # fmt: skip
    assert len(quotes) == 15
    for name in [*(f"figures/{chart.number}" for chart in report.charts), *quotes]:
        address = f"/{language}/reports/{release.public_id}/{name}"
        picture = ET.fromstring(client.get(f"{address}.svg").content)
        written = "".join(node.text or "" for node in picture.iter() if node.tag.endswith("text"))
        flag = "".join(FLAG[language].split())
        assert flag in "".join(written.split()), name
        assert FLAG[language] in picture[0].text, name
        table = client.get(f"{address}.csv").content.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(table, newline="")))[1:]
        assert rows
        assert all(FLAG[language] in row[-1] for row in rows)


@LANGUAGES
@pytest.mark.parametrize("display", ["number", "chart"])
def test_where_a_page_quotes_it(site, release, language, display):
    makers_releases.show(release, site)
    value = FindingBlock().to_python(
        {"finding": f"{release.public_id}:pension:", "display": display, "by": "b_sex"}
    )
    for printing in (False, True):
        with translation.override(language):
            html = FindingBlock().render(value, context={"printing": printing})
        block = BeautifulSoup(html, "lxml").select_one(".finding")
        assert FLAG[language] in _text(block.select_one(".finding__flags"))


@LANGUAGES
def test_in_what_editors_choose_from(site, release, language):
    makers_releases.show(release, site)
    with translation.override(language):
        options = [label for _title, group in public.finding_choices() for _value, label in group]
    assert len(options) == 5
    assert all(option.endswith(WORD[language]) for option in options)


def test_on_the_home_page(client, site, release):
    makers_releases.show(release, site)
    html = client.get("/en/").content.decode()
    panel = BeautifulSoup(html, "lxml").find(attrs={"aria-labelledby": "newest-findings"})
    assert FLAG["en"] in panel.select_one(".panel__when").get_text()
    assert unflagged(str(panel.select_one(".key-findings")), "en") == []


def test_in_the_files_of_a_run():
    analysis, results = example_of_volunteers()
    contents = files.outputs(analysis, results)
    for name in ("estimates.csv", "weights.csv"):
        rows = list(csv.DictReader(io.StringIO(contents[name].decode())))
        assert {row["sample"] for row in rows} == {"volunteers"}
    document = json.loads(contents["estimates.json"])
    assert {each["sample"] for each in document["estimates"]} == {"volunteers"}
    assert document["volunteers"]["method"] == "doubly_robust"
    assert from_json(contents["estimates.json"].decode()) == results


def test_a_release_of_a_drawn_sample_keeps_its_text_and_hash():
    """Releases from before there were volunteers know neither of these fields."""
    results = example_results()
    document = json.loads(to_json(results))
    assert "volunteers" not in document
    assert all("sample" not in each for each in document["estimates"])
    assert content_hash(from_json(to_json(results))) == content_hash(results)
