"""Demo accounts: one per group, passwords printed and kept for their owner alone."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from portal.demo.site import keep_passwords, make_accounts
from portal.models import User

pytestmark = pytest.mark.django_db


def test_one_account_per_group_with_a_random_password(client, site):
    passwords = make_accounts()
    assert len(passwords) == len(set(passwords.values())) == Group.objects.count()
    for email, password in passwords.items():
        answer = client.post("/en/account/login/", {"login": email, "password": password})
        assert answer["Location"] == "/en/account/"
        client.post("/en/account/logout/")
        assert User.objects.get(email=email).groups.get().name == email.split("@")[0]


def test_a_given_password_is_used():
    assert set(make_accounts("a given pass phrase").values()) == {"a given pass phrase"}


def test_existing_accounts_keep_their_passwords():
    make_accounts()
    assert make_accounts() == {}


def test_only_the_administrator_may_do_everything():
    make_accounts()
    assert User.objects.get(is_superuser=True).email == "administrator@demo.example"


def test_passwords_are_kept_for_their_owner_alone(tmp_path):
    path = tmp_path / "accounts.txt"
    keep_passwords(path, {"a@demo.example": "one"})
    assert keep_passwords(path, {"b@demo.example": "two"}) == {
        "a@demo.example": "one",
        "b@demo.example": "two",
    }
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_command_tells_what_it_made(settings, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(
        "portal.management.commands.demo.demo_builders",
        lambda: [lambda tell: tell("working") or {"findings-pdf-en": "/a/b.pdf"}],
    )
    settings.PORTAL_HOME = tmp_path
    summary = tmp_path / "summary"
    call_command("demo", address="http://127.0.0.1:8001", summary=summary)
    assert summary.read_text() == "site: http://127.0.0.1:8001\nfindings-pdf-en: /a/b.pdf\n"
    told = capsys.readouterr()
    assert "researcher@demo.example" in told.out
    assert "working" in told.err
