"""Personal identifiers are stored sealed: AES-256-GCM, bound to where they belong.

A sealed text begins with the name of its key, so that keys can be changed: the newest seals, all
open. `context` says what is sealed, such as `surveys.contact:17`; a text that is moved to another
row does not open there.
"""

from __future__ import annotations

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES = 12


class VaultError(Exception):
    """A sealed text that cannot be opened: another context, a missing key, or changed bytes."""


def seal(text: str, context: str) -> bytes:
    """The text, readable only with a key of the vault and the same context."""
    name, key = next(iter(settings.VAULT_KEYS.items()))
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(key).encrypt(nonce, text.encode(), context.encode())
    return b":".join((name.encode(), nonce + sealed))


def unseal(sealed: bytes, context: str) -> str:
    """What was sealed; VaultError where that cannot be known."""
    name, _, rest = bytes(sealed).partition(b":")
    key = settings.VAULT_KEYS.get(name.decode("ascii", "replace"))
    if key is None:
        raise VaultError(f"The vault has no key {name[:8]!r} for {context}.")
    try:
        return (
            AESGCM(key).decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], context.encode()).decode()
        )
    except InvalidTag:
        raise VaultError(f"What is stored for {context} was not sealed there.") from None


def is_current(sealed: bytes) -> bool:
    """Whether the newest key sealed it."""
    return bytes(sealed).partition(b":")[0].decode("ascii", "replace") == next(
        iter(settings.VAULT_KEYS)
    )


def blind_index(text: str, context: str) -> str:
    """A keyed hash under which equal texts are found; it stays the same when keys are added.

    The oldest key makes it: keep that key for as long as indices are stored.
    """
    key = next(reversed(settings.VAULT_KEYS.values()))
    return hmac.new(key, f"{context}\n{text}".encode(), hashlib.sha256).hexdigest()
