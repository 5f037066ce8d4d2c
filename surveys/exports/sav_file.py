"""The system file of SPSS, written row by row: numbers and texts, labels, user-missing values.

The format is described in the developers' guide of PSPP ("System File Format"). Data are compressed
by bytecodes. Texts longer than 255 bytes stand in several segments, each a variable of its own.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from struct import pack

import numpy as np
from numpy.typing import NDArray

OCTET, SEGMENT, SEGMENT_LABELLED = 8, 255, 252
BIAS = 100
SYSTEM_MISSING = -sys.float_info.max
LOWEST = np.nextafter(SYSTEM_MISSING, 0)
SPACES = int.from_bytes(b" " * OCTET, "little")
END, SKIPPED, LITERAL, ALL_SPACES, MISSING = 252, 0, 253, 254, 255
"""Bytecodes beside those of small whole numbers."""
EPOCH = dt.date(1582, 10, 14).toordinal()
"""Dates are seconds since this day."""
TEXT_FORMAT, NUMBER_FORMAT, DATE_FORMAT = 1, 5, 39
NOMINAL, SCALE = 1, 3
MOST_MISSING = 3
AT_ONCE = 1_000_000
"""Octets that are compressed together, at most."""


@dataclass(frozen=True, slots=True)
class SavVariable:
    """A variable; `width` is that of its texts in bytes, 0 says numbers (`days` of the year 1).

    Of four and more `missing` numbers, in their order, the later ones end a range.
    """

    name: str
    label: str
    width: int = 0
    decimals: int = 0
    days: bool = False
    values: Mapping[float | str, str] = field(default_factory=dict)
    missing: Sequence[float] = ()

    @property
    def segments(self) -> list[int]:
        """The widths of the variables it is stored in; [0] for numbers."""
        if self.width <= SEGMENT:
            return [self.width]
        more, left = divmod(self.width - 1, SEGMENT_LABELLED)
        return [*[SEGMENT] * more, left + 1]

    @property
    def octets(self) -> int:
        return sum(max(1, -(-width // OCTET)) for width in self.segments)

    def stored(self, values: Sequence[float] | Sequence[str]) -> NDArray[np.uint64]:
        """The column as octets, one row each."""
        if self.width:
            texts = b"".join(self._padded(str(text)) for text in values)
            return np.frombuffer(texts, "<u8").reshape(-1, self.octets)
        numbers = np.array(values, dtype="<f8")
        if self.days:
            numbers = (numbers - EPOCH) * 86_400.0
        numbers[np.isnan(numbers)] = SYSTEM_MISSING
        return numbers.view("<u8").reshape(-1, 1)

    def _padded(self, text: str) -> bytes:
        content = text.encode()
        if self.width <= SEGMENT:
            return content.ljust(self.octets * OCTET)
        return b"".join(
            content[place * SEGMENT : (place + 1) * SEGMENT].ljust(-(-width // OCTET) * OCTET)
            for place, width in enumerate(self.segments)
        )


def write_sav(
    path: Path,
    variables: Sequence[SavVariable],
    rows: int,
    batches: Iterable[Sequence[Sequence[float] | Sequence[str]]],
) -> None:
    """Write the columns of each batch; there are so many rows in all of them together."""
    width = sum(variable.octets for variable in variables)
    numeric = np.repeat([not each.width for each in variables], [each.octets for each in variables])
    step = max(AT_ONCE // max(width, 1) // OCTET, 1) * OCTET  # whole blocks of eight bytecodes
    with path.open("wb") as file:
        file.write(_head(variables, rows, width))
        for columns in batches:
            for start in range(0, len(columns[0]), step):
                octets = [
                    variable.stored(column[start : start + step])
                    for variable, column in zip(variables, columns, strict=True)
                ]
                file.write(compressed(np.hstack(octets), numeric))


def compressed(octets: NDArray[np.uint64], numeric: NDArray[np.bool_]) -> bytes:
    """Rows as blocks: eight bytecodes, then the octets that have no code of their own."""
    flat = octets.reshape(-1)
    numbers, is_number = flat.view("<f8"), np.tile(numeric, len(octets))
    codes = np.full(-(-len(flat) // OCTET) * OCTET, LITERAL, dtype=np.uint8)
    codes[len(flat) :] = SKIPPED
    with np.errstate(invalid="ignore"):
        small = is_number & (numbers > -BIAS) & (numbers < END - BIAS) & (numbers % 1 == 0)
    places = np.flatnonzero(small)
    codes[places] = (numbers[places] + BIAS).astype(np.uint8)
    codes[: len(flat)][is_number & (numbers == SYSTEM_MISSING)] = MISSING
    codes[: len(flat)][~is_number & (flat == SPACES)] = ALL_SPACES
    literal = np.flatnonzero(codes == LITERAL)
    blocks = codes.view("<u8")
    written = np.empty(len(blocks) + len(literal), dtype="<u8")
    is_code = np.ones(len(written), dtype=bool)
    is_code[literal // OCTET + 1 + np.arange(len(literal))] = False
    written[is_code], written[~is_code] = blocks, flat[literal]
    return written.tobytes()


def _head(variables: Sequence[SavVariable], rows: int, width: int) -> bytes:
    now = dt.datetime.now(dt.UTC)
    product = b"@(#) SPSS DATA FILE".ljust(60)
    moment = now.strftime("%d %b %y%H:%M:%S").encode()
    places, place = {}, 1
    for variable in variables:
        places[variable.name] = place
        place += variable.octets
    parts = [
        b"$FL2" + product + pack("<5id", 2, width, 1, 0, rows, BIAS) + moment.ljust(17 + 64 + 3),
        *(part for variable in variables for part in _records(variable, places[variable.name])),
        *(part for variable in variables for part in _labels(variable, places[variable.name])),
        *_extensions(variables, {name: f"V{place}" for name, place in places.items()}),
        pack("<2i", 999, 0),
    ]
    return b"".join(parts)


def _records(variable: SavVariable, place: int) -> Iterator[bytes]:
    """The records of a variable: one for each segment, and empty ones for its further octets."""
    label = variable.label.encode()
    kinds, missing = len(variable.missing), variable.missing
    if kinds > MOST_MISSING:  # a range, then one number
        kinds, missing = -MOST_MISSING, (missing[1], missing[-1], missing[0])
    for width in variable.segments:
        kind = TEXT_FORMAT if width else DATE_FORMAT if variable.days else NUMBER_FORMAT
        shown = kind << 16 | (width or 10) << 8 | variable.decimals
        yield pack("<6i", 2, width, bool(label), kinds, shown, shown)
        yield _name(f"V{place}") + (pack("<i", len(label)) + _filled(label, 4) if label else b"")
        yield pack(f"<{len(missing)}d", *missing)
        octets = max(1, -(-width // OCTET))
        yield (pack("<6i", 2, -1, 0, 0, 0, 0) + b" " * OCTET) * (octets - 1)
        place += octets


def _name(short: str) -> bytes:
    return short.encode().ljust(OCTET)


def _filled(content: bytes, step: int) -> bytes:
    return content.ljust(-(-len(content) // step) * step)


def _labels(variable: SavVariable, place: int) -> Iterator[bytes]:
    """The labels of numbers and of texts that fit into one octet."""
    if not variable.values or variable.width > OCTET:
        return
    yield pack("<2i", 3, len(variable.values))
    for value, text in variable.values.items():
        label = text.encode()
        yield _name(value) if isinstance(value, str) else pack("<d", value)
        yield _filled(bytes([len(label)]) + label, OCTET)
    yield pack("<3i", 4, 1, place)


def _extensions(variables: Sequence[SavVariable], short: Mapping[str, str]) -> Iterator[bytes]:
    yield pack("<4i8i", 7, 3, 4, 8, 1, 0, 0, -1, 1, 1, 2, 65001)
    yield pack("<4i3d", 7, 4, 8, 3, SYSTEM_MISSING, sys.float_info.max, LOWEST)
    shown = [
        part
        for variable in variables
        for width in variable.segments
        for part in (NOMINAL if width or variable.values else SCALE, min(width or 10, 40), 0 if width else 1)
    ]  # fmt: skip
    yield pack(f"<4i{len(shown)}i", 7, 11, 4, len(shown), *shown)
    yield _texts(13, "\t".join(f"{short[each.name]}={each.name}" for each in variables).encode())
    long = [each for each in variables if len(each.segments) > 1]
    if long:
        widths = (f"{short[each.name]}={each.width:05}".encode() + b"\0\t" for each in long)
        yield _texts(14, b"".join(widths))
    yield _texts(20, b"UTF-8")
    labelled = [each for each in variables if each.values and each.width > OCTET]
    if labelled:
        yield _texts(21, b"".join(map(_long_labels, labelled)))


def _texts(kind: int, content: bytes) -> bytes:
    return pack("<4i", 7, kind, 1, len(content)) + content


def _long_labels(variable: SavVariable) -> bytes:
    """The labels of longer texts."""
    parts = [_counted(variable.name.encode()), pack("<2i", variable.width, len(variable.values))]
    for value, label in variable.values.items():
        parts += [_counted(str(value).encode().ljust(variable.width)), _counted(label.encode())]
    return b"".join(parts)


def _counted(content: bytes) -> bytes:
    return pack("<i", len(content)) + content
