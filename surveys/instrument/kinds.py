"""Kinds of questions that not every way of answering offers, and who answers which row."""

from __future__ import annotations

import re

BROWSER_REFUSED = frozenset({"geotrace", "geoshape"})
"""Kinds that the pages for respondents do not offer: they need a phone with ODK Collect."""
DEVICE_ONLY = frozenset(
    {"start-geopoint", "background-audio", "background-geopoint", "subscriberid", "simserial"}
    | {"phonenumber"}
)
"""Kinds that only a phone records; interviews on pages leave them blank."""
EXTERNAL = ("select_one_external", "select_multiple_external")
"""Kinds whose choices phones look up in itemsets.csv, which nothing here reads."""
APPEARANCES = frozenset(
    {"minimal", "autocomplete", "likert", "columns", "columns-pack", "horizontal", "compact"}
    | {"quick", "quickcompact", "horizontal-compact", "label", "list-nolabel", "field-list"}
    | {"table-list", "numbers", "thousands-sep", "multiline", "year", "month-year", "no-calendar"}
)
"""What the pages follow, or show in another way that means the same."""
THEMED = re.compile(r"(w|columns-|horizontal-|compact-|quickcompact-)\d+")
"""Widths of a grid, and numbers of columns: pages choose them by the width of the screen."""
SEARCH = re.compile(r"\bsearch\s*\(")


def ignored_appearances(appearance: str) -> str:
    """The parts of an appearance that only phones follow; "" where there are none."""
    if "(" in appearance or appearance.startswith("ex:"):
        return appearance
    words = appearance.split()
    return " ".join(word for word in words if not _is_known(word))


def _is_known(word: str) -> bool:
    return word in APPEARANCES or THEMED.fullmatch(word) is not None


ASKED_BY = ("interviewer", "preload")
"""Who fills a row that no respondent meets: the interviewer, or the sample's data."""
ASKED_BY_COLUMN = "bind::portal:asked_by"
