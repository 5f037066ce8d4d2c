"""Questionnaires on web pages: through both doors, page by page, to the submission."""

import re
from datetime import timedelta

import html5lib
import pytest
from django.urls import reverse
from django.utils import timezone

from surveys.models import Draft, Invitation, Submission
from surveys.services.invitations import token_of
from tests.nse import nse_questionnaire
from tests.surveys.interviewing.visitors import Visitor
from tests.surveys.makers_respondents import begin, come, link_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("seed", [1, 2])
def test_a_whole_interview_by_the_open_link(client, opened, language, seed):
    visitor = begin(client, opened, language, seed=seed)
    assert 15 < visitor.answer_all() < 40
    visitor.send("send")
    submission = opened.submissions.get()
    assert submission.issues == []
    assert submission.source == Submission.Source.PAGE
    assert submission.row["j_outcome"] == "11"
    assert submission.row["a_mode"] == "3"
    assert submission.consent.number == 1
    assert submission.ended_at > submission.started_at
    draft = Draft.objects.get()
    assert (draft.outcome, draft.submission) == ("11", submission)


def test_every_page_is_sound_html(client, opened):
    visitor = begin(client, opened)
    for _ in range(3):
        visitor.send()  # all faults of the page
        html5lib.HTMLParser(strict=True).parse(visitor.answer.content.decode())
        visitor.answer_page()
        html5lib.HTMLParser(strict=True).parse(visitor.answer.content.decode())


def test_an_invitation_brings_the_case_and_is_good_for_one_response(client, invitation, unit):
    visitor = come(client, link_of(invitation))
    visitor.decide()
    visitor.answer_all()
    asked = {key.rpartition("/")[2] for key in visitor.seen}
    assert asked & {"a_case_id", "a_city", "a_stratum", "j_int", "j_outcome", "a_consent"} == set()
    visitor.send("send")
    submission = Submission.objects.get()
    assert submission.unit == unit
    told = {"a_case_id": "HZ2-012-0345", "a_city": "330100", "a_stratum": "2", "a_consent": "1"}
    assert {name: submission.row[name] for name in told} == told
    invitation.refresh_from_db()
    assert invitation.opened_at < invitation.submitted_at
    again = come(client, link_of(invitation))
    assert again.title == "Already answered"
    assert client.post(link_of(invitation), {"do": "send", "page": "19"}).status_code == 200
    assert Submission.objects.count() == 1


def test_the_token_is_nowhere_in_the_database(invitation):
    stored = Invitation.objects.values().get()
    assert token_of(invitation) not in str(stored)


def test_each_page_has_an_address_as_far_as_the_person_has_come(client, opened):
    visitor = begin(client, opened)
    first = visitor.shown
    while visitor.fields["page"] == "0":
        visitor.answer_page()
    path, _, number = visitor.address.partition("?page=")
    assert number == visitor.fields["page"] == "1"
    for asked, page in (
        ("0", "0"),
        ("1", "1"),
        ("9", "1"),
        ("99999", "1"),
        ("-1", "1"),
        ("x", "1"),
    ):
        visitor.take(client.get(f"{path}?page={asked}", follow=True), path)
        assert visitor.fields["page"] == page
    visitor.take(client.get(f"{path}?page=0", follow=True), path)
    assert visitor.shown[: len(first)] == first
    assert visitor.fields["grp_a/a_age"] == "30"
    draft = Draft.objects.get()
    assert draft.page == 0
    assert {event["do"] for event in draft.paradata} == {"next", "turn"}  # nobody was away


@pytest.mark.parametrize("decision", ["no", "maybe", ""])
def test_nobody_goes_on_without_consent(client, invitation, unit, decision):
    visitor = come(client, link_of(invitation))
    visitor.decide(decision)
    if decision == "no":
        unit.refresh_from_db()
        assert (visitor.title, unit.disposition) == ("Thank you", "211")
        row = Submission.objects.get().row
        assert (row["a_consent"], row["j_outcome"]) == ("0", "211")
    else:
        assert visitor.answer.status_code == 422
        assert not Draft.objects.exists()


def test_consent_to_an_older_text_is_no_consent(client, opened):
    visitor = come(client, f"/en/respond/{opened.public_id}/")
    opened.consent_texts.create(number=2, texts={"en": "We ask more now."})
    visitor.decide()
    assert visitor.answer.status_code == 422
    assert "We ask more now." in visitor.answer.content.decode()


def test_all_faults_stand_above_and_at_their_questions(client, opened):
    visitor = begin(client, opened)
    visitor.send(**{"grp_a/a_age": "200"})
    assert visitor.answer.status_code == 422
    links = visitor.page.xpath("//*[@role='alert']//a")
    assert [link.get("href") for link in links] == ["#q-grp_a-a_age", "#q-grp_a-a_work7"]
    assert all(visitor.page.get_element_by_id(link.get("href")[1:]) is not None for link in links)
    assert "How old are you" in links[0].text
    assert visitor.fields["grp_a/a_age"] == "200"


def test_back_judges_nothing_and_loses_nothing(client, opened):
    visitor = begin(client, opened)
    visitor.answer_page()
    while "B. " not in visitor.title:
        visitor.answer_page()
    visitor.send("back", **{"grp_main/grp_b/b_birth_year": "long ago"})
    assert visitor.fields["grp_a/a_age"] == "30"
    visitor.send("next")
    assert visitor.fields["grp_main/grp_b/b_birth_year"] == "long ago"


def test_another_language_keeps_the_answers_and_the_page(client, opened):
    visitor = begin(client, opened)
    visitor.send("language:zh-hans", **{"grp_a/a_age": "41"})
    assert visitor.address.startswith("/zh-hans/respond/r/")
    assert visitor.page.get("lang") == "zh-hans"
    assert visitor.fields["grp_a/a_age"] == "41"
    assert "您的周岁年龄" in visitor.answer.content.decode()


def test_who_saves_comes_back_to_the_same_page_on_any_device(client, opened):
    visitor = begin(client, opened)
    visitor.answer_page()
    before = visitor.title
    visitor.send("save")
    (link,) = set(visitor.page.xpath("//main//a/@href"))
    other = type(client)()
    again = Visitor(other, link, nse_questionnaire(), visitor.respondent)
    assert again.title == before
    assert again.answer_all() > 5


def test_who_is_screened_out_is_kept(client, opened):
    visitor = begin(client, opened, a_age="15", a_work7="0", a_absent="0")
    visitor.answer_all()
    assert "grp_a/a_stop" in visitor.seen
    visitor.send("send")
    assert "another group of people" in visitor.answer.content.decode()
    assert opened.submissions.get().row["j_outcome"] == "41"


def test_an_answer_that_no_longer_fits_is_found_before_sending(client, opened):
    visitor = begin(client, opened)
    visitor.answer_all()
    draft = Draft.objects.get()
    draft.answers["grp_a/a_age"] = "31"  # the year of birth went with another age
    draft.answers["grp_main/grp_b/b_birth_year"] = "1950"
    draft.save()
    visitor.send("send")
    assert visitor.answer.status_code == 422
    assert visitor.title.startswith("B. ")
    assert not opened.submissions.exists()


def test_a_fragment_keeps_the_answers_and_shows_what_follows(client, opened):
    visitor = begin(client, opened)
    address = visitor.address
    sent = {**visitor.fields, "grp_a/a_age": "30", "grp_a/a_work7": "0", "do": "fragment"}
    fragment = client.post(address, sent)
    assert "<html" not in fragment.content.decode()
    assert 'name="grp_a/a_absent"' in fragment.content.decode()
    assert re.fullmatch(r"\d\d:\d\d", fragment["X-Kept-At"])
    assert Draft.objects.get().answers["grp_a/a_age"] == "30"


def test_a_script_that_is_overtaken_turns_no_page_back(client, opened):
    visitor = begin(client, opened)
    late = {**visitor.fields, "grp_a/a_age": "30", "do": "fragment"}
    visitor.answer_page()
    visitor.answer_page()
    before = visitor.title
    client.post(visitor.address, late)
    visitor.take(client.get(visitor.address, follow=True), visitor.address)
    assert visitor.title == before
    assert Draft.objects.get().answers["grp_a/a_work7"] == "1"


def test_what_people_did_is_noted_by_the_clock_of_the_server(client, opened):
    visitor = begin(client, opened)
    visitor.send(**{"grp_a/a_age": "200"})
    (event,) = Draft.objects.get().paradata
    assert (event["do"], event["page"], event["changed"]) == ("next", 0, ["grp_a/a_age"])
    assert event["faults"] == ["grp_a/a_age", "grp_a/a_work7"]
    event["at"] = "2021-04-06T01:00:00.000Z"
    Draft.objects.update(paradata=[event])
    client.get(visitor.address)
    client.get(visitor.address)
    assert [each["do"] for each in Draft.objects.get().paradata] == ["next", "resume"]


def test_who_leaves_and_comes_back_has_paused(client, opened, person):
    """The pause is not time of the interview; the page of the interview tells both."""
    from surveys.services.teams import set_role

    visitor = begin(client, opened)
    visitor.answer_page()
    address = visitor.address
    visitor.send("save")
    client.get(address)
    draft = Draft.objects.get()
    assert [each["do"] for each in draft.paradata] == ["next", "save", "resume"]
    began = timezone.now() - timedelta(minutes=50)
    for event, minutes in zip(draft.paradata, (2, 5, 45), strict=True):
        event["at"] = (began + timedelta(minutes=minutes)).isoformat()
    Draft.objects.update(paradata=draft.paradata, started_at=began)
    visitor.take(client.get(address, follow=True), address)
    visitor.answer_all()
    visitor.send("send")
    (stored,) = opened.submissions.all()
    assert stored.minutes == pytest.approx(50 - 40, abs=0.5)
    assert (stored.ended_at - stored.started_at).total_seconds() / 60 == pytest.approx(50, abs=0.5)

    reader = person("researcher")
    set_role(survey=opened, user=reader, role="lead")
    client.force_login(reader)
    page = client.get(reverse("surveys_submission", args=[opened.slug, stored.pk]))
    assert "with pauses" in page.content.decode()


def test_a_page_costs_the_same_queries_early_and_late(
    client, opened, django_assert_max_num_queries
):
    visitor = begin(client, opened)
    visitor.answer_all()
    with django_assert_max_num_queries(4):
        client.get(visitor.address)
    with django_assert_max_num_queries(8):
        client.post(visitor.address, {"do": "back", "page": "19", "shown": ""})
