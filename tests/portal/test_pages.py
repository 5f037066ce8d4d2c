"""Pages: which may stand below which, what they show, and how the two languages meet."""

import re

import pytest
from wagtail.models import Locale, Page

from portal.demo.content import ABOUT, HOME, SURVEYS
from portal.demo.site import build_site
from portal.models import HomePage, ListingPage, PlainPage
from portal.translation import translate_page
from tests.factories import make_plain_page

pytestmark = pytest.mark.django_db
CRUMB = re.compile(r'class="breadcrumbs__step"><a href="[^"]+">([^<]+)</a>')


@pytest.mark.parametrize(
    ("parent", "child", "allowed"),
    [
        (HomePage, ListingPage, True),
        (HomePage, PlainPage, True),
        (HomePage, HomePage, False),
        (ListingPage, ListingPage, True),
        (ListingPage, PlainPage, False),
        (PlainPage, PlainPage, True),
        (PlainPage, ListingPage, False),
        (Page, HomePage, True),
        (Page, PlainPage, False),
    ],
)
def test_what_may_stand_below_what(parent, child, allowed):
    assert (child in parent.allowed_subpage_models()) is allowed


@pytest.mark.parametrize(
    ("path", "content"), [("", HOME), ("surveys/", SURVEYS), ("about/", ABOUT)]
)
def test_the_pages_of_the_site_stand_in_both_languages(client, site, path, content):
    english = client.get(f"/en/{path}").content.decode()
    chinese = client.get(f"/zh-hans/{path}").content.decode()
    assert content.title.en in english
    assert content.title.zh in chinese
    assert content.summary.zh in chinese
    for section in content.sections:
        assert section.heading.zh in chinese
        for paragraph in section.paragraphs:
            assert paragraph.zh in chinese
            assert paragraph.en not in chinese


def test_a_new_site_is_built_from_nothing(client, site):
    for home in HomePage.objects.all():
        home.delete()
    assert client.get("/zh-hans/about/").status_code == 404
    build_site()
    assert ABOUT.title.zh in client.get("/zh-hans/about/").content.decode()


def test_building_the_site_again_changes_nothing(site):
    before = list(Page.objects.order_by("pk").values_list("pk", "latest_revision_id"))
    assert build_site().pk == site.pk
    assert list(Page.objects.order_by("pk").values_list("pk", "latest_revision_id")) == before


def test_the_tree_of_pages_is_sound(site):
    assert Page.find_problems() == ([], [], [], [], [])
    assert not Page.objects.filter(depth=2, content_type__model="page").exists()


@pytest.mark.parametrize(
    ("path", "other"),
    [
        ("/en/about/", "/zh-hans/about/"),
        ("/zh-hans/surveys/", "/en/surveys/"),
        ("/en/account/login/?next=/en/", "/zh-hans/account/login/?next=/en/"),
        ("/en/no-such-page/", "/zh-hans/"),
    ],
)
def test_the_language_switch_leads_to_the_same_page(client, site, path, other):
    page = client.get(path).content.decode()
    language = other.split("/")[1]
    assert f'href="{other}" hreflang="{language}" lang="{language}"' in page


def test_without_a_translation_the_switch_leads_to_the_other_home_page(client, site):
    make_plain_page(site, title="English only", slug="english-only")
    page = client.get("/en/english-only/").content.decode()
    assert 'href="/zh-hans/" hreflang="zh-hans" lang="zh-hans"' in page
    assert 'rel="alternate" hreflang="zh-hans"' not in page


def test_the_switch_names_each_language_in_itself(client, site):
    for path in ("/en/", "/zh-hans/"):
        page = client.get(path).content.decode()
        assert ">English</a>" in page
        assert ">简体中文</a>" in page


def test_both_languages_share_their_slugs(site):
    about = PlainPage.objects.get(slug="about", locale__language_code="en")
    make_plain_page(about, title="Legal notice", slug="legal-notice")
    legal = PlainPage.objects.get(slug="legal-notice")
    chinese = translate_page(
        legal, Locale.objects.get(language_code="zh-hans"), {"Legal notice": "法律声明"}
    )
    assert (chinese.title, chinese.slug) == ("法律声明", "legal-notice")
    assert chinese.url == "/zh-hans/about/legal-notice/"


def test_an_editor_opens_every_kind_of_page(client, site, person):
    client.force_login(person("editor"))
    for page in Page.objects.filter(depth__gte=2):
        assert client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200


def test_a_preview_may_be_shown_inside_the_editor_s_own_page(client, site, person):
    page = make_plain_page(site, "Legal notice")
    client.force_login(person("editor"))
    address = f"/admin/pages/{page.pk}/revisions/{page.latest_revision_id}/view/"
    answer = client.get(address)
    assert "Legal notice" in answer.content.decode()
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in client.get(page.url)["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("address", "crumbs"),
    [
        ("/en/", []),
        ("/en/surveys/", ["Home"]),
        ("/zh-hans/surveys/", ["首页"]),
        ("/en/about/legal-notice/", ["Home", "About the portal"]),
        ("/en/search/", ["Home"]),
        ("/en/account/login/", ["Home"]),
        ("/en/no-such-page/", ["Home"]),
    ],
)
def test_a_reader_sees_where_a_page_stands(client, site, address, crumbs):
    make_plain_page(PlainPage.objects.child_of(site).get(slug="about"), slug="legal-notice")
    html = client.get(address).content.decode()
    assert CRUMB.findall(html) == crumbs
