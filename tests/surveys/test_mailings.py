"""Letters and e-mails: to whom, how often, taken back until they are sent."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.utils import timezone

from portal.models import Job
from portal.registries import job_functions
from surveys.models import ContactReading, Invitation, Mailing
from surveys.printing import letters_html
from surveys.services.contacts import sealed_contact
from surveys.services.invitations import invite, leave_link_of, link_of, renew_links, token_of
from surveys.services.mailings import prepare_mailing, send_mailing, written
from surveys.services.panels import begin_panel
from surveys.services.waves import draw_wave
from tests.factories import make_unit

ADDRESS = "/admin/surveys/work/mailings/"


@pytest.fixture(autouse=True)
def lead(client, person, survey):
    user = person("researcher")
    client.force_login(user)
    return user


@pytest.fixture
def invited(survey):
    """Four people: one to write to, and three who have answered, were interviewed, or refused."""
    units = [make_unit(survey) for _ in range(4)]
    made = invite(survey=survey, units=units, language="en")
    Invitation.objects.filter(pk=made[1].pk).update(submitted_at=timezone.now())
    survey.submissions.create(unit=units[2], instance_id="phone", sha256="x")
    units[3].disposition = "211"
    units[3].save()
    return made


def with_address(invitation, address="li@test.example"):
    sealed_contact(invitation.unit, {"email": address}).save()


def prepare(client, **values):
    data = {"channel": "letter", "kind": "first", "rested_days": "7", "stratum": "", **values}
    return client.post(ADDRESS, data, follow=True)


def recipients(mailing):
    return [piece.invitation for piece in mailing.pieces.select_related("invitation")]


def work():
    """Do as a worker does with the e-mails that wait."""
    for job in Job.objects.filter(kind="surveys.mail", state=Job.State.QUEUED):
        job_functions[job.kind](job.payload, lambda done: None)
        job.delete()


def test_nobody_is_written_to_who_has_answered_in_whatever_way(client, invited):
    assert "Prepared for 1 person." in prepare(client).content.decode()
    assert recipients(Mailing.objects.get()) == [invited[0]]


def test_who_waits_in_one_mailing_is_not_in_a_second(client, invited):
    prepare(client)
    again = prepare(client)
    assert again.status_code == 422
    assert "at least one person who is invited" in again.content.decode()


def test_a_mailing_is_undone_until_it_is_sent(client, invited):
    prepare(client)
    mailing = Mailing.objects.get()
    client.post(f"{ADDRESS}{mailing.pk}/undo/")
    assert not Mailing.objects.exists()
    prepare(client)
    mailing = Mailing.objects.get()
    client.post(f"{ADDRESS}{mailing.pk}/send/")
    told = client.post(f"{ADDRESS}{mailing.pk}/undo/", follow=True).content.decode()
    assert "cannot be called back" in told
    assert Mailing.objects.get().sent_at is not None


def test_letters_count_as_sent_once_they_are_marked(client, invited):
    prepare(client)
    mailing = Mailing.objects.get()
    for _ in range(2):
        client.post(f"{ADDRESS}{mailing.pk}/send/")
    invited[0].refresh_from_db()
    assert (invited[0].sendings, invited[0].sent_at is not None) == (1, True)


def test_who_answers_between_print_and_post_is_told_apart(client, survey, invited):
    prepare(client)
    survey.submissions.create(unit=invited[0].unit, instance_id="now", sha256="x")
    mailing = Mailing.objects.get()
    page = client.post(f"{ADDRESS}{mailing.pk}/send/", follow=True).content.decode()
    assert "answered or withdrawn meanwhile: 1" in page
    invited[0].refresh_from_db()
    assert invited[0].sendings == 0


def test_a_reminder_goes_to_those_who_got_something_days_ago(client, survey):
    old, fresh, _never = invite(survey=survey, units=[make_unit(survey) for _ in range(3)])
    for each, days in ((old, 8), (fresh, 2)):
        each.sent_at, each.sendings = timezone.now() - timedelta(days=days), 1
        each.save()
    prepare(client, kind="reminder")
    assert recipients(Mailing.objects.get()) == [old]
    assert Mailing.objects.get().reminder


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_letter_reminds_in_both_languages(survey, invited, language):
    survey.closes_at = timezone.now() + timedelta(days=30)
    html = letters_html(survey, [(invited[0], link_of(invited[0]))], language, reminder=True)
    for told in ("Some time ago", "不久前", "Please answer before", "之前作答"):
        assert told in html


def test_the_letters_of_a_mailing_are_made_by_the_print_shop(client, invited):
    prepare(client)
    assert client.get(f"{ADDRESS}{Mailing.objects.get().pk}/letters.pdf").status_code == 202


class TestMails:
    def test_they_go_to_those_with_an_address_in_their_language(self, client, survey):
        units = [make_unit(survey) for _ in range(3)]
        first, _none, wrong = invite(survey=survey, units=units, language="zh-hans")
        with_address(first)
        with_address(wrong, "li@test.example\nBcc: all@test.example")
        assert "Prepared for 1 person" in prepare(client, channel="email").content.decode()
        mailing = Mailing.objects.get()
        client.post(f"{ADDRESS}{mailing.pk}/send/")
        assert mail.outbox == []
        work()
        (sent,) = mail.outbox
        assert sent.to == ["li@test.example"]
        assert sent.subject.startswith("邀请")
        assert link_of(first) in sent.body
        assert "/zh-hans/respond/i/" in sent.body
        first.refresh_from_db()
        assert first.sendings == 1
        assert ContactReading.objects.get().reason == f"mailing {mailing.pk}"

    def test_a_worker_that_comes_twice_sends_once(self, survey, lead):
        (made,) = invite(survey=survey, units=[make_unit(survey)])
        with_address(made)
        mailing = prepare_mailing(survey=survey, actor=lead, channel="email", reminder=False)
        for _ in range(2):
            send_mailing(mailing=mailing, actor=lead)
            work()
        assert len(mail.outbox) == 1

    def test_what_the_server_refuses_is_told_and_sent_again(self, client, survey, monkeypatch):
        (made,) = invite(survey=survey, units=[make_unit(survey)])
        with_address(made)
        prepare(client, channel="email")
        address = f"{ADDRESS}{Mailing.objects.get().pk}/send/"

        def refuse(message):
            raise SMTPRecipientsRefused({})

        with monkeypatch.context() as broken:
            broken.setattr("surveys.services.mailings.EmailMessage.send", refuse)
            client.post(address)
            work()
        page = client.get(ADDRESS).content.decode()
        assert "not accepted by the mail server: 1" in page
        assert "Send again what failed" in page
        client.post(address)
        work()
        assert len(mail.outbox) == 1
        assert "not accepted" not in client.get(ADDRESS).content.decode()

    def test_who_answers_before_the_worker_comes_gets_none(self, survey, lead):
        (made,) = invite(survey=survey, units=[make_unit(survey)])
        with_address(made)
        mailing = prepare_mailing(survey=survey, actor=lead, channel="email", reminder=False)
        send_mailing(mailing=mailing, actor=lead)
        Invitation.objects.update(submitted_at=timezone.now())
        work()
        assert mail.outbox == []
        assert mailing.pieces.get().fault == "not_wanted"

    def test_a_member_of_a_panel_is_told_how_to_leave(self, survey, lead):
        panel = begin_panel(survey=survey, name="p")
        member = panel.members.create(consented_on="2026-01-01", language="en")
        sealed_contact(member, {"email": "li@test.example"}).save()
        draw_wave(panel=panel, survey=survey, actor=lead)
        made = Invitation.objects.get()
        Invitation.objects.update(sent_at=timezone.now())
        mailing = prepare_mailing(survey=survey, actor=lead, channel="email", reminder=True)
        send_mailing(mailing=mailing, actor=lead)
        work()
        assert leave_link_of(made) in mail.outbox[0].body
        assert "Reminder" in mail.outbox[0].subject

    def test_an_unknown_language_gets_all_of_them(self, survey):
        (made,) = invite(survey=survey, units=[make_unit(survey)])
        subject, text = written(made, reminder=False)
        assert "Invitation" in subject
        assert "邀请" in subject
        assert text.count("/respond/i/") == 2


class TestNewLinks:
    def test_the_new_link_goes_on_where_the_old_one_stopped(self, client, survey, invited):
        old = token_of(invited[0])
        client.post("/admin/surveys/work/invitations/change/?state=unopened", {"renew": ""})
        invited[0].refresh_from_db()
        assert token_of(invited[0]) != old
        assert client.get(f"/en/respond/i/{old}/").status_code == 404

    def test_a_withdrawn_one_comes_back_unless_its_case_has_another(self, survey):
        lost, replaced = invite(survey=survey, units=[make_unit(survey), make_unit(survey)])
        Invitation.objects.update(revoked_at=timezone.now())
        invite(survey=survey, units=[replaced.unit])
        assert renew_links(invitations=survey.invitations.filter(revoked_at__isnull=False)) == 1
        lost.refresh_from_db()
        replaced.refresh_from_db()
        assert lost.revoked_at is None
        assert replaced.revoked_at is not None

    def test_an_answered_one_keeps_its_link(self, survey, invited):
        before = invited[1].token_sha256
        renew_links(invitations=survey.invitations.all())
        invited[1].refresh_from_db()
        assert invited[1].token_sha256 == before


class TestGrace:
    @pytest.mark.parametrize(("days", "grace", "status"), [(1, 3, 200), (4, 3, 200), (1, 0, 200)])
    def test_a_personal_link_leads_somewhere_for_some_days_more(
        self, client, opened, invitation, days, grace, status
    ):
        opened.closes_at = timezone.now() - timedelta(days=days)
        opened.grace_days = grace
        opened.save()
        page = client.get(f"/en/respond/i/{token_of(invitation)}/").content.decode()
        assert ("Yes, I take part" in page) == (days < grace)
        assert (
            "The survey is closed"
            in client.get(f"/en/respond/{opened.public_id}/").content.decode()
        )
