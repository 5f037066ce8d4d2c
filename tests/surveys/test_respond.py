"""Questionnaires on web pages: through both doors, page by page, to the submission."""

import re

import html5lib
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from surveys import queries
from surveys.models import Draft, Invitation, Member, SampleUnit, Submission
from surveys.services.instruments import import_instrument, publish_instrument
from surveys.services.invitations import invite, revoke_invitation, token_of
from tests.nse import nse_questionnaire
from tests.surveys.instrument.forms import workbook
from tests.surveys.instrument.respondents import ELIGIBLE, RandomRespondent
from tests.surveys.interviewing.kinds import all_kinds
from tests.surveys.interviewing.visitors import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(survey):
    """The survey of the demonstration questionnaire, open to everybody, with a consent text."""
    cache.clear()
    survey.state, survey.open_link = "open", True
    survey.save()
    texts = {"en": "We ask about your work.", "zh-hans": "我们想了解您的工作。"}
    survey.consent_texts.create(number=1, texts=texts)
    return survey


@pytest.fixture
def unit(opened):
    attributes = {"city": "330100", "a_stratum": "2", "a_source": "1"}
    return SampleUnit.objects.create(
        survey=opened, case_id="HZ2-012-0345", stratum="2", psu="12", base_weight=1,
        attributes=attributes,
    )  # fmt: skip


@pytest.fixture
def invitation(unit):
    (made,) = invite(survey=unit.survey, units=[unit])
    return made


def link_of(invitation, language="en"):
    return f"/{language}/respond/i/{token_of(invitation)}/"


def come(client, address, seed=1, **fixed):
    born = str(timezone.localdate().year - 30)
    respondent = RandomRespondent(seed, **{**ELIGIBLE, "b_birth_year": born, **fixed})
    return Visitor(client, address, nse_questionnaire(), respondent)


def begin(client, opened, language="en", **fixed):
    visitor = come(client, f"/{language}/respond/{opened.public_id}/", **fixed)
    visitor.decide()
    return visitor


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


@pytest.mark.parametrize(
    ("change", "title", "status"),
    [
        ({"state": "paused"}, "A short break", 200),
        ({"state": "closed"}, "The survey is closed", 200),
        ({"opens_at": timezone.now() + timezone.timedelta(days=1)}, "Not open yet", 200),
        ({"closes_at": timezone.now() - timezone.timedelta(days=1)}, "The survey is closed", 200),
        ({"state": "draft"}, "This link leads to no survey", 404),
        ({"open_link": False}, "This link leads to no survey", 404),
    ],
)
def test_doors_that_are_not_open(client, opened, change, title, status):
    type(opened).objects.filter(pk=opened.pk).update(**change)
    visitor = come(client, f"/en/respond/{opened.public_id}/")
    assert (visitor.title, visitor.answer.status_code) == (title, status)


def test_links_that_lead_nowhere(client, invitation):
    revoke_invitation(invitation=invitation)
    for address in (link_of(invitation), "/en/respond/i/invented/", "/en/respond/r/invented/"):
        assert client.get(address).status_code == 404


def test_an_expired_invitation(client, invitation):
    Invitation.objects.update(expires_at=timezone.now())
    assert client.get(link_of(invitation)).status_code == 410


def test_pages_are_private(client, opened, invitation):
    visitor = begin(client, opened)
    for address in (f"/en/respond/{opened.public_id}/", visitor.address, link_of(invitation)):
        answer = client.get(address)
        assert "no-store" in answer["Cache-Control"]
        assert "noindex" in answer["X-Robots-Tag"]


def test_one_network_cannot_begin_without_end(client, opened, settings):
    settings.OPEN_LINK_STARTS = 3
    for _ in range(3):
        begin(client, opened)
    assert begin(client, opened).answer.status_code == 429
    assert Draft.objects.count() == 3


def test_an_interviewer_sees_the_case_and_records_the_outcome(client, invitation, person):
    interviewer = person("interviewer")
    assert Member.objects.get().role == "interviewer"
    client.force_login(interviewer)
    visitor = come(client, link_of(invitation))
    visitor.decide()
    assert "HZ2-012-0345" in visitor.page.xpath("string(//header)")
    assert visitor.fields["grp_a/a_city"] == "330100"
    visitor.answer_all()
    assert {"grp_j/j_int", "grp_j/j_outcome"} <= {*visitor.seen}
    visitor.send("send")
    submission = Submission.objects.get()
    assert (submission.interviewer, submission.issues) == (interviewer, [])


def test_a_page_costs_the_same_queries_early_and_late(
    client, opened, django_assert_max_num_queries
):
    visitor = begin(client, opened)
    visitor.answer_all()
    with django_assert_max_num_queries(4):
        client.get(visitor.address)
    with django_assert_max_num_queries(8):
        client.post(visitor.address, {"do": "back", "page": "19", "shown": ""})


def test_a_preview_is_the_questionnaire_and_stores_nothing(client, opened, person):
    client.force_login(person("researcher"))
    version = opened.instrument_versions.get()
    type(version).objects.update(state="draft")
    opened.state = "draft"
    opened.save()
    link = f"/en/respond/preview/{version.pk}/"
    assert f'href="{link}"' in client.get("/admin/surveys/work/").content.decode()
    visitor = come(client, link)
    assert "nothing is stored" in visitor.page.xpath("string(//header)")
    visitor.answer_all()
    visitor.send("send")
    assert visitor.title == "Thank you"
    assert not Draft.objects.exists()
    assert not Submission.objects.exists()


def test_a_chosen_file_comes_with_the_interview(client, opened):
    version = import_instrument(survey=opened, content=all_kinds(), filename="kinds.xlsx")
    publish_instrument(version=version)
    questionnaire = queries.questionnaire_of(version)
    visitor = Visitor(client, f"/en/respond/{opened.public_id}/", questionnaire, answer_kinds)
    visitor.decide()
    visitor.answer_page()
    visitor.send(**{"g2/i1": SimpleUploadedFile("../van.JPG", b"a picture", "image/jpeg")})
    assert re.fullmatch(
        r"Kept: i1-[0-9a-f]{8}\.jpg",
        visitor.page.xpath("string(//p[starts-with(., 'Kept')]/text())").strip(),
    )
    visitor.answer_all()
    visitor.send("send")
    submission = opened.submissions.get()
    assert submission.issues == []
    attachment = submission.attachments.get()
    assert attachment.blob.file.read() == b"a picture"
    assert submission.row["i1"] == attachment.name
    assert submission.row["ti1"].startswith("09:30:00.000")


def test_a_file_that_is_too_large_is_told_and_not_kept(client, opened, settings):
    settings.RESPONDENT_FILE_BYTES = 5
    version = import_instrument(survey=opened, content=all_kinds(), filename="kinds.xlsx")
    publish_instrument(version=version)
    questionnaire = queries.questionnaire_of(version)
    visitor = Visitor(client, f"/en/respond/{opened.public_id}/", questionnaire, answer_kinds)
    visitor.decide()
    visitor.answer_page()
    visitor.send(**{"g2/i1": SimpleUploadedFile("van.jpg", b"a picture")})
    assert "The file is larger" in visitor.answer.content.decode()
    assert not Draft.objects.get().files.exists()


def answer_kinds(question, choices, known):
    """Something that fits each kind of question."""
    typed = {
        "date": "1990-05-06" if question.name == "d1" else "2019",
        "time": "09:30",
        "datetime": "2021-04-06T09:30",
        "integer": "7",
        "geopoint": "",
        "image": "",
        "select_multiple": "a c",
        "acknowledge": "OK",
        "select_one": choices[0].name if choices else "",
        "rank": "b a c",
    }
    return typed.get(question.kind, "text")


def test_choices_stand_in_a_file_and_follow_an_earlier_answer(client, opened):
    rows = """
    | type                             | name | label | required | choice_filter   |
    | text                             | prov | Code  | yes      |                 |
    | select_one_from_file cities.csv  | city | City  | yes      | prov=${prov}    |
    """
    content = workbook(survey=rows, settings="| form_id | version |\n| files | 1 |")
    cities = b"name,label,prov\n330100,Hangzhou,33\n510100,Chengdu,51\n"
    files = {"cities.csv": cities}
    version = import_instrument(survey=opened, content=content, filename="f.xlsx", files=files)
    publish_instrument(version=version)
    questionnaire = queries.questionnaire_of(version)
    visitor = Visitor(client, f"/en/respond/{opened.public_id}/", questionnaire, answer_kinds)
    visitor.decide()
    visitor.send(prov="51")
    assert "Chengdu" in visitor.answer.content.decode()
    assert "Hangzhou" not in visitor.answer.content.decode()
    visitor.send(city="330100")
    assert visitor.answer.status_code == 422
    visitor.send(city="510100")
    visitor.send("send")
    submission = opened.submissions.get()
    assert (submission.row["city"], submission.issues) == ("510100", [])
