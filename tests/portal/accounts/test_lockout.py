"""Who guesses is stopped: per account and address, and per account over all addresses."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.utils import timezone

from portal.middleware import PUBLIC_POLICY
from tests.factories import PASSWORD
from tests.portal.accounts.helpers import NEW_PASSWORD, WRONG_PASSWORD, link_in

pytestmark = pytest.mark.django_db


def guess(client, log_in, times, email="lin@test.example", **extra):
    return [
        log_in(client, email, f"{WRONG_PASSWORD} {n}", **extra).status_code for n in range(times)
    ]


def test_the_fifth_wrong_password_closes_the_account_to_this_address(site, lin, log_in, browser_at):
    guesser, owner = browser_at("192.0.2.7"), browser_at("198.51.100.3")
    assert guess(guesser, log_in, 6) == [200, 200, 200, 200, 429, 429]
    assert log_in(guesser, password=PASSWORD).status_code == 429
    assert log_in(owner, password=PASSWORD)["Location"] == "/en/account/"


def test_other_accounts_stay_open_to_the_address(site, lin, person, log_in, browser_at):
    person(email="wei@test.example")
    office = browser_at("192.0.2.7")
    guess(office, log_in, 5)
    assert log_in(office, "wei@test.example").status_code == 302


@pytest.mark.parametrize("typed", ["LIN@test.example", " lin@TEST.example "])
def test_the_case_of_the_address_gives_no_further_tries(site, lin, log_in, browser_at, typed):
    guesser = browser_at("192.0.2.7")
    guess(guesser, log_in, 4)
    assert guess(guesser, log_in, 1, email=typed) == [429]


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "nothing more is tried from here for 15 minutes"), ("zh-hans", "15分钟内不再接受")],
)
def test_the_refusal_says_how_long_to_wait_and_what_else_helps(
    site, lin, log_in, browser_at, language, words
):
    guesser = browser_at("192.0.2.7")
    guess(guesser, log_in, 4, language=language)
    refusal = log_in(guesser, password=WRONG_PASSWORD, language=language)
    assert refusal.status_code == 429
    assert words in refusal.content.decode()
    assert f'href="/{language}/account/password/forgotten/"' in refusal.content.decode()
    assert refusal["Content-Security-Policy"] == PUBLIC_POLICY


def test_an_unknown_address_is_refused_in_the_same_way(site, lin, log_in, browser_at):
    known = guess(browser_at("192.0.2.7"), log_in, 6)
    unknown = guess(browser_at("192.0.2.8"), log_in, 6, email="nobody@test.example")
    assert known == unknown


def test_after_a_quarter_of_an_hour_the_owner_may_try_again(site, lin, log_in, browser_at):
    owner = browser_at("192.0.2.7")
    guess(owner, log_in, 5)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert log_in(owner).status_code == 302


def test_a_right_password_forgets_the_wrong_ones(site, lin, log_in, browser_at):
    owner = browser_at("192.0.2.7")
    for _ in range(3):
        assert guess(owner, log_in, 3) == [200, 200, 200]
        assert log_in(owner).status_code == 302
        owner.post("/en/account/logout/")


def test_a_hundred_guesses_from_many_addresses_are_the_most_in_an_hour(
    site, lin, log_in, browser_at
):
    statuses = [
        log_in(browser_at(f"192.0.2.{n // 4}"), password=WRONG_PASSWORD).status_code
        for n in range(102)
    ]
    assert statuses == [200] * 100 + [429, 429]


def test_who_is_locked_out_uses_up_no_tries_of_the_others(site, lin, log_in, browser_at):
    """Else one address could close an account to its owner for an hour."""
    guess(browser_at("192.0.2.7"), log_in, 120)
    assert log_in(browser_at("198.51.100.3")).status_code == 302


def test_nothing_secret_is_kept_about_a_guess(site, lin, log_in, browser_at):
    guess(browser_at("192.0.2.7"), log_in, 2)
    attempt = AccessAttempt.objects.get()
    assert WRONG_PASSWORD not in attempt.post_data
    assert "lin@test.example" not in attempt.post_data


def test_the_password_asked_for_again_is_guarded_too(client, lin):
    client.force_login(lin)
    tries = [
        client.post("/en/account/confirm/", {"password": WRONG_PASSWORD}).status_code
        for _ in range(5)
    ]
    assert tries == [200, 200, 200, 200, 429]


def test_links_to_one_mailbox_are_limited(client, site, lin, mailoutbox):
    answers = [
        client.post("/en/account/password/forgotten/", {"email": "lin@test.example"}).status_code
        for _ in range(6)
    ]
    assert answers == [302] * 5 + [429]
    assert len(mailoutbox) == 5


def test_behind_a_proxy_the_address_before_it_counts(settings, site, lin, log_in, browser_at):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    proxy = browser_at("10.0.0.1")
    guess(proxy, log_in, 5, HTTP_X_FORWARDED_FOR="203.0.113.9, 192.0.2.7")
    refused = log_in(proxy, HTTP_X_FORWARDED_FOR="203.0.113.10, 192.0.2.7")
    let_in = log_in(proxy, HTTP_X_FORWARDED_FOR="192.0.2.7, 198.51.100.3")
    assert (refused.status_code, let_in.status_code) == (429, 302)


def test_without_a_proxy_nobody_chooses_their_address(site, lin, log_in, browser_at):
    guesser = browser_at("192.0.2.7")
    for n in range(5):
        guess(guesser, log_in, 1, HTTP_X_FORWARDED_FOR=f"203.0.113.{n}")
    assert log_in(guesser, HTTP_X_FORWARDED_FOR="203.0.113.99").status_code == 429


def test_who_chooses_a_new_password_by_mail_may_log_in_at_once(
    site, lin, log_in, browser_at, mailoutbox
):
    owner = browser_at("192.0.2.7")
    guess(owner, log_in, 5)
    owner.post("/en/account/password/forgotten/", {"email": "lin@test.example"})
    form = owner.get(link_in(mailoutbox[-1]), follow=True)
    words = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    owner.post(form.redirect_chain[-1][0], words)
    assert log_in(owner, password=NEW_PASSWORD)["Location"] == "/en/account/"
