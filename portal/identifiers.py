"""What addresses name things by."""

import hashlib
import secrets

from django.urls.converters import IntConverter


class RowNumber(IntConverter):
    """A primary key or a position: no more digits than a database can look for."""

    regex = "[0-9]{1,18}"


def new_public_id() -> str:
    """Sixteen random characters that are safe in an address and say nothing about order."""
    return secrets.token_urlsafe(12)


def token_hash(token: str) -> str:
    """What is stored of a token that opens something: who reads the database cannot use it."""
    return hashlib.sha256(token.encode()).hexdigest()
