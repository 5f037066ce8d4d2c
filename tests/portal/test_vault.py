"""What is sealed opens only with a key of the vault and where it belongs."""

import base64

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.settings.vault_keys import new_key, vault_keys
from portal.vault import VaultError, blind_index, is_current, seal, unseal


def test_what_is_sealed_can_be_read_again_and_not_before():
    sealed = seal("陈女士 138 0000 0000", "contact:1")
    assert b"138" not in sealed
    assert unseal(sealed, "contact:1") == "陈女士 138 0000 0000"
    assert seal("same", "contact:1") != seal("same", "contact:1")


def test_a_sealed_text_opens_only_in_its_place():
    with pytest.raises(VaultError, match="contact:2"):
        unseal(seal("text", "contact:1"), "contact:2")


@pytest.mark.parametrize("place", [0, 5, -1])
def test_a_changed_byte_is_noticed(place):
    sealed = bytearray(seal("text", "contact:1"))
    sealed[place] ^= 1
    with pytest.raises(VaultError):
        unseal(bytes(sealed), "contact:1")


def test_older_keys_open_and_the_newest_seals(settings):
    old = seal("text", "contact:1")
    settings.VAULT_KEYS = {"3": b"3" * 32, **settings.VAULT_KEYS}
    assert unseal(old, "contact:1") == "text"
    assert not is_current(old)
    assert is_current(seal("text", "contact:1"))


def test_equal_texts_are_found_whatever_key_is_the_newest(settings):
    index = blind_index("13800000000", "phone")
    settings.VAULT_KEYS = {"3": b"3" * 32, **settings.VAULT_KEYS}
    assert blind_index("13800000000", "phone") == index
    assert blind_index("13800000000", "name") != index


def test_keys_are_made_once_and_kept(tmp_path):
    keys = vault_keys(tmp_path / "keys")
    assert vault_keys(tmp_path / "keys") == keys
    assert (tmp_path / "keys").stat().st_mode & 0o077 == 0
    assert vault_keys(tmp_path / "none", f"2:{new_key()} 1:{new_key()}").keys() == {"2", "1"}


@pytest.mark.parametrize(
    "written", ["", "1", "1:short", f"a:{base64.urlsafe_b64encode(b'x' * 32).decode()}"]
)
def test_an_unreadable_key_stops_the_start(tmp_path, written):
    (tmp_path / "keys").write_text(written)
    with pytest.raises(ImproperlyConfigured, match="backup"):
        vault_keys(tmp_path / "keys")
