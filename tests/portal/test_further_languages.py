"""A third language needs a setting and a catalogue, no code: Indonesian shows it."""

import re

import pytest
from django.conf import settings as site_settings
from wagtail.models import Locale

from portal.demo.languages import add_further_languages
from portal.models import PlainPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def setting(settings):
    """What `PORTAL_LANGUAGES=en,zh-hans,id` sets."""
    settings.LANGUAGES = [*site_settings.LANGUAGES, ("id", "Indonesian")]
    settings.WAGTAIL_CONTENT_LANGUAGES = settings.LANGUAGES


@pytest.fixture
def indonesian(site, setting):
    """The site as `./run demo` makes it with this setting."""
    add_further_languages()


@pytest.fixture
def html(client):
    """The page at an address, without white space between its parts."""
    return lambda address: re.sub(r"\s+", " ", client.get(address).content.decode())


def test_without_the_setting_there_is_no_such_language(client, site):
    assert client.get("/id/", follow=True).status_code == 404
    assert "Bahasa Indonesia" not in client.get("/en/").content.decode()


def test_before_there_are_pages_the_english_ones_stand_in(client, site, setting):
    html = client.get("/id/").content.decode()
    assert "Langsung ke isi" in html
    assert "Social protection, learnt from evidence" in html
    assert 'href="/en/publications/"' in html


def test_navigation_is_in_the_language(indonesian, html):
    page = html("/id/")
    assert '<html lang="id">' in page
    for words in ("Langsung ke isi", "Cari di situs ini", "Menu utama", "Masuk", "Menu bawah"):
        assert words in page
    for slug, title in (
        ("publications", "Publikasi"),
        ("learn", "Belajar"),
        ("about", "Tentang portal"),
    ):
        assert f'href="/id/{slug}/">{title}</a>' in page


def test_the_language_switch_leads_there_and_back(indonesian, html):
    assert 'href="/id/about/" hreflang="id" lang="id">Bahasa Indonesia</a>' in html(
        "/zh-hans/about/"
    )
    assert 'href="/zh-hans/about/"' in html("/id/about/")


def test_a_page_without_a_translation_is_shown_as_it_was_written_and_says_so(indonesian, html):
    page = html("/id/privacy/")
    assert '<main class="page" id="content" tabindex="-1" lang="en">' in page
    assert "Halaman ini belum diterjemahkan." in page
    assert "Reading without being watched" in page
    assert "belum diterjemahkan" not in html("/id/about/")


def test_search_listing_and_missing_pages_speak_it(indonesian, client, html):
    assert "Tidak ada hasil untuk <b>xyzzy</b>" in html("/id/search/?q=xyzzy")
    assert "Belum ada yang diterbitkan di sini." in html("/id/events/")
    missing = client.get("/id/nowhere/")
    assert missing.status_code == 404
    assert "Halaman tidak ditemukan" in missing.content.decode()


def test_what_the_catalogue_lacks_stands_in_english(indonesian):
    from django.utils.translation import gettext, override

    with override("id"):
        assert gettext("Outdated quotes") == "Outdated quotes"
        assert gettext("Search") == "Cari"


def test_new_pages_follow_and_translations_are_kept(indonesian, site):
    site.add_child(instance=PlainPage(title="Terms", slug="terms", locale=site.locale))
    add_further_languages()
    locale = Locale.objects.get(language_code="id")
    assert PlainPage.objects.get(locale=locale, slug="terms").alias_of.title == "Terms"
    about = PlainPage.objects.get(locale=locale, slug="about")
    assert (about.title, about.alias_of) == ("Tentang portal", None)
