"""Devices send over OpenRosa: exact codes, an envelope, and a key that can be withdrawn."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import OperationalError

from surveys.access import collector_login
from surveys.services.keys import new_collector_key
from tests.surveys.test_intake import changed

LOGIN = "/collect/login/formList"


@pytest.fixture
def address(survey):
    return f"/collect/key/{new_collector_key(survey=survey).token}/submission"


def send(client, address, xml):
    part = SimpleUploadedFile("submission.xml", xml, content_type="text/xml")
    return client.post(address, {"xml_submission_file": part})


def test_head_answers_204_and_says_how_much_may_be_sent(client, address):
    response = client.head(address + "?deviceID=tablet")
    assert response.status_code == 204
    assert int(response["X-OpenRosa-Accept-Content-Length"]) > 1_000_000


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_submission_is_taken_in_without_redirect(client, address, survey, interviews, language):
    client.cookies.load({"django_language": language})
    response = send(client, address, interviews[0])
    assert response.status_code == 201
    assert response["X-OpenRosa-Version"] == "1.0"
    assert b"OpenRosaResponse" in response.content
    assert survey.submissions.count() == 1


def test_a_repeated_submission_is_acknowledged_again(client, address, survey, interviews):
    codes = [send(client, address, interviews[0]).status_code for _ in range(3)]
    assert codes == [201, 201, 201]
    assert survey.submissions.count() == 1


def test_a_conflict_is_told_and_kept(client, address, survey, interviews):
    send(client, address, interviews[0])
    response = send(client, address, changed(interviews[0], "c_hours", "1"))
    assert response.status_code == 409
    assert survey.held_submissions.count() == 1


def test_what_is_no_submission_gets_a_readable_400(client, address, survey):
    response = send(client, address, b"<broken")
    assert response.status_code == 400
    assert b"<message>" in response.content
    assert survey.held_submissions.count() == 1


def test_a_missing_part_is_named(client, address):
    response = client.post(address, {})
    assert response.status_code == 400
    assert b"xml_submission_file" in response.content


def test_a_withdrawn_key_opens_nothing(client, address, survey, interviews):
    call_command("collector_key", "--survey", "work", "--revoke", stdout=io.StringIO())
    assert send(client, address, interviews[0]).status_code == 404
    assert survey.submissions.count() == 0


def test_the_key_of_a_closed_account_opens_nothing(client, survey, person, interviews):
    carrier = person("interviewer")
    made = new_collector_key(survey=survey, interviewer=carrier)
    address = f"/collect/key/{made.token}/submission"
    assert client.head(address).status_code == 204
    carrier.is_active = False
    carrier.save()
    assert send(client, address, interviews[0]).status_code == 404
    assert survey.submissions.count() == 0
    assert collector_login(made.key.username) is None


@pytest.mark.parametrize(
    "header", ["Digest username=", 'Digest qop="auth", nonce="{nonce}"', "Digest", "Basic ?"]
)
def test_a_damaged_login_is_asked_for_again(client, db, header):
    nonce = re.search('nonce="([^"]+)"', client.get(LOGIN)["WWW-Authenticate"])[1]
    response = client.get(LOGIN, headers={"Authorization": header.format(nonce=nonce)})
    assert response.status_code == 401


def test_an_invented_key_opens_nothing(client, db):
    assert client.head("/collect/key/invented/submission").status_code == 404


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (OperationalError("database is locked"), "busy"),
        (OSError(28, "No space left on device"), "could not take"),
        (ValueError("a fault of ours"), "could not take"),
    ],
    ids=["database", "disk", "code"],
)
def test_a_fault_of_ours_asks_the_device_to_wait(
    client, address, interviews, monkeypatch, fault, words
):
    def fail(**_arguments):
        raise fault

    monkeypatch.setattr("surveys.views.collect.submissions.receive_submission", fail)
    response = send(client, address, interviews[0])
    assert response.status_code == 503
    assert response["Retry-After"].isdigit()
    assert response["X-OpenRosa-Version"] == "1.0"
    assert words in response.content.decode()


def test_the_interviewer_s_language_is_spoken(client, survey, person):
    carrier = person("interviewer", language="zh-hans")
    made = new_collector_key(survey=survey, interviewer=carrier)
    response = client.get(f"/collect/key/{made.token}/elsewhere")
    assert response["Content-Language"] == "zh-hans"
    assert "\u6b64\u5730\u5740" in response.content.decode()


def test_a_key_s_use_is_noted_but_not_each_time(client, survey, django_assert_num_queries):
    made = new_collector_key(survey=survey)
    client.head(f"/collect/key/{made.token}/submission")
    first = survey.collector_keys.get().used_at
    with django_assert_num_queries(1):
        client.head(f"/collect/key/{made.token}/submission")
    assert survey.collector_keys.get().used_at == first
