"""The demonstration's knowledge: complete in both languages, and built once."""

import json
import re

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import translation
from django.utils.html import escape
from django.utils.text import capfirst
from wagtail.models import Page, Revision

from briefs.demo import build_demo
from briefs.demo.content import read, read_rows
from briefs.demo.pages import body_of
from briefs.demo.snippets import make_snippets
from briefs.models import (
    Affiliation,
    Audio,
    Episode,
    Figure,
    Institution,
    Person,
    Publication,
    Scheme,
    Series,
    Source,
)
from portal.demo.fixtures import Wording
from portal.demo.site import build_site
from portal.models import Country, HomePage, ListingPage, Topic
from surveys.demo import SLUG, newest_finding
from surveys.models import Survey
from tests.factories import make_user
from tests.surveys.makers_releases import make_release, show

RECORDS = """
    experiences/china
    publications/policy-briefs/1-sickness-gig-workers
    publications/policy-briefs/2-employment-injury
    publications/research-briefs/1-relative-poverty
    publications/fact-sheets/informal-economy-faq
    publications/monitor/4
    events/social-protection-beyond-covid-19
    events/flexible-employment-seminar
    events/demonstration-portability-exchange
    podcasts/sickness-cover-1
    podcasts/sickness-cover-2
    podcasts/relative-poverty
""".split()
WORDS = [
    (Country, "names"),
    (Topic, "names"),
    (Topic, "aliases"),
    (Institution, "names"),
    (Person, "names"),
    (Scheme, "names"),
    (Scheme, "aliases"),
    (Series, "names"),
    (Source, "titles"),
    (Source, "note"),
    (Figure, "scope"),
    (Figure, "locator"),
    (Figure, "note"),
]
INDICATOR = "C02"
ENGLISH_SENTENCE = re.compile(r"[a-z]{2,} [a-z]{2,}", re.IGNORECASE)
CHINESE_CHARACTER = re.compile("[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demonstration, built once for the tests of this file; gives what was told."""
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with media, django_db_blocker.unblock(), transaction.atomic():
        told = []
        build_site()
        build_demo(told.append)
        yield told
        transaction.set_rollback(True)


pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.django_db]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("path", RECORDS)
def test_every_record_is_published_in_both_languages(client, language, path):
    assert client.get(f"/{language}/{path}/").status_code == 200


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_publications_are_listed_with_their_sections(client, language):
    listing = ListingPage.objects.get(slug="publications", locale__language_code=language)
    shown = client.get(listing.url).content.decode()
    for page in [*listing.subsections(), *listing.entries()]:
        assert escape(page.title) in shown


def test_no_text_of_a_page_is_left_in_english():
    left = [
        text
        for page in Page.objects.filter(locale__language_code="zh-hans").specific()
        for text in texts_in(page.serializable_data())
        if ENGLISH_SENTENCE.search(text) and not CHINESE_CHARACTER.search(text)
    ]
    assert left == []


def texts_in(value):
    """All strings of stored content, including those of its streams, which are JSON in JSON."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [text for each in value for text in texts_in(each)]
    if isinstance(value, str) and value.startswith(("[{", "{")):
        return texts_in(json.loads(value))
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize(("model", "field"), WORDS)
def test_snippets_have_their_words_in_both_languages(model, field):
    for words in model.objects.values_list(field, flat=True):
        assert not words or set(words) == {"en", "zh-hans"}


def test_every_figure_of_the_table_is_stored_once():
    assert Figure.objects.count() == len(list(read_rows("figures.csv"))) == 46


def test_rival_dates_of_the_rural_scheme_stand_together():
    group = Figure.objects.filter(group="rural-scheme-begins")
    assert sorted(figure.date_value.year for figure in group) == [2002, 2003, 2004]
    assert all(figure.locator and figure.note for figure in group)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("path", RECORDS)
def test_a_record_shows_each_of_its_figures_with_its_source(client, language, path):
    address = f"/{language}/{path}/"
    shown = client.get(address).content.decode()
    translation.activate(language)
    slug = path.rsplit("/", 1)[1]
    page = Page.objects.get(slug=slug, locale__language_code=language).specific
    for figure in page.figures():
        for told in (figure, *figure.rivals):
            assert capfirst(told.words) in shown
            assert escape(told.source.short) in shown


def test_the_same_number_in_the_words_of_each_language(client):
    assert "833 million" in client.get("/en/experiences/china/").content.decode()
    assert "8.33亿" in client.get("/zh-hans/experiences/china/").content.decode()


def test_the_chinese_episode_plays_the_chinese_recording():
    english, chinese = (
        Episode.objects.get(slug="relative-poverty", locale__language_code=code)
        for code in ("en", "zh-hans")
    )
    assert english.audio != chinese.audio
    assert chinese.audio.title == chinese.title
    assert CHINESE_CHARACTER.search(chinese.audio.transcript)


def test_the_forthcoming_brief_says_when_it_is_expected():
    brief = Publication.objects.get(slug="2-employment-injury", locale__language_code="en")
    assert not brief.printable
    assert brief.expected is not None


def test_built_again_what_exists_is_left_as_it_is():
    page = Page.objects.get(slug="china", locale__language_code="en").specific
    page.title = "China, as an editor sees it"
    page.save_revision().publish()
    before = counts()
    build_demo(lambda line: None)
    assert counts() == before
    assert Page.objects.get(pk=page.pk).title == "China, as an editor sees it"


def counts():
    return [model.objects.count() for model in (Page, Revision, Audio, Affiliation, *dict(WORDS))]


def test_findings_are_quoted_where_a_release_is_public_and_else_left_out():
    data = read("pages/policy-brief-1.toml")
    known = make_snippets()
    with_release = body_of(data, known, Wording(), lambda indicator: f"release:{indicator}:")
    without = body_of(data, known, Wording(), lambda indicator: "")
    quoted = [block["value"]["finding"] for block in with_release if block["type"] == "finding"]
    assert quoted == ["release:C04:", "release:S01:"]
    assert [block for block in with_release if block["type"] != "finding"] == without


def test_the_newest_release_of_the_demonstration_survey_is_quoted():
    home = HomePage.objects.get(locale__language_code="en")
    survey = Survey.objects.create(slug=SLUG, titles={"en": "Five cities"}, synthetic=True)
    release = make_release(survey)
    assert newest_finding(INDICATOR) == ""
    show(release, home)
    assert newest_finding(INDICATOR) == f"{release.public_id}:{INDICATOR}:"


def test_rich_text_has_paragraphs_and_below_them_a_list():
    wording = Wording()
    text = {
        "paragraphs": [{"en": "Two:", "zh-hans": "两项："}],
        "items": [
            {"en": "one", "zh-hans": "一"},
            {"en": "two", "zh-hans": "二"},
        ],
        "ordered": True,
    }
    assert wording.english(text) == "<p>Two:</p><ol><li>one</li><li>two</li></ol>"
    assert wording.chinese == {"Two:": "两项：", "one": "一", "two": "二"}


@pytest.mark.parametrize(
    ("group", "text"),
    [
        ("editor", "Not published yet: Review of international experience"),
        ("translator", "The source has changed: 演示"),
    ],
)
def test_work_awaits_the_editor_and_the_translator(client, group, text):
    client.force_login(make_user(group))
    assert text in client.get("/en/account/").content.decode()
