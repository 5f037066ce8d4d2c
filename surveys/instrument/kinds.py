"""Kinds of questions that not every way of answering offers, and who answers which row."""

from __future__ import annotations

BROWSER_REFUSED = frozenset({"geotrace", "geoshape"})
"""Kinds that the pages for respondents do not offer: they need a phone with ODK Collect."""
ASKED_BY = ("interviewer", "preload")
"""Who fills a row that no respondent meets: the interviewer, or the sample's data."""
ASKED_BY_COLUMN = "bind::portal:asked_by"
