"""The known name that a misspelt one probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest(name: str, known: Iterable[str]) -> str:
    """The most similar known name, or "" when none is similar."""
    return next(iter(difflib.get_close_matches(name, sorted(known), n=1)), "")
