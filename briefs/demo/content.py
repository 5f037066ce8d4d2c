"""Reads the demonstration's knowledge: TOML as in `portal.demo.fixtures`, and CSV."""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from portal.demo.fixtures import CHINESE, ENGLISH, read_toml

FIXTURES = Path(__file__).parent.parent / "fixtures"


def read(name: str) -> dict[str, Any]:
    """The content of a TOML file among the fixtures."""
    return read_toml(FIXTURES / name)


def read_rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a CSV file among the fixtures."""
    with (FIXTURES / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def words_in(row: Mapping[str, str], column: str) -> dict[str, str]:
    """A text of a CSV row, whose languages are columns; without the empty ones."""
    texts = {language: row[f"{column}_{language}"] for language in (ENGLISH, CHINESE)}
    return {language: text for language, text in texts.items() if text}
