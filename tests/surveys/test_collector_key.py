"""The command that makes keys for devices."""

import pytest
from django.core.management import CommandError, call_command

from surveys.services.keys import REALM, digest, ha1_of


def make_key(capsys, *arguments):
    call_command("collector_key", "--survey", "work", *arguments)
    return capsys.readouterr()


def test_the_base_address_alone_goes_to_the_output(survey, client, capsys):
    survey.state = "open"
    survey.save()
    printed = make_key(capsys)
    address = printed.out.strip()
    assert client.get(address.removeprefix("http://127.0.0.1:8000") + "formList").status_code == 200


def test_name_and_interviewer_of_a_key_and_what_it_logs_in_with(survey, person, capsys):
    carrier = person("interviewer")
    printed = make_key(capsys, "--label", "Tablet 7", "--interviewer", carrier.email.upper())
    key = survey.collector_keys.get()
    assert (key.label, key.interviewer) == ("Tablet 7", carrier)
    *_, name, _with, secret = printed.err.split()
    assert name == key.username
    assert ha1_of(key) == digest(name, REALM, secret)
    assert secret.encode() not in bytes(key.ha1)


def test_an_interviewer_outside_the_team_is_refused(survey, person, capsys):
    member = person("interviewer")
    with pytest.raises(CommandError, match=member.email):
        make_key(capsys, "--interviewer", "stranger@test.example")
    assert not survey.collector_keys.exists()
