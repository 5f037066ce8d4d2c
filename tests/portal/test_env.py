"""A bad environment variable is explained in one sentence."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.settings import env


@pytest.fixture
def value(monkeypatch):
    return lambda text: monkeypatch.setenv("PORTAL_TRIAL", text)


@pytest.mark.parametrize(
    ("text", "expected"), [("yes", True), ("1", True), ("OFF", False), ("no", False), ("", True)]
)
def test_boolean(value, text, expected):
    value(text)
    assert env.boolean("PORTAL_TRIAL", True) is expected


@pytest.mark.parametrize(
    ("reader", "text", "says"),
    [
        (lambda name: env.boolean(name, True), "maybe", "yes or no"),
        (lambda name: env.integer(name, 90), "ninety", "a whole number from 1 to"),
        (lambda name: env.integer(name, 90), "0", "a whole number from 1 to"),
        (lambda name: env.time_zone(name, "UTC"), "Mars/Base", "a time zone such as"),
        (lambda name: env.time_zone(name, "UTC"), "/etc/passwd", "a time zone such as"),
        (lambda name: env.choice(name, "tls", ["tls", "none"]), "ssl", "one of tls, none"),
        (lambda name: env.languages(name, ["en"]), "en,xx", "codes such as"),
        (lambda name: env.languages(name, ["en"]), "zh-hans,en", "en first"),
        (lambda name: env.languages(name, ["en"]), "en,id,id", "different"),
        (lambda name: env.address(name, ""), "ftp://here", "http:// or https://"),
        (env.scheduler, "10.0.0.5:8786", "an address such as tcp://"),
        (env.scheduler, "tcp://10.0.0.5", "an address such as tcp://"),
        (lambda name: env.choice(name, "files", ["files", "off"]), "disk", "one of files, off"),
        (lambda name: env.folder(name, None), "/dev/null/state", "a folder that can be written"),
    ],
)
def test_a_bad_value_is_explained(value, reader, text, says):
    value(text)
    with pytest.raises(ImproperlyConfigured) as caught:
        reader("PORTAL_TRIAL")
    assert "PORTAL_TRIAL" in str(caught.value)
    assert text in str(caught.value)
    assert says in str(caught.value)


def test_defaults_stand_where_nothing_is_set(monkeypatch, tmp_path):
    monkeypatch.delenv("PORTAL_TRIAL", raising=False)
    assert env.integer("PORTAL_TRIAL", 90) == 90
    assert env.listing("PORTAL_TRIAL", ["a", "b"]) == ["a", "b"]
    assert env.address("PORTAL_TRIAL", "http://127.0.0.1:8000/") == "http://127.0.0.1:8000"
    assert env.folder("PORTAL_TRIAL", tmp_path / "state") == tmp_path / "state"
    assert env.scheduler("PORTAL_TRIAL") == ""


def test_a_list_is_split_at_commas(value):
    value(" one.example , two.example,, ")
    assert env.listing("PORTAL_TRIAL", []) == ["one.example", "two.example"]


def test_a_new_folder_is_for_its_owner_alone(value, tmp_path):
    value(str(tmp_path / "state"))
    assert env.folder("PORTAL_TRIAL", tmp_path).stat().st_mode & 0o777 == 0o700
