"""Names for addresses that say nothing about order or number."""

import secrets


def new_public_id() -> str:
    """Sixteen random characters that are safe in an address."""
    return secrets.token_urlsafe(12)
