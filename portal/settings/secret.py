"""The site's secret key, kept in a file of the state folder."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def secret_key(path: Path) -> str:
    """The key in `path`; a missing file is made with a random key that only its owner may read.

    The file is written in full under another name and then linked, so that two processes that
    start together agree on one key and neither reads half of it.
    """
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    key = path.read_text().strip()
    if len(key) < 50:
        raise ImproperlyConfigured(
            f"The secret key in {path} has {len(key)} characters; expected 50 or more. "
            f"Delete the file to have a new one made; everyone is then logged out."
        )
    return key
