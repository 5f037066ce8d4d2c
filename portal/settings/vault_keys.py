"""The keys that seal personal identifiers, kept in a file of the state folder."""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32
Keys = dict[str, bytes]
"""Keys by name; the first seals, all open."""


def vault_keys(path: Path, written: str = "") -> Keys:
    """The keys of an environment variable, else those of `path`, made with a first key if missing.

    Both hold lines or words `name:key`, the newest first, each key 32 bytes in URL-safe base64.
    """
    if written:
        return read_keys(written, "PORTAL_VAULT_KEYS")
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(f"1:{new_key()}\n")
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return read_keys(path.read_text(), str(path))


def new_key() -> str:
    """A random key as it is written in the file."""
    return urlsafe_b64encode(os.urandom(KEY_BYTES)).decode()


def read_keys(written: str, where: str) -> Keys:
    keys: Keys = {}
    for number, word in enumerate(written.split(), start=1):
        name, _, text = word.partition(":")
        try:
            key = urlsafe_b64decode(text)
        except Error:
            key = b""
        if not name.isdigit() or name in keys or len(key) != KEY_BYTES:
            raise ImproperlyConfigured(
                f"Key {number} of {where} is not a new number, a colon and {KEY_BYTES} bytes in "
                f"URL-safe base64. Without the right keys sealed identifiers cannot be read: "
                f"restore the file from its backup."
            )
        keys[name] = key
    if not keys:
        raise ImproperlyConfigured(f"{where} holds no key; restore it from its backup.")
    return keys
