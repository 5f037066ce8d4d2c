"""Footnotes: numbered in the reader's order, with ways there and back, whatever the page goes through."""

import re
from uuid import UUID

import pytest
from django.urls import reverse
from wagtail.models import Locale
from wagtail_footnotes.models import Footnote

from portal.footnotes import inline, with_footnotes
from portal.models import PlainPage
from portal.prints import page_html
from portal.search.plain_text import page_text
from portal.translation import translate_page, with_missing_texts
from tests.factories import make_plain_page

FIRST = UUID("1a2b3c00-0000-4000-8000-000000000001")
SECOND = UUID("4d5e6f00-0000-4000-8000-000000000002")


def mark(uuid):
    """A reference as the editor stores it."""
    return f'<footnote id="{uuid}">[{str(uuid)[:6]}]</footnote>'


STORY = [
    ("text", f"<p>Two conventions.{mark(SECOND)}</p><p>One law.{mark(FIRST)}</p>"),
    ("callout", {"title": "Note", "text": f"<p>Again.{mark(SECOND)}</p>"}),
]


def make_page(site, story=STORY, law="<p>In force since <b>July</b> 2011.</p>"):
    """A published page with two footnotes."""
    page = make_plain_page(site, "Law", story=story)
    page.footnotes = [
        Footnote(uuid=FIRST, text=law, locale=site.locale),
        Footnote(uuid=SECOND, text="<p>No. 102 and No. 202.</p>", locale=site.locale),
    ]
    page.save_revision().publish()
    return PlainPage.objects.get(pk=page.pk)


def read(client, page):
    return client.get(page.get_url()).content.decode()


@pytest.mark.django_db
class TestOnTheWeb:
    def test_notes_are_numbered_in_the_order_of_their_references(self, client, site):
        html = read(client, make_page(site))
        notes = html[html.index('class="footnotes__list"') :]
        assert notes.index("No. 102 and No. 202.") < notes.index("In force since <b>July</b> 2011.")

    def test_every_reference_leads_to_its_note_and_back(self, client, site):
        html = read(client, make_page(site))
        for call in ("note-1-1", "note-2-1", "note-1-2"):
            assert html.count(f'id="{call}"') == html.count(f'href="#{call}"') == 1
        assert html.count('href="#note-1"') == 2
        names = re.findall(r'role="doc-backlink" aria-label="([^"]+)"', html)
        assert len(names) == len(set(names)) == 3

    def test_a_reference_to_a_note_that_is_gone_is_left_out(self, client, site):
        html = read(client, make_page(site, [("text", f"<p>Gone.{mark(UUID(int=7))}</p>")]))
        assert "<p>Gone.</p>" in html
        assert 'class="footnotes"' not in html

    def test_a_page_without_references_asks_for_no_notes(self, site, client):
        page = make_page(site, [("text", "<p>Nothing to add.</p>")])
        assert "No. 102" not in read(client, page)

    def test_the_search_shows_no_references(self, site):
        assert "Two conventions." in page_text(make_page(site))
        assert "4d5e6f" not in page_text(make_page(site))


class TestHostileText:
    HOSTILE = (
        '<p>a<script>alert(1)</script> <a href="javascript:alert(2)" onclick="x()">b</a>'
        '<img src=x onerror="alert(3)"></p><p>c &lt;i&gt; <a href="https://law.example/">d</a></p>'
    )

    def test_only_emphasis_and_links_are_left(self):
        assert inline(self.HOSTILE) == (
            'aalert(1) <a>b</a> c &lt;i&gt; <a href="https://law.example/">d</a>'
        )

    @pytest.mark.django_db
    def test_it_reaches_neither_page_nor_print(self, client, site):
        page = make_page(site, law=self.HOSTILE)
        for html in (read(client, page), page_html(page)):
            for danger in ("<script>alert", "javascript:", "onerror", "onclick"):
                assert danger not in html

    def test_an_id_that_is_none_is_left_out(self):
        html, notes = with_footnotes('<footnote id="&quot;><b>">[x]</footnote>', {})
        assert (html, notes) == ("", [])


@pytest.mark.django_db
class TestWhatAPageGoesThrough:
    CHINESE = {
        "Law": "法律",
        "Two conventions.": "两项公约。",
        "One law.": "一部法律。",
        "Again.": "再次引用。",
        "Note": "说明",
        "No. 102 and No. 202.": "第102号与第202号。",
        "In force since <b>July</b> 2011.": "自2011年<b>7月</b>起施行。",
    }

    def test_translation(self, client, site):
        page = make_page(site)
        chinese = translate_page(page, Locale.objects.get(language_code="zh-hans"), self.CHINESE)
        html = read(client, chinese)
        assert "一部法律。<sup" in html
        assert html.index("第102号与第202号。") < html.index("自2011年<b>7月</b>起施行。")
        assert "脚注" in html
        assert list(with_missing_texts(PlainPage.objects.all())) == []

    def test_a_copy(self, client, site):
        copy = make_page(site).copy(update_attrs={"slug": "copy", "title": "Copy"})
        assert "In force since <b>July</b> 2011." in read(client, copy)

    def test_a_draft_is_not_what_visitors_read(self, client, site):
        page = make_page(site)
        note = page.footnotes.get(uuid=FIRST)
        note.text = "<p>Not yet public.</p>"
        page.footnotes = [note]
        page.save_revision()
        assert "Not yet public." not in read(client, page)
        draft = page.get_latest_revision_as_object()
        assert "Not yet public." in draft.make_preview_request().content.decode()

    def test_the_editor_offers_footnotes_and_the_list_to_choose_from(self, client, person, site):
        client.force_login(person("editor"))
        edit = reverse("wagtailadmin_pages:edit", args=[make_page(site).pk])
        html = client.get(edit).content.decode()
        assert "footnotes/js/footnotes.js" in html
        assert "Readers see the notes numbered" in html
        assert "footnotes-listing" in client.get("/footnotes/footnotes_modal/").content.decode()


@pytest.mark.django_db
def test_in_print_a_note_stands_where_it_is_first_referred_to(site):
    html = page_html(make_page(site))
    assert 'Two conventions.<span class="footnote" id="note-1">No. 102 and No. 202.</span>' in html
    assert 'Again.<sup><a href="#note-1">1</a></sup>' in html
    assert "<footnote" not in html
