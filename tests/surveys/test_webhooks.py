"""Webhooks: what happened is told, signed, to the public internet only, until it is taken."""

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone

from surveys.models import Delivery, Member, Submission
from surveys.panels import office
from surveys.queries import settled
from surveys.services import outgoing, webhooks
from surveys.services.intake import receive_submission
from surveys.services.outgoing import AddressRefused, checked_address, is_public
from surveys.services.review import review_submission
from surveys.services.webhooks import (
    deliver_due,
    make_webhook,
    note_events,
    revoke_webhook,
    signature,
)  # fmt: skip
from surveys.tasks import tell_webhooks
from tests.factories import make_user
from tests.surveys.test_intake import changed

EVENTS = ["submission.received", "submission.edited", "submission.reviewed"]


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append((dict(self.headers), body))
        self.send_response(self.server.status)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def receiver():
    """A server on this machine that notes what it is told."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    server.taken, server.status = [], 204
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def lead(survey):
    user = make_user("researcher")
    survey.members.create(user=user, role=Member.Role.LEAD)
    return user


@pytest.fixture
def hook(survey, receiver, lead, settings, monkeypatch):
    settings.WEBHOOKS_ANYWHERE = True
    monkeypatch.setattr(settled, "SETTLED", timedelta(0))
    url = f"http://127.0.0.1:{receiver.server_port}/told?x=1"
    secret = make_webhook(survey=survey, url=url, events=EVENTS, actor=lead)
    made = survey.webhooks.get()
    made.plain = secret
    return made


def told(receiver):
    return [json.loads(body)["event"] for _headers, body in receiver.taken]


def test_what_happens_is_told_once_each_and_signed(hook, survey, interviews, receiver):
    first = receive_submission(survey=survey, xml=interviews[0]).submission
    note_events(webhook=hook)
    note_events(webhook=hook)
    assert deliver_due(webhook=hook) == 1
    headers, body = receiver.taken[0]
    sent = json.loads(body)
    assert sent["instance_id"] == first.instance_id
    assert set(sent) == {"event", "survey", "instance_id", "state", "happened_at"}
    expected = signature(hook.plain, headers["Portal-Timestamp"], body)
    assert headers["Portal-Signature"] == f"v1={expected}"
    assert hook.plain.encode() not in bytes(hook.secret)
    edit = changed(interviews[0], "c_hours", "1").replace(
        first.instance_id.encode(), b"uuid:the-edit"
    )
    edit = edit.replace(
        b"</instanceID>",
        b"</instanceID><deprecatedID>%s</deprecatedID>" % first.instance_id.encode(),
    )
    assert receive_submission(survey=survey, xml=edit).outcome == "edited"
    first.refresh_from_db()
    review_submission(submission=first, state=Submission.State.APPROVED, actor=None)
    note_events(webhook=hook)
    deliver_due(webhook=hook)
    assert told(receiver) == EVENTS


def test_only_the_events_asked_for_are_told(hook, survey, interviews):
    hook.events = ["submission.reviewed"]
    receive_submission(survey=survey, xml=interviews[0])
    note_events(webhook=hook)
    assert not hook.deliveries.exists()


def test_a_failure_is_tried_again_later_and_given_up_in_the_end(hook, survey, interviews, receiver):
    receiver.status = 500
    for xml in interviews[:2]:
        receive_submission(survey=survey, xml=xml)
    note_events(webhook=hook)
    assert deliver_due(webhook=hook) == 0
    one = hook.deliveries.filter(attempts=1).first()
    assert one.answer == "HTTP 500"
    assert one.due_at > timezone.now() + timedelta(seconds=50)
    for _attempt in webhooks.WAITS:
        hook.deliveries.filter(pk=one.pk).update(due_at=timezone.now())
        hook.deliveries.exclude(pk=one.pk).update(due_at=timezone.now() + timedelta(days=9))
        deliver_due(webhook=hook)
    one.refresh_from_db()
    assert one.state == Delivery.State.GIVEN_UP


def test_a_failure_holds_back_the_later_events_of_its_own_interview_only(
    hook, survey, interviews, receiver
):
    first = receive_submission(survey=survey, xml=interviews[0]).submission
    review_submission(submission=first, state=Submission.State.APPROVED, actor=None)
    note_events(webhook=hook)
    receiver.status = 500
    assert deliver_due(webhook=hook) == 0
    receiver.status = 204
    second = receive_submission(survey=survey, xml=interviews[1]).submission
    note_events(webhook=hook)
    assert deliver_due(webhook=hook) == 1
    assert json.loads(receiver.taken[-1][1])["instance_id"] == second.instance_id
    hook.deliveries.update(due_at=timezone.now())
    assert deliver_due(webhook=hook) == 2
    assert told(receiver)[-2:] == ["submission.received", "submission.reviewed"]


def test_an_address_that_fails_is_left_alone_until_the_next_round(
    hook, survey, interviews, receiver
):
    receiver.status = 503
    for xml in interviews:
        receive_submission(survey=survey, xml=xml)
    note_events(webhook=hook)
    assert deliver_due(webhook=hook) == 0
    assert len(receiver.taken) == webhooks.FAILURES < hook.deliveries.count()


def test_what_was_given_up_is_told_and_sent_again_by_hand(
    client, rf, hook, lead, survey, interviews, receiver, django_capture_on_commit_callbacks
):
    receive_submission(survey=survey, xml=interviews[0])
    note_events(webhook=hook)
    hook.deliveries.update(state=Delivery.State.GIVEN_UP, attempts=8, answer="HTTP 500")
    one = hook.deliveries.get()
    client.force_login(lead)
    request = rf.get("/")
    request.user = lead
    assert any("1 event was given up" in str(each.text) for each in office(request))
    page = "/admin/surveys/work/data/machines/"
    assert "HTTP 500" in client.get(page).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{page}again/", {"delivery": one.pk})
    one.refresh_from_db()
    assert (one.state, one.attempts, told(receiver)) == ("delivered", 1, ["submission.received"])
    hook.deliveries.update(state=Delivery.State.GIVEN_UP)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{page}again/")
    assert len(receiver.taken) == 2


@pytest.fixture
def waiting(hook, survey, interviews):
    """An event that waits to be told."""
    receive_submission(survey=survey, xml=interviews[0])
    note_events(webhook=hook)
    return hook.deliveries.get()


def test_an_event_that_one_worker_posts_is_posted_by_no_other(hook, waiting, monkeypatch):
    posted, others = [], []

    def post(*_sent):
        posted.append(1)
        others.append(deliver_due(webhook=hook))
        return 204

    monkeypatch.setattr(webhooks, "post", post)
    assert deliver_due(webhook=hook) == 1
    assert (posted, others) == ([1], [0])


def test_of_two_workers_that_read_the_same_list_one_posts(hook, waiting, receiver, monkeypatch):
    read = [Delivery.objects.get(pk=waiting.pk)]
    assert deliver_due(webhook=hook) == 1
    monkeypatch.setattr(webhooks, "_first_of_each", lambda _webhook: read)
    assert deliver_due(webhook=hook) == 0
    assert len(receiver.taken) == 1


def test_an_event_whose_worker_dies_is_posted_by_another_later(
    hook, waiting, receiver, monkeypatch
):
    def die(*_sent):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(webhooks, "post", die)
        with pytest.raises(SystemExit):
            deliver_due(webhook=hook)
    assert deliver_due(webhook=hook) == 0
    later = timezone.now() + webhooks.HELD
    monkeypatch.setattr(webhooks.timezone, "now", lambda: later)
    assert deliver_due(webhook=hook) == 1
    assert told(receiver) == ["submission.received"]


def test_a_worker_that_comes_too_late_changes_nothing(hook, waiting, monkeypatch):
    answers = iter([500, 204])

    def post(*_sent):
        status = next(answers)
        if status == 500:  # meanwhile its time is over, and another worker tells the event
            hook.deliveries.update(due_at=timezone.now())
            assert deliver_due(webhook=hook) == 1
        return status

    monkeypatch.setattr(webhooks, "post", post)
    deliver_due(webhook=hook)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.answer) == (Delivery.State.DELIVERED, "HTTP 204")


@pytest.mark.parametrize(("status", "words"), [(204, "took the test"), (500, "HTTP 500")])
def test_a_test_is_sent_once_and_its_answer_is_told(client, hook, lead, receiver, status, words):
    receiver.status = status
    client.force_login(lead)
    page = client.post(f"/admin/surveys/work/data/machines/webhooks/{hook.pk}/test/", follow=True)
    assert words in page.content.decode()
    headers, body = receiver.taken[0]
    assert json.loads(body)["event"] == "test"
    expected = signature(hook.plain, headers["Portal-Timestamp"], body)
    assert headers["Portal-Signature"] == f"v1={expected}"
    hook.deliveries.update(due_at=timezone.now())
    assert deliver_due(webhook=hook) == 0
    assert len(receiver.taken) == 1


def test_a_redirect_is_not_followed(hook, survey, interviews, receiver):
    receiver.status = 302
    receive_submission(survey=survey, xml=interviews[0])
    note_events(webhook=hook)
    assert deliver_due(webhook=hook) == 0
    assert len(receiver.taken) == 1


def test_nobody_answers(hook, survey, interviews, receiver):
    receiver.shutdown()
    receiver.server_close()
    receive_submission(survey=survey, xml=interviews[0])
    note_events(webhook=hook)
    assert deliver_due(webhook=hook) == 0
    assert "Error" in hook.deliveries.get().answer


def test_the_worker_notes_and_tells(
    hook, survey, interviews, receiver, django_capture_on_commit_callbacks
):
    receive_submission(survey=survey, xml=interviews[0])
    with django_capture_on_commit_callbacks(execute=True):
        tell_webhooks()
    assert told(receiver) == ["submission.received"]
    revoke_webhook(webhook=hook)
    receive_submission(survey=survey, xml=interviews[1])
    with django_capture_on_commit_callbacks(execute=True):
        tell_webhooks()
    assert len(receiver.taken) == 1


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.1", "192.168.1.1", "169.254.169.254", "172.16.0.1", "0.0.0.0", "::1",
     "100.64.0.1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1",
     "2002:7f00:1::", "224.0.0.1"],
)  # fmt: skip
def test_addresses_inside_are_not_public(address):
    assert not is_public(address)


def test_addresses_outside_are_public():
    assert is_public("1.1.1.1")
    assert is_public("2606:4700::1111")


@pytest.mark.parametrize(
    ("url", "why"),
    [("http://example.org/", "form"), ("https://user:x@example.org/", "form"), ("file:///x", "form"),
     ("https:///x", "form"), ("https://127.0.0.1/", "private"), ("https://localhost/", "private"),
     ("https://[::1]/", "private"), ("https://2130706433/", "private"), ("https://x:y/", "form")],
)  # fmt: skip
def test_addresses_that_are_not_posted_to(url, why):
    with pytest.raises(AddressRefused, match=why):
        checked_address(url)


def test_one_private_answer_of_the_name_server_is_enough(monkeypatch):
    found = [(2, 1, 6, "", ("1.1.1.1", 443)), (2, 1, 6, "", ("10.0.0.1", 443))]
    monkeypatch.setattr(outgoing.socket, "getaddrinfo", lambda *args, **options: found)
    with pytest.raises(AddressRefused, match="private"):
        checked_address("https://host.example/")


def test_the_page_makes_keys_and_webhooks_and_ends_them(client, survey, lead):
    client.force_login(lead)
    page = "/admin/surveys/work/data/machines/"
    made = client.post(page, {"key": "", "label": "institute"}).content.decode()
    key = survey.api_keys.get()
    assert "shown this once" in made
    assert key.token_sha256 not in made
    assert "shown this once" not in client.get(page).content.decode()
    client.post(f"{page}keys/{key.pk}/revoke/")
    assert survey.api_keys.get().revoked_at
    refused = client.post(page, {"webhook": "", "url": "https://127.0.0.1/", "events": EVENTS})
    assert refused.status_code == 422
    assert "private network" in refused.content.decode()
    assert not survey.webhooks.exists()
