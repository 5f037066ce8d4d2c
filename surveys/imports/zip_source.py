"""An archive of CSV files, as ODK Central and this portal write them; other files in it stay."""

from __future__ import annotations

import zipfile
from pathlib import Path, PurePosixPath

from surveys.errors import Problem, SurveyError, raise_if_any
from surveys.imports.csv_source import read_content
from surveys.imports.sources import Source

MOST_UNPACKED, MOST_FILES = 400 * 1024 * 1024, 200


def read(path: Path, name: str, encoding: str) -> list[Source]:
    """The tables of the archive's own folder; SurveyError where it is broken or too large."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [each for each in archive.infolist() if _is_table(each.filename)]
            size = sum(each.file_size for each in members)
            if size > MOST_UNPACKED or len(members) > MOST_FILES:
                found = f"{size} bytes, {len(members)} files"
                raise SurveyError([Problem("import_size", name, found)])
            contents = {each.filename: archive.read(each) for each in members}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
        raise SurveyError([Problem("import_unreadable", name, str(error)[:80])]) from error
    sources: list[Source] = []
    problems: list[Problem] = []
    for member, content in contents.items():
        try:
            sources += read_content(
                content, f"{name} › {member}", PurePosixPath(member).stem, encoding
            )
        except SurveyError as error:
            problems += error.problems
    raise_if_any(problems or ([] if sources else [Problem("empty_table", name, "0")]))
    return sources


def _is_table(member: str) -> bool:
    """Whether a member is a CSV file at the top; attachments lie in folders."""
    path = PurePosixPath(member)
    return len(path.parts) == 1 and path.suffix.lower() == ".csv"
