"""The page after log-in: what awaits a person, and which doors are open."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from portal import registries
from portal.registries import Awaiting, StartCard
from portal.translation import translate_page
from surveys.services.intake import receive_submission
from surveys.services.samples import store_plan
from surveys.services.teams import set_role
from tests.factories import make_plain_page, make_unit
from tests.nse import interviews, survey

__all__ = ["interviews", "survey"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def cards(monkeypatch):
    """Only the cards of a test."""
    monkeypatch.setattr(registries, "start_cards", {})
    return registries.register_start_card


def card(key="desk", **fields):
    return StartCard(key=key, title="Desk", text="Work.", address="account_profile", **fields)


def start(client, user):
    client.force_login(user)
    return client.get("/en/account/").content.decode()


def test_what_awaits_the_person_stands_there_with_its_progress(client, person, cards):
    def lessons(request):
        yield Awaiting("Go on with lesson 2", "/en/learn/", done=1, total=3)

    cards(card(groups=frozenset({"trainee"}), awaiting=lessons))
    page = start(client, person("trainee"))
    assert '<a class="awaiting__link" href="/en/learn/">Go on with lesson 2</a>' in page
    assert "1 of 3 done" in page
    assert '<progress class="awaiting__bar" max="3" value="1"' in page
    assert "Go on with lesson 2" not in start(client, person("partner"))


def test_what_is_new_is_told_apart_from_what_waits(client, person, cards):
    def news(request):
        yield Awaiting("New brief: Sickness", "/en/publications/")

    cards(card(news=news))
    page = start(client, person("partner"))
    assert "Nothing waits for you at the moment." in page
    assert page.index("What is new") < page.index("New brief: Sickness")


@pytest.mark.parametrize(
    ("address", "above"),
    [
        ("account/", []),
        ("account/profile/", ["My start page"]),
        ("account/factors/passkeys/", ["My start page", "Second factor"]),
    ],
)
def test_pages_of_the_account_say_where_they_stand(client, site, person, address, above):
    client.force_login(person("partner"))
    page = client.get(f"/en/{address}").content.decode()
    steps = re.findall(r'class="breadcrumbs__step"><a href="[^"]+">([^<]+)</a>', page)
    assert steps == ["Home", *above]


def test_where_nothing_waits_the_page_says_so(client, person, cards):
    cards(card())
    assert "Nothing waits for you at the moment." in start(client, person("partner"))


def test_a_door_without_an_address_is_left_out(client, person, cards):
    cards(StartCard("shut", "Shut", "No way.", lambda request: ""))
    cards(StartCard("open", "Open", "Come in.", lambda request: "/en/about/"))
    page = start(client, person("partner"))
    assert "No way." not in page
    assert 'href="/en/about/">Open</a>' in page


@pytest.fixture
def guide(site):
    """A page in both languages of which everything is translated."""
    page = make_plain_page(site, title="Guide", slug="guide")
    translate_page(page, Locale.objects.get(language_code="zh-hans"), {"Guide": "指南"})
    return page


def test_an_editor_sees_what_is_not_published_yet(client, person, guide):
    editor = person("editor")
    assert "Not published yet" not in start(client, editor)
    guide.title = "Guide, second edition"
    guide.save_revision()
    page = start(client, editor)
    assert "Not published yet: Guide, second edition" in page
    assert f'href="/admin/pages/{guide.pk}/edit/"' in page


def test_a_translator_sees_texts_without_a_translation(client, person, site, guide):
    translator = person("translator")
    assert "Texts without a translation" not in start(client, translator)
    page = make_plain_page(site, title="Manual", slug="manual")
    chinese = translate_page(page, Locale.objects.get(language_code="zh-hans"), {})
    assert f'href="/admin/pages/{chinese.pk}/edit/"' in start(client, translator)


def test_a_translator_sees_where_the_source_has_changed(client, person, guide):
    guide.title = "Guide, second edition"
    guide.save_revision().publish()
    page = start(client, person("translator"))
    assert "The source has changed: 指南" in page
    chinese = guide.get_translations().get()
    link = re.search(rf'href="(/admin/localize/update/.+{chinese.pk}%2Fedit%2F)"', page)[1]
    assert "Sync" in client.get(link).content.decode()
    answer = client.post(link)
    assert answer["Location"] == f"/admin/pages/{chinese.pk}/edit/"


def test_an_auditor_sees_the_newest_release_but_no_answers_to_review(
    client, person, survey, interviews
):
    receive_submission(survey=survey, xml=interviews[0])
    survey.releases.create(
        number=4, plan=store_plan(survey=survey, text=""), results="{}", content_hash="0" * 64
    )
    auditor, researcher = start(client, person("auditor")), start(client, person("researcher"))
    assert "1 answer waits for review." in researcher
    assert "release 4 is the newest." in researcher
    assert "release 4 is the newest." in auditor
    assert "review." not in auditor


def test_an_interviewer_sees_how_many_cases_are_open(client, person, survey):
    make_unit(survey)
    make_unit(survey, disposition="23")
    page = start(client, person("interviewer"))
    assert "1 case has neither an interview nor an outcome." in page
    assert "1 of 2 done" in page


def test_a_case_whose_interview_was_rejected_is_open_again(client, person, survey):
    unit = make_unit(survey)
    unit.submissions.create(survey=survey, instance_id="uuid:1", sha256="x", state="rejected")
    page = start(client, person("interviewer"))
    assert "1 case has neither an interview nor an outcome." in page


def test_who_only_looks_on_is_told_of_no_cases(client, person, survey):
    make_unit(survey)
    looking = person("interviewer")
    set_role(survey=survey, user=looking, role="viewer")
    assert "neither an interview nor an outcome" not in start(client, looking)


def test_the_start_page_costs_the_same_however_much_waits(client, person, site):
    administrator = person("administrator")
    start(client, administrator)
    with CaptureQueriesContext(connection) as few:
        start(client, administrator)
    for number in range(3):
        make_plain_page(site, title=f"Page {number}", slug=f"page-{number}").save_revision()
    with CaptureQueriesContext(connection) as many:
        start(client, administrator)
    assert len(many) == len(few)
