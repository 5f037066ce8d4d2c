"""The data file of Stata (release 118), written row by row: numbers, texts, labels.

The format is described in Stata's help under `dta`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copyfileobj
from struct import pack
from tempfile import TemporaryFile
from typing import IO

import numpy as np

DOUBLE = 65_526
"""The type of numbers; that of texts is their width."""
LONG, WIDEST = 32_768, 2_045
"""The type of texts that are longer than a width can say: they stand in a part of their own."""
FIRST_MISSING, STEP = 0x7FE0_0000_0000_0000, 0x0100_0000_0000
"""The bits of the missing value `.`, and from each to the next."""
FIRST_MISSING_LABELLED = 2_147_483_621
EPOCH = dt.date(1960, 1, 1).toordinal()
"""Dates are days since this one."""
NAME, FORMAT, LABEL = 129, 57, 321


@dataclass(frozen=True, slots=True)
class DtaVariable:
    """A variable; `width` is that of its texts in bytes, 0 says numbers (`days` of the year 1).

    `letters` says which missing value a number stands for, as "a" for `.a`; labels belong to whole
    numbers or to such letters.
    """

    name: str
    label: str
    width: int = 0
    days: bool = False
    values: Mapping[int | str, str] = field(default_factory=dict)
    letters: Mapping[float, str] = field(default_factory=dict)

    @property
    def is_long(self) -> bool:
        return self.width > WIDEST

    @property
    def dtype(self) -> str:
        return f"S{self.width}" if self.width and not self.is_long else "<u8"

    @property
    def kind(self) -> int:
        return LONG if self.is_long else self.width or DOUBLE

    @property
    def shown(self) -> str:
        if self.is_long:
            return "%9s"
        return f"%-{self.width}s" if self.width else "%td" if self.days else "%12.0g"

    def stored(self, values: Sequence[float] | Sequence[str]) -> np.ndarray:
        """The column as it stands in the file."""
        if self.width:
            return np.array([str(text).encode() for text in values], dtype=self.dtype)
        numbers = np.array(values, dtype="<f8")
        bits = (numbers - EPOCH if self.days else numbers).view("<u8").copy()
        bits[np.isnan(numbers)] = FIRST_MISSING
        for number, letter in self.letters.items():
            same = np.isnan(numbers) if np.isnan(number) else numbers == number
            bits[same] = FIRST_MISSING + _place(letter) * STEP
        return bits


def _place(letter: str) -> int:
    return ord(letter) - ord("a") + 1


def write_dta(
    path: Path,
    variables: Sequence[DtaVariable],
    rows: int,
    batches: Iterable[Sequence[Sequence[float] | Sequence[str]]],
) -> None:
    """Write the columns of each batch; there are so many rows in all of them together."""
    row = np.dtype([(f"v{place}", each.dtype) for place, each in enumerate(variables)])
    with path.open("wb") as file, TemporaryFile() as aside:
        map_, long_texts, done = _Map(file), _LongTexts(aside), 0
        file.write(_header(len(variables), rows))
        map_.begin(b"map")
        file.write(bytes(8 * 14))
        map_.end()
        for name, content in _descriptions(variables):
            map_.begin(name)
            file.write(content)
            map_.end()
        map_.begin(b"data")
        for columns in batches:
            written = np.empty(len(columns[0]), dtype=row)
            for place, (variable, column) in enumerate(zip(variables, columns, strict=True)):
                written[f"v{place}"] = (
                    long_texts.put(place + 1, done + 1, column)
                    if variable.is_long
                    else variable.stored(column)
                )
            file.write(written.tobytes())
            done += len(written)
        map_.end()
        map_.begin(b"strls")
        aside.seek(0)
        copyfileobj(aside, file)
        map_.end()
        map_.begin(b"value_labels")
        file.writelines(_value_labels(each) for each in variables if each.values)
        map_.end()
        map_.finish()


class _LongTexts:
    """Long texts, put aside until their part of the file comes; the rows say where each one is."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file

    def put(self, variable: int, first: int, texts: Iterable[float | str]) -> np.ndarray:
        """What stands in the rows from the first on: the variable and the row, 0 for no text."""
        places = []
        for row, text in enumerate(texts, start=first):
            content = str(text).encode()
            places.append(variable | row << 16 if content else 0)
            if content:
                head = pack("<3sIQBI", b"GSO", variable, row, 130, len(content) + 1)
                self.file.write(head + content + b"\0")
        return np.array(places, dtype="<u8")


class _Map:
    """Where each part of the file begins; the file tells that in a part of its own."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.places, self.name = file, [0], b""

    def begin(self, name: bytes) -> None:
        self.name = name
        self.places.append(self.file.tell())
        self.file.write(b"<" + name + b">")

    def end(self) -> None:
        self.file.write(b"</" + self.name + b">")

    def finish(self) -> None:
        self.places.append(self.file.tell())
        self.file.write(b"</stata_dta>")
        self.places.append(self.file.tell())
        self.file.seek(self.places[1] + len(b"<map>"))
        self.file.write(pack("<14Q", *self.places))


def _header(variables: int, rows: int) -> bytes:
    moment = dt.datetime.now(dt.UTC).strftime("%d %b %Y %H:%M").encode()
    return (
        b"<stata_dta><header><release>118</release><byteorder>LSF</byteorder>"
        b"<K>" + pack("<H", variables) + b"</K><N>" + pack("<Q", rows) + b"</N>"
        b"<label>" + pack("<H", 0) + b"</label>"
        b"<timestamp>" + bytes([len(moment)]) + moment + b"</timestamp></header>"
    )


def _descriptions(variables: Sequence[DtaVariable]) -> Iterable[tuple[bytes, bytes]]:
    types = [variable.kind for variable in variables]
    yield b"variable_types", pack(f"<{len(types)}H", *types)
    yield b"varnames", b"".join(_text(each.name, NAME) for each in variables)
    yield b"sortlist", bytes(2 * (len(variables) + 1))
    yield b"formats", b"".join(_text(each.shown, FORMAT) for each in variables)
    labelled = (each.name if each.values else "" for each in variables)
    yield b"value_label_names", b"".join(_text(name, NAME) for name in labelled)
    yield b"variable_labels", b"".join(_text(each.label, LABEL) for each in variables)
    yield b"characteristics", b""


def _text(text: str, size: int) -> bytes:
    return text.encode().ljust(size, b"\0")


def _value_labels(variable: DtaVariable) -> bytes:
    """The labels of a variable, in the order of their values."""
    found = {
        FIRST_MISSING_LABELLED + _place(value) if isinstance(value, str) else value: label
        for value, label in variable.values.items()
    }
    texts = [found[value].encode() + b"\0" for value in sorted(found)]
    begins = [sum(map(len, texts[:place])) for place in range(len(texts))]
    table = pack(
        f"<{2 + 2 * len(texts)}i", len(texts), sum(map(len, texts)), *begins, *sorted(found)
    ) + b"".join(texts)
    name = _text(variable.name, NAME) + bytes(3)
    return b"<lbl>" + pack("<i", len(table)) + name + table + b"</lbl>"
