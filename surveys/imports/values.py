"""One cell as the answer that Collect would have sent, or the cell itself where it fits nothing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from surveys.exports.cells import number_of
from surveys.imports.sources import plain_number
from surveys.instrument.data_types import fits
from surveys.instrument.nodes import CHOICE_KINDS, Question

NOTHING = frozenset({"", "n/a", "na", "nan", "null"})
"""What other programs write where nothing was asked."""
DAYS = ("%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d")
SEPARATORS = (r"\s+", r"\s*[;|；]\s*", r"\s*[,，]\s*")
"""Between several choices; labels may hold blanks and commas, so each is tried alone."""


@dataclass(frozen=True)
class Reader:
    """Reads the cells of one question."""

    question: Question

    @cached_property
    def codes(self) -> Mapping[str, str]:
        """Codes by code and by label in any language, in lower case."""
        found: dict[str, str] = {}
        for choice in self.question.choices:
            for label in choice.labels.values():
                found.setdefault(_plain(label), choice.name)
        return found | {_plain(choice.name): choice.name for choice in self.question.choices}

    def read(self, cell: str) -> tuple[str, str]:
        """The answer, and what does not fit: "choice", "type" or ""."""
        text = cell.strip()
        kind, data_type = self.question.kind, self.question.data_type
        if kind in CHOICE_KINDS and self.question.choices:
            return self._chosen(text)
        if text.lower() in NOTHING and data_type != "string":
            return "", ""
        if data_type in ("int", "decimal"):
            number = number_of(text)
            if number is not None and not fits(text, self.question.data_type):
                text = plain_number(number)
        elif data_type == "date":
            text = _day(text)
        elif data_type == "string":
            return cell, ""
        return (text, "") if fits(text, self.question.data_type) else (cell, "type")

    def _chosen(self, text: str) -> tuple[str, str]:
        if self.question.kind == "select_one":
            code = self._code(text)
            if code is None:
                return ("", "") if text.lower() in NOTHING else (text, "choice")
            return code, ""
        if text.lower() in NOTHING and self._code(text) is None:
            return "", ""
        for separator in SEPARATORS:
            codes = [self._code(part) for part in re.split(separator, text) if part]
            if codes and None not in codes:
                return " ".join(dict.fromkeys(code for code in codes if code)), ""
        joined = self._joined(_plain(text))
        return (" ".join(joined), "") if joined else (text, "choice")

    def _joined(self, text: str) -> list[str]:
        """The codes of labels with blanks between them, as Kobo writes them; [] where some are none."""
        found: list[str] = []
        labels = sorted(self.codes, key=len, reverse=True)
        while text:
            label = next((each for each in labels if f"{text} ".startswith(f"{each} ")), None)
            if not label:
                return []
            found.append(self.codes[label])
            text = text[len(label) :].strip()
        return list(dict.fromkeys(found))

    def _code(self, text: str) -> str | None:
        found = self.codes.get(_plain(text))
        if found is None and (number := number_of(text)) is not None:
            found = self.codes.get(plain_number(number))
        return found


def _plain(text: str) -> str:
    return " ".join(text.split()).lower()


def _day(text: str) -> str:
    """A day in the order year, month, day; other orders are too uncertain to guess."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}[T ].*", text):
        return text[:10]
    for form in DAYS:
        try:
            return dt.datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007
        except ValueError:
            continue
    return text
