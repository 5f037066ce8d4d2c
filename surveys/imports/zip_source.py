"""An archive of tables in any format that is read alone, as ODK Central and this portal write them;
other files in it stay.
"""

from __future__ import annotations

import shutil
import zipfile
import zlib
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath
from tempfile import NamedTemporaryFile
from typing import IO

from surveys.errors import Problem, SurveyError, raise_if_any
from surveys.imports.sources import READERS, Rows, Source, read_sources

MOST_UNPACKED, MOST_FILES = 400 * 1024 * 1024, 200
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)
TABLES = READERS.keys() - {".zip", ".txt"}
"""A text in an archive is most often a word to read before."""


def read(path: Path, name: str, encoding: str) -> list[Source]:
    """The tables of the archive's own folder; SurveyError where it is broken or too large."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [each for each in archive.infolist() if _is_table(each.filename)]
            size = sum(each.file_size for each in members)
            if size > MOST_UNPACKED or len(members) > MOST_FILES:
                found = f"{size} bytes, {len(members)} files"
                raise SurveyError([Problem("import_size", name, found)])
            unpacked = {each.filename: _unpacked(archive, each) for each in members}
    except BROKEN as error:
        raise SurveyError([Problem("import_unreadable", name, str(error)[:80])]) from error
    sources: list[Source] = []
    problems: list[Problem] = []
    for member, file in unpacked.items():
        try:
            tables = read_sources({member: Path(file.name)}, encoding)
        except SurveyError as error:
            problems += [replace(each, where=f"{name} › {each.where}") for each in error.problems]
        else:
            sources += [replace(each, rows=partial(_rows, file, each)) for each in tables]
    raise_if_any(problems or ([] if sources else [Problem("empty_table", name, "0")]))
    return sources


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> IO[bytes]:
    """The member as a file that lives as long as its table."""
    ending = PurePosixPath(member.filename).suffix.lower()
    file: IO[bytes] = NamedTemporaryFile(prefix="member-", suffix=ending)  # noqa: SIM115
    with archive.open(member) as packed:
        shutil.copyfileobj(packed, file)
    file.flush()
    return file


def _rows(file: IO[bytes], source: Source) -> Rows:
    """The rows of a table, together with which its file lives."""
    yield from source.rows()


def _is_table(member: str) -> bool:
    """Whether a member is a table at the top; attachments lie in folders."""
    path = PurePosixPath(member)
    return len(path.parts) == 1 and path.suffix.lower() in TABLES
