"""The report lists what is wrong on public pages, and leads to where each thing is mended."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale, Page

from portal.content_checks import can_be_followed, findings
from portal.translation import translate_page
from tests.briefs.makers_records import make_event_figure, make_figure
from tests.factories import make_plain_page, make_user
from tests.portal.pictures import make_image, picture_block

pytestmark = pytest.mark.django_db
REPORT = "/admin/reports/content/"


@pytest.fixture
def editor():
    return make_user("editor")


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def found(editor, kind):
    """What the check says of each page or row, by its name."""
    return {row.name: row.detail for row in findings(editor, kind)}


def linking(site, target, title="Links"):
    link = f'<p><a linktype="page" id="{target.pk}">there</a></p>'
    return make_plain_page(site, title=title, story=[("text", link)])


def test_links_to_deleted_and_unpublished_pages(site, editor):
    kept, gone, drawn = (make_plain_page(site, title=title) for title in ("A", "B", "C"))
    linking(site, kept, "To A")
    linking(site, gone, "To B")
    linking(site, drawn, "To C")
    assert found(editor, "link") == {}
    Page.objects.get(pk=gone.pk).delete()
    drawn.unpublish()
    assert found(editor, "link") == {
        "To B": "Leads to a page that is deleted.",
        "To C": "Leads to “C”, which is not published.",
    }


@pytest.mark.parametrize(
    ("address", "followed"),
    [
        ("https://www.ilo.org/a?b=c", True),
        ("mailto:office@ilo.org", True),
        ("tel:+861012345", True),
        ("/en/surveys/", True),
        ("#part", True),
        ("htp://www.ilo.org", False),
        ("https:/www.ilo.org", False),
        ("http://", False),
        ("www.ilo.org", False),
        ("https://ilo", False),
        ("https://www ilo.org", False),
        ("https://[broken", False),
        ("javascript:alert(1)", False),
        ("mailto:", False),
        ("", False),
    ],
)
def test_which_addresses_can_be_followed(address, followed):
    assert can_be_followed(address) is followed


def test_an_odd_address_is_shown_as_typed(site, editor):
    text = '<p><a href="htp://ilo.org/?a=1&amp;b=2">x</a> <a href="https://ilo.org">y</a></p>'
    make_plain_page(site, title="Typed", story=[("callout", {"title": "T", "text": text})])
    assert found(editor, "address") == {"Typed": "htp://ilo.org/?a=1&b=2"}


def test_missing_and_outdated_translations(site, editor):
    page = make_plain_page(site, title="New", story=[("text", "<p>Words.</p>")])
    assert found(editor, "translation")["New"] == "There is no public page in Simplified Chinese."
    translate_page(page, Locale.objects.get(language_code="zh-hans"), {"New": "新页"})
    missing = found(editor, "translation")
    assert "New" not in missing
    assert missing["新页"] == "Some texts are still in the source language."
    assert "新页" not in found(editor, "outdated")
    page.title = "Newer"
    page.save_revision().publish()
    [row] = [row for row in findings(editor, "outdated") if row.name == "新页"]
    assert row.url.startswith("/admin/localize/update/")


def test_pictures_without_words(site, editor):
    image = make_image(title="Counter", description="A counter")
    make_image(title="Queue", description="")
    page = make_plain_page(
        site,
        title="Pictures",
        story=[picture_block(image, alt="A counter"), picture_block(image, "", decorative=True)],
    )
    assert found(editor, "alt") == {"Queue": "A picture without a description."}
    page.story = [picture_block(image, alt=" ")]
    page.save_revision().publish()
    assert found(editor, "alt")["Pictures"].startswith("1 picture says nothing")


def test_pages_without_a_summary_and_with_long_titles(site, editor):
    make_plain_page(site, title="Bare")
    make_plain_page(site, title="Described", summary="About it.")
    make_plain_page(site, title="Long " * 21)
    assert "Bare" in found(editor, "summary")
    assert "Described" not in found(editor, "summary")
    assert list(found(editor, "title").values()) == [
        "105 characters; at most 100 are shown everywhere."
    ]


def test_figures_without_a_year(editor):
    make_figure()
    make_event_figure(2003)
    bare = make_figure(period_from=None, period_to=None)
    [row] = findings(editor, "figure")
    assert row.detail == "The figure has no year."
    assert row.url.endswith(f"/edit/{bare.pk}/")


def test_the_root_is_no_page_that_anybody_reads(site, editor):
    assert "Root" not in found(editor, "")


class TestReport:
    def test_rows_lead_to_the_editor_and_a_kind_can_be_chosen(self, client, site, editor):
        page = make_plain_page(site, title="Bare")
        client.force_login(editor)
        html = client.get(REPORT, {"kind": "summary"}).content.decode()
        assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in html
        assert "There is no public page in" not in html
        assert "There is no public page in" in client.get(REPORT).content.decode()

    def test_an_unknown_kind_shows_all_and_a_wild_sheet_the_last(self, client, site, editor):
        client.force_login(editor)
        for query in ({"kind": "<b>"}, {"p": "9999"}, {"p": "x\x00"}):
            assert client.get(REPORT, query).status_code == 200

    def test_it_speaks_chinese(self, client, site, editor):
        from wagtail.users.models import UserProfile

        make_plain_page(site, title="Bare")
        UserProfile.objects.create(user=editor, preferred_language="zh-hans")
        client.force_login(editor)
        html = client.get(REPORT, {"kind": "summary"}).content.decode()
        assert "没有摘要的页面" in html

    def test_the_table_can_be_downloaded_and_holds_no_formula(self, client, site, editor):
        make_plain_page(site, title="=1+1")
        client.force_login(editor)
        answer = client.get(REPORT, {"kind": "summary", "format": "csv"})
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert rows[0] == ["Kind", "Page or record", "Language", "What", "Address"]
        assert "'=1+1" in [row[1] for row in rows]

    def test_it_says_when_pages_set_for_a_time_were_last_looked_for(self, client, site, editor):
        from portal.routines import run_due

        client.force_login(editor)
        assert "No worker has looked" in client.get(REPORT).content.decode()
        run_due()
        html = client.get(REPORT).content.decode()
        assert "a worker last looked at" in html
        assert "No worker has looked" not in html

    def test_people_who_edit_nothing_find_no_report(self, client, site):
        client.force_login(make_user("auditor"))
        assert client.get(REPORT).status_code == 404
        assert "/reports/content/" not in client.get("/admin/").content.decode()

    def test_editors_see_it_in_their_menu(self, client, site, editor):
        client.force_login(editor)
        assert "/reports/content/" in client.get("/admin/").content.decode()

    def test_it_asks_no_more_often_for_many_pages_than_for_few(self, client, site, editor):
        client.force_login(editor)

        def queries():
            client.get(REPORT)
            with CaptureQueriesContext(connection) as asked:
                client.get(REPORT)
            return len(asked)

        def more(numbers):
            for number in numbers:
                target = make_plain_page(site, title=f"Target {number}")
                linking(site, target, f"Link {number}")
                target.unpublish()
                make_figure(period_from=None, period_to=None)

        more(range(3))
        few = queries()
        more(range(3, 12))
        assert queries() == few
