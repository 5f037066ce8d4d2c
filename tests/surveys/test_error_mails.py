"""What administrators are told of an error: nothing that opens an interview, and nobody's data."""

import logging

import pytest
from django.core import mail
from django.urls import reverse

from portal.logs import ErrorMail
from surveys.queries import respondents
from surveys.services.contacts import sealed_contact
from surveys.views.collect import door
from surveys.views.fieldwork import cases
from tests.factories import make_user

SECRET = "Xyzzy-0123_secret"
ADDRESSES = [
    (f"/collect/key/{SECRET}/submission", door, "collector_key"),
    (f"/en/respond/i/{SECRET}/", respondents, "invitation_with"),
    (f"/zh-hans/respond/i/{SECRET}/leave/", respondents, "invitation_with"),
]


@pytest.fixture(autouse=True)
def administrator(settings):
    settings.ADMINS = [("root", "root@test.example")]


@pytest.fixture(autouse=True)
def handler():
    """What sends the mails, as if it had sent none."""
    found = next(each for each in logging.getLogger().handlers if isinstance(each, ErrorMail))
    found.sent.clear()
    return found


def fails(*_given, **_named):
    raise LookupError(f"nothing at /respond/r/{SECRET}/ for lin@test.example")


def told(capsys):
    """The log, and what the mails say in any form."""
    assert mail.outbox
    mails = [text for each in mail.outbox for text in (each.subject, each.message().as_string())]
    bodies = [each.body for each in mail.outbox]
    return "\n".join((capsys.readouterr().err, *mails, *bodies))


@pytest.mark.parametrize(("address", "module", "name"), ADDRESSES)
def test_an_error_mail_holds_no_token_and_no_answer(
    client, db, monkeypatch, capsys, address, module, name
):
    monkeypatch.setattr(module, name, fails)
    client.raise_request_exception = False
    given = {"name": "李娜", "phone": "13800001111"}
    headers = {"X-OpenRosa-Version": "1.0", "Referer": f"http://testserver/respond/i/{SECRET}/"}
    client.cookies["session"] = SECRET
    answer = client.post(f"{address}?note=13800001111", given, headers=headers)
    assert answer.status_code >= 500
    everything = told(capsys)
    assert "LookupError" in everything
    assert "Traceback" in everything
    for secret in (SECRET, "李娜", "13800001111", "lin@test.example"):
        assert secret not in everything


def test_an_error_mail_holds_nothing_of_the_vault(client, survey, monkeypatch, capsys):
    interviewer = make_user("interviewer")
    survey.members.create(user=interviewer, role="interviewer")
    unit = survey.units.create(case_id="A1", stratum="A", base_weight=1, interviewer=interviewer)
    sealed_contact(unit, {"name": "李娜", "phone": "13800001111"}).save()
    monkeypatch.setattr(cases, "form_page", fails)
    client.raise_request_exception = False
    client.force_login(interviewer)
    address = reverse("fieldwork_case", args=["work", unit.pk])
    assert client.get(address).status_code == 500
    everything = told(capsys)
    assert "Traceback" in everything
    assert "李娜" not in everything
    assert "13800001111" not in everything


def test_a_site_that_fails_all_the_time_sends_few_mails(db, handler):
    failed = logging.LogRecord("django.request", logging.ERROR, __file__, 1, "It fails", None, None)
    for _ in range(ErrorMail.MOST + 5):
        handler.emit(failed)
    assert len(mail.outbox) == ErrorMail.MOST
    assert [ErrorMail.LAST in each.body for each in mail.outbox] == [False] * 9 + [True]
    handler.sent[0] -= ErrorMail.SECONDS  # an hour later
    handler.emit(failed)
    assert len(mail.outbox) == ErrorMail.MOST + 1
