"""Who comes in where: doors that are open and closed, previews, interviewers, and files that come."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from surveys import queries
from surveys.models import ContactAttempt, Draft, Invitation, Member, Submission
from surveys.services.instruments import import_instrument, publish_instrument
from surveys.services.invitations import revoke_invitations
from tests.surveys.instrument.forms import workbook
from tests.surveys.interviewing.kinds import all_kinds
from tests.surveys.interviewing.visitors import Visitor
from tests.surveys.makers_respondents import answer_kinds, begin, come, link_of

pytestmark = pytest.mark.django_db


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
    assert revoke_invitations(invitations=Invitation.objects.all()) == 1
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


def test_a_preview_is_the_questionnaire_and_stores_nothing(client, opened, person):
    client.force_login(person("researcher"))
    version = opened.instrument_versions.get()
    type(version).objects.update(state="draft")
    opened.state = "draft"
    opened.save()
    link = f"/en/respond/preview/{version.pk}/"
    assert f'href="{link}"' in client.get("/admin/surveys/work/").content.decode()
    visitor = come(client, link)
    assert "do not reach the survey" in visitor.page.xpath("string(//header)")
    visitor.answer_all()
    visitor.send("send")
    assert visitor.title == "Thank you"
    assert not Draft.objects.exists()
    assert not Submission.objects.exists()


def at_the_picture(client, opened):
    """Somebody at the page of the questionnaire of all kinds that asks for a picture."""
    version = import_instrument(survey=opened, content=all_kinds(), filename="kinds.xlsx")
    publish_instrument(version=version)
    questionnaire = queries.questionnaire_of(version)
    visitor = Visitor(client, f"/en/respond/{opened.public_id}/", questionnaire, answer_kinds)
    visitor.decide()
    visitor.answer_page()
    return visitor


def test_a_chosen_file_comes_with_the_interview(client, opened):
    visitor = at_the_picture(client, opened)
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
    visitor = at_the_picture(client, opened)
    visitor.send(**{"g2/i1": SimpleUploadedFile("van.jpg", b"a picture")})
    assert "The file is larger" in visitor.answer.content.decode()
    assert not Draft.objects.get().files.exists()


@pytest.mark.parametrize(("name", "refused"), [("van.pdf", True), ("van.heic", False)])
def test_what_is_no_picture_is_told_and_not_kept(client, opened, name, refused):
    visitor = at_the_picture(client, opened)
    visitor.send(**{"g2/i1": SimpleUploadedFile(name, b"content")})
    assert ("This file is no picture" in visitor.answer.content.decode()) is refused
    assert Draft.objects.get().files.exists() is not refused


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


def test_an_interviewer_finishes_later_with_a_reason(client, invitation, person):
    interviewer = person("interviewer")
    invitation.unit.interviewer = interviewer
    invitation.unit.save()
    client.force_login(interviewer)
    visitor = come(client, link_of(invitation))
    visitor.decide()
    text = visitor.answer.content.decode()
    assert "HZ2-012-0345" in text
    assert Draft.objects.get().instrument.version in visitor.page.xpath("string(//header)")

    visitor.send("save")
    assert visitor.title == "Finish later"
    visitor.send("later", mode="visit")
    assert visitor.answer.status_code == 422
    visitor.send("later", mode="visit", reason="other")
    assert "Say in a few words" in visitor.answer.content.decode()
    visitor.send("later", mode="visit", reason="no_time", next_at="2099-05-06T09:30")

    assert visitor.address == f"/en/fieldwork/work/cases/{invitation.unit.pk}/"
    attempt = ContactAttempt.objects.get()
    assert (attempt.result, attempt.reason, attempt.interviewer) == (
        "appointment",
        "no_time",
        interviewer,
    )
    assert Draft.objects.get().paradata[-1]["reason"] == "no_time"
    assert "no time now" in visitor.answer.content.decode()


def test_who_answers_alone_needs_no_reason(client, invitation):
    visitor = come(client, link_of(invitation))
    visitor.decide()
    visitor.send("save")
    assert visitor.title == "Your answers are kept"
    visitor.client.post(visitor.address.partition("?")[0], {"do": "later", "reason": "no_time"})
    assert not ContactAttempt.objects.exists()
