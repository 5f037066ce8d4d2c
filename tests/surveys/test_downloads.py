"""Figures of a release as SVG, PNG and CSV: complete, in both languages, for whoever may read it."""

import csv
import io
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from portal import jobs, prints
from portal.models import Job
from portal.printing import PrintError, render_png
from surveys import downloads, queries
from surveys.findings.storage import content_hash, to_json
from tests.surveys.findings.example import example_results
from tests.surveys.makers_releases import make_release, show

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"
FINDING = "/en/reports/{}/findings/{}/by/{}.{}"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.REPORTS_ROOT = tmp_path


@pytest.fixture
def release(site):
    made = make_release()
    show(made, site)
    return made


def figure(release, number, ending, language="en"):
    return f"/{language}/reports/{release.public_id}/figures/{number}.{ending}"


def read_csv(response):
    assert response.status_code == 200
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def test_every_figure_of_the_findings_can_be_had(client, release):
    report = queries.report_of(release)
    kinds = {chart.kind for chart in report.charts}
    assert kinds == {"bars", "comparison", "curves", "intervals", "stacked"}
    for chart in report.charts:
        for ending in ("svg", "csv"):
            assert client.get(figure(release, chart.number, ending)).status_code == 200


class TestPicture:
    def test_it_stands_alone_with_title_ground_fonts_and_source(self, client, release):
        response = client.get(figure(release, 1, "svg"))
        root = ET.fromstring(response.content)
        words = " ".join(node.text for node in root.iter(f"{SVG}text"))
        assert response["Content-Type"] == "image/svg+xml"
        assert "attachment" in response["Content-Disposition"]
        assert f"{release.survey.slug}-1-figure-1-en.svg" in response["Content-Disposition"]
        assert root.find(f"{SVG}rect").get("fill") == "#ffffff"
        assert "Noto Sans CJK SC" in root.get("font-family")
        assert "Shares without and with weights" in words
        assert "Source: Social security of workers" in words
        assert "release 1" in words
        assert "Synthetic data." in words

    def test_in_chinese(self, client, release):
        text = client.get(figure(release, 1, "svg", "zh-hans")).content.decode()
        assert "加权前后的比例" in text
        assert "来源：" in text

    def test_it_says_among_whom_the_values_are(self, client, release):
        text = client.get(FINDING.format(release.public_id, "P01:", "sex", "svg")).content.decode()
        assert text.count("Base: workers insured in a basic pension.") == 2

    def test_who_has_it_already_is_told_so(self, client, release):
        address = figure(release, 1, "svg")
        etag = client.get(address)["ETag"]
        assert client.get(address, headers={"If-None-Match": etag}).status_code == 304

    def test_a_worker_makes_its_png_once(self, client, release):
        address = figure(release, 1, "png")
        waiting = client.get(address)
        assert waiting.status_code == 202
        assert waiting["Refresh"] == "2"
        assert "The picture is being made" in waiting.content.decode()
        assert client.get(address).status_code == 202
        jobs.run(Job.objects.get().pk)
        made = client.get(address)
        assert made["Content-Type"] == "image/png"
        root = ET.fromstring(client.get(figure(release, 1, "svg")).content)
        picture = Image.open(io.BytesIO(made.content))
        wanted = [2 * float(root.get(side)) for side in ("width", "height")]
        assert list(picture.size) == pytest.approx(wanted, abs=2)
        assert picture.convert("L").getextrema()[1] == 255

    def test_a_failure_says_what_else_there_is(self, client, release, monkeypatch):
        def render(svg):
            raise PrintError("no picture")

        monkeypatch.setattr(prints, "render_png", render)
        client.get(figure(release, 1, "png"))
        jobs.run(Job.objects.get().pk)
        failed = client.get(figure(release, 1, "png"))
        assert failed.status_code == 503
        assert "downloaded as SVG" in failed.content.decode()

    def test_the_same_picture_gives_the_same_bytes(self, release):
        svg = downloads.report_figure(release, 1).svg
        assert render_png(svg) == render_png(svg)


class TestTable:
    def test_published_numbers_are_numbers_with_source_and_notes(self, client, release):
        rows = read_csv(client.get(figure(release, 1, "csv")))
        pension = [row for row in rows if row["Row"] == "In the employee pension"]
        assert [row["Series"] for row in pension] == [
            "Unweighted",
            "Weighted, with confidence interval",
        ]
        assert [(row["Value"], row["Lower bound"], row["Upper bound"]) for row in pension] == [
            ("24.2", "", ""),
            ("28.5", "26.2", "30.8"),
        ]
        assert {row["Unit"] for row in rows} == {"%"}
        assert all(row["Source"].startswith("Social security") for row in rows)
        base = "Base for “Pension registered outside the city of work”: workers insured in a basic pension."
        assert {row["Notes"] for row in rows} == {f"{base} Synthetic data."}

    def test_in_chinese(self, client, release):
        rows = read_csv(client.get(figure(release, 1, "csv", "zh-hans")))
        assert rows[0]["数值"] == "60.3"
        base = "“养老保险关系不在工作城市”的统计范围：参加基本养老保险的劳动者。"
        assert rows[0]["说明"] == f"{base}合成数据。"

    def test_a_suppressed_cell_has_no_number(self, site, client):
        results = example_results()
        few = replace(
            next(each for each in results.estimates if each.domain == (("sex", "1"),)), n=3, count=1
        )
        estimates = tuple(
            few if (each.name, each.domain) == (few.name, few.domain) else each
            for each in results.estimates
        )
        results = replace(results, estimates=estimates)
        made = make_release()
        made.results, made.content_hash = to_json(results), content_hash(results)
        made.save()
        show(made, site)
        address = FINDING.format(made.public_id, f"{few.name}:", "sex", "csv")
        rows = {row["Row"]: row for row in read_csv(client.get(address))}
        assert rows["Men"]["Precision"] == "suppressed"
        assert (rows["Men"]["Value"], rows["Men"]["Lower bound"]) == ("", "")
        assert "‥ suppressed" in rows["All"]["Notes"]
        svg = client.get(address.replace(".csv", ".svg")).content.decode()
        assert f"{100 * few.value:.1f}" not in svg

    def test_labels_cannot_run_as_formulas(self, site, client):
        results = example_results()
        first = replace(results.indicators[0], labels={"en": "=HYPERLINK(1)"})
        results = replace(results, indicators=(first, *results.indicators[1:]))
        made = make_release()
        made.results, made.content_hash = to_json(results), content_hash(results)
        made.save()
        show(made, site)
        rows = read_csv(client.get(figure(made, 1, "csv")))
        assert rows[0]["Row"] == "'=HYPERLINK(1)"


class TestFinding:
    @pytest.mark.parametrize("ending", ["svg", "csv"])
    def test_a_quoted_finding_by_groups(self, client, release, ending):
        response = client.get(FINDING.format(release.public_id, "C09:4", "sex", ending))
        text = response.content.decode()
        assert "All five" in text
        assert "Women" in text
        assert "by sex" in text

    def test_along_bands_of_a_number_it_is_a_curve(self, client, release):
        text = client.get(FINDING.format(release.public_id, "C02:", "age", "svg")).content.decode()
        assert "<path" in text
        assert "Curve with confidence band" in text

    @pytest.mark.parametrize(
        ("name", "by"), [("C99:", "sex"), ("C09", "sex"), ("C02:", "shoe"), ("::", "sex")]
    )
    def test_what_the_release_does_not_hold_is_not_found(self, client, release, name, by):
        assert client.get(FINDING.format(release.public_id, name, by, "svg")).status_code == 404


class TestWhoMayReadIt:
    def test_an_unknown_figure_is_not_found(self, client, release):
        for number in (0, 99):
            assert client.get(figure(release, number, "svg")).status_code == 404
        assert client.get(figure(release, 1, "gif")).status_code == 404
        assert client.get("/en/reports/unknown/figures/1.svg").status_code == 404

    def test_an_unpublished_release_is_for_those_who_work_on_it(self, site, client, person):
        unshown = make_release()
        assert client.get(figure(unshown, 1, "csv")).status_code == 404
        client.force_login(person("auditor"))
        assert client.get(figure(unshown, 1, "csv")).status_code == 200


def test_the_findings_page_offers_every_chart_with_its_table(client, release):
    html = client.get(release.pages.get().get_url()).content.decode()
    for chart in queries.report_of(release).charts:
        for ending in ("svg", "png", "csv"):
            assert f'href="{figure(release, chart.number, ending)}"' in html
        beside = (
            f"table-{chart.table}" if chart.kind == "comparison" else f"figure-{chart.number}-table"
        )
        assert f'id="{beside}"' in html
