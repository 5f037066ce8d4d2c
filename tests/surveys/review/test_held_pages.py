"""The conflict inbox: what was held is compared, taken or discarded, and never lost."""

import re

import pytest
from django.urls import reverse

from portal.models import Job
from surveys.models import HeldSubmission
from surveys.queries import CHECK_JOB, progress
from surveys.services import intake, judging
from surveys.services.blobs import keep_blob
from surveys.services.held import NotTaken, discard_held, take_held
from surveys.services.intake import receive_submission
from tests.factories import make_unit
from tests.surveys.test_intake import changed


@pytest.fixture
def researcher(client, person, survey):
    user = person("researcher")
    client.force_login(user)
    return user


def conflict(survey, interviews):
    receive_submission(survey=survey, xml=interviews[0])
    receive_submission(survey=survey, xml=changed(interviews[0], "c_hours", "1"))
    return survey.held_submissions.get()


def page(client, held):
    return client.get(reverse("surveys_held", args=["work", held.pk]))


def send(client, held, **data):
    return client.post(reverse("surveys_held", args=["work", held.pk]), data)


def test_a_conflict_shows_how_it_differs(client, researcher, survey, interviews):
    held = conflict(survey, interviews)
    context = page(client, held).context
    assert [change.question.name for change in context["changes"]] == ["c_hours"]
    assert context["changes"][0].after == "1"
    assert context["known"] == survey.submissions.get()


def test_the_list_says_whose_case_it_is(client, researcher, survey, interviews, person):
    held = conflict(survey, interviews)
    stored = survey.submissions.get()
    stored.unit = make_unit(survey)
    stored.interviewer = person("interviewer", email="li.wei@test.example")
    stored.save()
    receive_submission(survey=survey, xml=b"no XML")
    response = client.get(reverse("surveys_held_list", args=["work"]))
    rows = [(each.reason, known) for each, known in response.context["rows"]]
    assert sorted(rows, key=str) == [("conflict", stored), ("unreadable", None)]
    html = response.content.decode()
    assert str(stored.unit) in html
    assert "li.wei@test.example" in html
    assert reverse("surveys_submission", args=["work", stored.pk]) in html
    assert reverse("surveys_held", args=["work", held.pk]) in html


def test_it_is_taken_as_a_new_version(client, researcher, survey, interviews):
    held = conflict(survey, interviews)
    response = send(client, held, decision="accepted", note="the corrected one")
    submission = survey.submissions.get()
    assert response.url == reverse("surveys_submission", args=["work", submission.pk])
    assert (submission.row["c_hours"], submission.edits) == ("1", 1)
    version = submission.versions.latest()
    assert (version.made_by, version.reason) == (researcher, "the corrected one")
    assert version.instance_id not in (submission.instance_id, "")
    held.refresh_from_db()
    assert (held.decision, held.decided_by) == ("accepted", researcher)
    assert b"<c_hours>1</c_hours>" in bytes(held.content)


def test_a_long_one_that_is_taken_is_left_to_a_worker_to_check(
    client, researcher, survey, interviews, monkeypatch
):
    held = conflict(survey, interviews)
    monkeypatch.setattr(judging, "CHECKED_AT_ONCE", 0)
    send(client, held, decision="accepted", note="the corrected one")
    assert survey.submissions.get().checked_at is None
    assert Job.objects.get(kind=CHECK_JOB).payload == {"survey": survey.pk}


def test_files_stay_with_what_is_held_and_go_along_when_it_is_taken(
    client, researcher, survey, interviews
):
    photo, other = keep_blob([b"photo"]), keep_blob([b"other"])
    receive_submission(survey=survey, xml=interviews[0], files={"a.jpg": photo})
    edited = changed(interviews[0], "c_hours", "1")
    with_record = re.sub(rb"<audit ?/>", b"<audit>audit.csv</audit>", edited)
    for files in ({"a.jpg": other}, {"b.jpg": photo}, {"a.jpg": photo}):
        receive_submission(survey=survey, xml=with_record, files=files)
    held = survey.held_submissions.get()
    names = {file.name for file in survey.submissions.get().attachments.all()}
    assert names == {"a.jpg"}
    again = f"a~{photo.sha256[:8]}.jpg"
    shown = page(client, held)
    assert [(each.name, each.expected, bool(each.file)) for each in shown.context["files"]] == [
        ("audit.csv", True, False),
        ("a.jpg", False, True),
        (again, False, True),
        ("b.jpg", False, True),
    ]
    assert "has not come yet" in shown.content.decode()
    fetched = client.get(
        reverse("surveys_held_file", args=["work", held.pk, held.files.get(name="a.jpg").pk])
    )
    assert b"".join(fetched.streaming_content) == b"other"
    assert "sandbox" in fetched["Content-Security-Policy"]
    send(client, held, decision="accepted", note="the corrected one")
    kept = {file.name: file.blob for file in survey.submissions.get().attachments.all()}
    assert kept["b.jpg"] == photo
    assert kept["audit.csv"] is None
    assert other in kept.values()


@pytest.mark.parametrize("content", [b"<broken", b"<data/>"])
def test_files_of_what_is_unreadable_are_shown(client, researcher, survey, content):
    receive_submission(survey=survey, xml=content, files={"a.jpg": keep_blob([b"photo"])})
    held = survey.held_submissions.get()
    assert [each.name for each in page(client, held).context["files"]] == ["a.jpg"]


def test_a_file_that_the_interview_waits_for_comes_with_the_conflict(survey, interviews):
    named = re.sub(rb"<audit ?/>", b"<audit>audit.csv</audit>", interviews[0])
    receive_submission(survey=survey, xml=named)
    record = keep_blob([b"event,node"])
    other = changed(named, "c_hours", "1")
    receive_submission(survey=survey, xml=other, files={"audit.csv": record, "x.jpg": record})
    attached = {file.name: file.blob for file in survey.submissions.get().attachments.all()}
    assert attached == {"audit.csv": record}
    assert survey.held_submissions.get().files.count() == 2


def test_it_is_discarded_and_stays_to_be_seen(client, researcher, survey, interviews):
    held = conflict(survey, interviews)
    send(client, held, decision="discarded", note="sent twice")
    assert survey.submissions.get().edits == 0
    html = client.get(reverse("surveys_held_list", args=["work"])).content.decode()
    assert "sent twice" in html
    assert 'name="decision"' not in page(client, held).content.decode()


def test_a_reason_is_needed(client, researcher, survey, interviews):
    held = conflict(survey, interviews)
    response = send(client, held, decision="discarded", note="")
    assert response.status_code == 422
    assert "Write why" in response.content.decode()


def test_one_decides_only_once(survey, interviews, person):
    held, somebody = conflict(survey, interviews), person("researcher")
    assert progress(survey)["held"] == 1
    discard_held(held=held, reason="first", actor=somebody)
    assert progress(survey)["held"] == 0
    with pytest.raises(NotTaken):
        take_held(held=held, reason="second", actor=somebody)
    assert survey.submissions.get().edits == 0


def test_an_edit_of_what_nobody_sent_becomes_an_interview_of_its_own(
    client, researcher, survey, interviews
):
    xml = interviews[0].replace(
        b"</instanceID>", b"</instanceID><deprecatedID>uuid:lost</deprecatedID>"
    )
    receive_submission(survey=survey, xml=xml)
    held = survey.held_submissions.get()
    assert held.reason == "edit"
    send(client, held, decision="accepted", note="the first was lost with the phone")
    assert survey.submissions.get().state == "received"


def test_what_we_failed_to_take_in_is_taken_later(
    client, researcher, survey, interviews, monkeypatch
):
    with monkeypatch.context() as broken:
        broken.setattr(intake, "judge", lambda *args: 1 / 0)
        receive_submission(survey=survey, xml=interviews[0])
    held = survey.held_submissions.get()
    assert held.reason == "failed"
    send(client, held, decision="accepted", note="mended")
    assert survey.submissions.get().sha256 == held.sha256


def test_while_it_still_fails_nothing_changes(client, researcher, survey, interviews, monkeypatch):
    monkeypatch.setattr(intake, "judge", lambda *args: 1 / 0)
    receive_submission(survey=survey, xml=interviews[0])
    held = survey.held_submissions.get()
    response = client.post(
        reverse("surveys_held", args=["work", held.pk]),
        {"decision": "accepted", "note": "again"},
        follow=True,
    )
    assert "Nothing was done" in response.content.decode()
    held.refresh_from_db()
    assert held.decision == ""
    assert survey.held_submissions.count() == 1


def test_what_is_unreadable_can_be_fetched_and_discarded_only(client, researcher, survey):
    receive_submission(survey=survey, xml=b"<broken")
    held = survey.held_submissions.get()
    html = page(client, held).content.decode()
    assert 'value="discarded"' in html
    assert 'value="accepted"' not in html
    fetched = client.get(reverse("surveys_held_content", args=["work", held.pk]))
    assert fetched.content == b"<broken"
    assert fetched["Content-Disposition"].startswith("attachment")
    assert "sandbox" in fetched["Content-Security-Policy"]
    send(client, held, decision="accepted", note="please")
    held.refresh_from_db()
    assert held.decision == ""


@pytest.mark.parametrize(
    ("language", "words"), [("en", "well-formed XML"), ("zh-hans", "格式正确")]
)
def test_the_list_says_why_in_the_reader_s_language(client, researcher, survey, language, words):
    from wagtail.users.models import UserProfile

    UserProfile.objects.create(user=researcher, preferred_language=language)
    receive_submission(survey=survey, xml=b"<broken")
    assert words in client.get(reverse("surveys_held_list", args=["work"])).content.decode()


def test_the_undecided_come_first_and_reasons_are_told_apart(
    client, researcher, survey, interviews
):
    for content in (b"<one", b"<two"):
        receive_submission(survey=survey, xml=content)
    conflict_held = None
    receive_submission(survey=survey, xml=interviews[0])
    receive_submission(survey=survey, xml=changed(interviews[0], "c_hours", "1"))
    conflict_held = survey.held_submissions.get(reason="conflict")
    discard_held(held=conflict_held, reason="twice", actor=researcher)
    address = reverse("surveys_held_list", args=["work"])
    listed = list(client.get(address).context["held"])
    assert listed[-1] == conflict_held
    only = client.get(address, {"reason": "unreadable"}).context["held"]
    assert {each.reason for each in only} == {HeldSubmission.Reason.UNREADABLE}
