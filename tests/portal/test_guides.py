"""A guide for each role, in both languages, with pictures that are there and small."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.utils.translation import override

from portal.guides import GUIDES, guides_for

pytestmark = pytest.mark.django_db
PICTURES = Path(settings.ROOT, "portal/static/portal/help")
NAMES = {step.picture.name for guide in GUIDES.values() for step in guide.steps if step.picture}


def test_every_group_has_a_guide_and_so_have_those_without_an_account():
    groups = set(Group.objects.values_list("name", flat=True))
    assert groups | {"visitor", "respondent"} == set(GUIDES)
    assert [guide.key for guide in guides_for({"partner"})] == ["partner"]
    assert [guide.key for guide in guides_for(set())] == ["visitor"]
    assert [guide.key for guide in guides_for({"trainee"})] == ["trainee"]
    assert len(guides_for(set(), everything=True)) == len(GUIDES)


@pytest.mark.parametrize("width", ["wide", "narrow"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_pictures_are_there_and_small(language, width):
    files = {path.stem: path.stat().st_size for path in (PICTURES / language / width).iterdir()}
    assert set(files) == NAMES
    assert max(files.values()) < 60_000


@pytest.mark.parametrize("key", GUIDES)
def test_a_guide_shows_its_steps_in_both_languages(client, site, key):
    with override("en"):
        english = str(GUIDES[key].steps[-1].text)
    for code in ("en", "zh-hans"):
        html = client.get(f"/{code}/help/{key}/").content.decode()
        for picture in (step.picture for step in GUIDES[key].steps if step.picture):
            for width in ("wide", "narrow"):
                assert f"/static/portal/help/{code}/{width}/{picture.name}.webp" in html
        assert html.count('<li class="guide__step">') == len(GUIDES[key].steps)
        assert (english in html) == (code == "en")


def test_a_language_without_pictures_shows_the_english_ones(client, site, settings):
    settings.LANGUAGES = [*settings.LANGUAGES, ("id", "Indonesian")]
    assert (
        "/static/portal/help/en/wide/home.webp" in client.get("/id/help/visitor/").content.decode()
    )


def test_an_unknown_guide_is_a_missing_page(client, site):
    assert client.get("/en/help/nobody/").status_code == 404


def test_the_start_page_and_the_foot_lead_to_the_guides(client, person, site):
    client.force_login(person("trainer"))
    html = client.get("/en/account/").content.decode()
    assert 'href="/en/help/trainer/"' in html
    assert 'href="/en/help/"' in html[html.index("site-footer") :]
