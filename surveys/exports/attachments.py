"""The files that came with interviews, in one archive with a table of what is what."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from surveys.exports.cells import harmless
from surveys.exports.writing import Written

UNSAFE = re.compile(r"[^\w.~-]+")
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
    writer = csv.writer(table, lineterminator="\n")
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


def _member(file: File, used: set[str]) -> str:
    """A name that leads nowhere else on any system, different from all before in any case."""
    folder, name = (UNSAFE.sub("_", part).lstrip(".") or "_" for part in (file.key, file.name))
    made, number = f"media/{folder}/{name}", 1
    while made.lower() in used:
        number += 1
        made = f"media/{folder}/{number}-{name}"
    used.add(made.lower())
    return made
