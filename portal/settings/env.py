"""Typed readers of the environment: the only place that looks at `os.environ`.

Every reader takes a variable's name and a default, and explains a bad value in one sentence.
"""

import os
import re
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off"}


def bad(name: str, found: str, expected: str) -> ImproperlyConfigured:
    """The error for a value that cannot be used."""
    return ImproperlyConfigured(
        f"The environment variable {name} is {found!r}; expected {expected}. "
        f"Correct it or unset it to use the default."
    )


def text(name: str, default: str) -> str:
    """The variable without surrounding white space; an empty one counts as not set."""
    return os.environ.get(name, "").strip() or default


def boolean(name: str, default: bool) -> bool:
    """True for 1, true, yes, on; False for 0, false, no, off; in any case."""
    found = text(name, "yes" if default else "no")
    if found.lower() not in YES | NO:
        raise bad(name, found, "yes or no")
    return found.lower() in YES


def integer(name: str, default: int, *, lowest: int = 1, highest: int = 1_000_000) -> int:
    """A whole number between `lowest` and `highest`, both included."""
    found = text(name, str(default))
    expected = f"a whole number from {lowest} to {highest}"
    try:
        number = int(found)
    except ValueError:
        raise bad(name, found, expected) from None
    if not lowest <= number <= highest:
        raise bad(name, found, expected)
    return number


def choice(name: str, default: str, choices: list[str]) -> str:
    """One of `choices`, in any case."""
    found = text(name, default)
    if found.lower() not in choices:
        raise bad(name, found, f"one of {', '.join(choices)}")
    return found.lower()


def listing(name: str, default: list[str]) -> list[str]:
    """The parts of a comma-separated variable, without empty ones."""
    found = text(name, ",".join(default))
    return [part.strip() for part in found.split(",") if part.strip()]


def languages(name: str, default: list[str]) -> list[str]:
    """Codes of languages that Django knows, `en` first: what is not translated stands in it."""
    found = [code.lower() for code in listing(name, default)]
    unknown = [code for code in found if "name" not in LANG_INFO.get(code, {})]
    if unknown or found[0] != "en" or len(set(found)) < len(found):
        raise bad(name, ",".join(found), "codes such as en,zh-hans,id: known, different, en first")
    return found


def folder(name: str, default: Path) -> Path:
    """An absolute path of a folder, which is made for its owner alone when it is missing."""
    found = Path(text(name, str(default))).expanduser()
    try:
        found.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise bad(name, str(found), f"a folder that can be written ({error.strerror})") from error
    return found.resolve()


def time_zone(name: str, default: str) -> str:
    """The name of a time zone that this machine knows, such as Asia/Shanghai."""
    found = text(name, default)
    try:
        ZoneInfo(found)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise bad(name, found, "a time zone such as Asia/Shanghai or UTC") from None
    return found


def address(name: str, default: str) -> str:
    """An http or https address without a slash at its end."""
    found = text(name, default).rstrip("/")
    if not found.startswith(("http://", "https://")):
        raise bad(name, found, "an address that begins with http:// or https://")
    return found


def scheduler(name: str) -> str:
    """The address of a Dask scheduler, such as tcp://10.0.0.5:8786; empty when there is none."""
    found = text(name, "")
    if found and not re.fullmatch(r"(tcp|tls)://[^\s/:]+:[0-9]{1,5}", found):
        raise bad(name, found, "an address such as tcp://10.0.0.5:8786 or tls://10.0.0.5:8786")
    return found
