"""The files that came with interviews, in one archive with a table of what is what."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from surveys.exports.cells import harmless
from surveys.exports.writing import Written

UNSAFE = re.compile(r"[^\w.~-]+")
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
"""Names that Windows keeps for itself, with whatever ending."""
LONGEST = 100
HEAD = ("KEY", "name", "file", "sha256", "size")


@dataclass(frozen=True, slots=True)
class File:
    """One file of one interview, and where its bytes lie."""

    key: str
    name: str
    path: Path
    sha256: str
    size: int


def write_attachments(files: Iterable[File], out: Path) -> Written:
    """Stored without compression, as photos and sounds are compressed already."""
    written = Written([out], {"": 0})
    table = io.StringIO(newline="")
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow(HEAD)
    used: set[str] = set()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for file in files:
            member = _member(file, used)
            archive.write(file.path, member)
            row = (file.key, file.name, member, file.sha256, str(file.size))
            writer.writerow([harmless(cell) for cell in row])
            written.rows[""] += 1
        archive.writestr("attachments.csv", "\ufeff" + table.getvalue())
    return written


def _portable(sent: str) -> str:
    """The name as every system can unpack it: composed letters, no marks, not too long."""
    plain = UNSAFE.sub("_", unicodedata.normalize("NFC", sent)).strip(".") or "_"
    if DEVICES.match(plain):
        plain = f"_{plain}"
    if len(plain) <= LONGEST:
        return plain
    path = PurePosixPath(plain)
    ending = path.suffix[:20]
    return path.stem[: LONGEST - len(ending)].rstrip(".") + ending


def _member(file: File, used: set[str]) -> str:
    """A name that leads nowhere else on any system, different from all before in any case."""
    folder, name = _portable(file.key), _portable(file.name)
    made, number = f"media/{folder}/{name}", 1
    while made.lower() in used:
        number += 1
        made = f"media/{folder}/{number}-{name}"
    used.add(made.lower())
    return made
