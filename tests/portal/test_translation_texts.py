"""The translation editor shows and takes texts as people read and type them."""

import json
import re
from html import unescape
from urllib.parse import urlencode

import pytest
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, TranslationSource

from portal.models import PlainPage
from portal.translation import translate_page
from tests.factories import make_plain_page
from tests.portal.test_footnotes import make_page

SUMMARY = "From <1 to >9 & back"


@pytest.fixture
def page(site):
    story = [("text", "<p>Fish &amp; chips.</p>")]
    page = make_plain_page(site, "Health & care", summary=SUMMARY, story=story)
    page = PlainPage.objects.get(pk=page.pk)
    translate_page(page, Locale.objects.get(language_code="zh-hans"), {})
    return page


@pytest.fixture
def editor(client, person):
    client.force_login(person("editor"))
    return client


def props(client, page):
    """What the editor of the page's translation is given."""
    html = client.get(f"/admin/pages/{page.get_translations().get().pk}/edit/").content.decode()
    return json.loads(unescape(re.search(r'data-props="([^"]*)"', html)[1]))


def sources(client, page):
    return [each["source"] for each in props(client, page)["segments"] if each["type"] == "string"]


def put(client, page, text, typed):
    """Type a translation; gives what the editor then shows."""
    source = TranslationSource.objects.get_for_instance(page)
    segment = source.stringsegment_set.get(string__data=text)
    address = f"/admin/localize/translate/{source.translations.get().pk}/strings/{segment.pk}/edit/"
    form = "application/x-www-form-urlencoded"
    return client.put(address, urlencode({"value": typed}), content_type=form).json()


def test_a_plain_text_is_shown_as_it_reads_and_formatted_text_as_it_is_kept(editor, page):
    shown = sources(editor, page)
    assert "Health & care" in shown
    assert SUMMARY in shown
    assert "Fish &amp; chips." in shown


@pytest.mark.parametrize("typed", ["健康 & <b>护理</b>", "a < b", "a &amp; b"])
def test_what_is_typed_for_a_plain_text_reaches_the_page(
    editor, page, typed, django_capture_on_commit_callbacks
):
    read = unescape(typed)
    assert put(editor, page, "Health &amp; care", typed)["data"] == read
    translations = props(editor, page)["initialStringTranslations"]
    assert read in [each["data"] for each in translations]
    chinese = page.get_translations().get()
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(f"/admin/pages/{chinese.pk}/edit/", {"action": "publish"})
    assert Page.objects.get(pk=chinese.pk).title == read


def test_formatting_of_a_formatted_text_is_kept(editor, page):
    assert put(editor, page, "Fish &amp; chips.", "<b>鱼</b>")["data"] == "<b>鱼</b>"
    assert StringTranslation.objects.get(data__contains="鱼").data == "<b>鱼</b>"


def test_a_tag_that_a_formatted_text_cannot_hold_is_told(editor, page):
    answer = put(editor, page, "Fish &amp; chips.", "<u>鱼</u>")
    assert "<u> tag is not allowed" in answer["error"]


def test_a_reference_to_a_footnote_asks_for_no_translation(
    editor, site, django_capture_on_commit_callbacks
):
    page = make_page(site)
    translate_page(page, Locale.objects.get(language_code="zh-hans"), {})
    assert "[4d5e6f]" not in sources(editor, page)
    chinese = page.get_translations().get()
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(f"/admin/pages/{chinese.pk}/edit/", {"action": "publish"})
    assert StringTranslation.objects.filter(data="[4d5e6f]").exists()
