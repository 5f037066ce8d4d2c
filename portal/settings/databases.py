"""Which database the site uses: a file of the state folder, or a PostgreSQL server."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from portal.settings.env import bad  # noqa: TID251 - the settings are built of each other

VARIABLE = "PORTAL_DATABASE_URL"
EXPECTED = "an address such as postgresql://user:password@host:5432/name"


def database(url: str, home: Path) -> dict[str, Any]:
    """Django's settings of the database at this address; of the one in `home` where there is none."""
    if not url:
        return _sqlite(home / "db.sqlite3")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _unusable(url) from None
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in ("postgresql", "postgres") or not name or "/" in name:
        raise _unusable(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _unusable(url: str) -> Exception:
    """The message never shows what may hold a password."""
    scheme, mark, _rest = url.partition("://")
    return bad(VARIABLE, f"{scheme}://…" if mark else "…", EXPECTED)


def _sqlite(path: Path) -> dict[str, Any]:
    """An acknowledged answer survives a power cut (FULL), and a transaction takes the write lock
    when it begins (IMMEDIATE), so that writers wait for each other instead of failing.
    Connections are kept: opening one reads the whole schema, and closing the last one the log.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-20000"
            ),
        },
    }
