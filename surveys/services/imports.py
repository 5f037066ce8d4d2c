"""Existing answers taken in from files: looked at first, then received like everything else."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from portal.identifiers import new_public_id
from portal.models import User
from surveys import queries
from surveys.errors import Problem, SurveyError
from surveys.models import AnswerImport, Submission, Survey
from surveys.services.intake import receive_submission
from surveys.services.origins import Origin

if TYPE_CHECKING:
    from surveys.imports.matching import Match
    from surveys.imports.sources import Source
    from surveys.imports.versions import Codebook

KEPT = timedelta(days=7)
"""How long uploaded files are kept."""
TOLD_EACH = 200
Tell = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Reading:
    """How the files are read: columns to questions, the column of the key, the encoding."""

    map: Mapping[str, str] = field(default_factory=dict)
    key: str = ""
    encoding: str = ""


def check_answers(
    *, survey: Survey, files: Mapping[str, Path], reading: Reading, tell: Tell = lambda done: None
) -> dict[str, Any]:
    """What the files hold and what would be lost; SurveyError where they cannot be read."""
    from surveys.imports.records import Records
    from surveys.imports.report import loss_report

    sources, matches, codebook = _open(survey, files, reading)
    records = Records(matches, codebook.questions)
    for number, record in enumerate(records.read(), start=1):
        records.losses.elsewhere.update(codebook.fitting(record)[1])
        if number % TOLD_EACH == 0:
            tell(50)
    return loss_report(sources, matches, records.losses, codebook.newest)


def import_answers(
    *,
    survey: Survey,
    files: Mapping[str, Path],
    reading: Reading,
    total: int = 0,
    tell: Tell = lambda done: None,
) -> dict[str, int]:
    """Receive every row; returns how many had each outcome.

    A row answers the version that it names, or the newest that has its questions.
    A row that is in already is `known`, so an import that was cut off is simply begun again.
    """
    from surveys.imports.records import Records
    from surveys.imports.submission import as_xml, instance_id
    from surveys.instrument.program import program_of

    _sources, matches, codebook = _open(survey, files, reading)
    outcomes: Counter[str] = Counter()
    origin = Origin(source=Submission.Source.FILE)
    for number, record in enumerate(Records(matches, codebook.questions).read(), start=1):
        program = program_of(codebook.fitting(record)[0])
        xml = as_xml(program, record, instance_id(survey.public_id, record.key))
        outcomes[receive_submission(survey=survey, xml=xml, origin=origin).outcome] += 1
        if number % TOLD_EACH == 0:
            tell(min(99, 100 * number // max(total, number)))
    return dict(outcomes)


def _open(
    survey: Survey, files: Mapping[str, Path], reading: Reading
) -> tuple[list[Source], list[Match], Codebook]:
    from surveys.imports.matching import match_sources
    from surveys.imports.sources import read_sources
    from surveys.imports.versions import Codebook

    versions = queries.published_versions(survey)
    if not versions:
        raise SurveyError([Problem("import_questionnaire", survey.slug, "—")])
    codebook = Codebook([queries.questionnaire_of(version) for version in versions])
    sources = read_sources(files, reading.encoding)
    matches, problems = match_sources(sources, codebook, reading.map, reading.key)
    if problems:
        raise SurveyError(problems)
    return sources, matches, codebook


def keep_upload(
    *, survey: Survey, owner: User, files: Iterable[UploadedFile], encoding: str
) -> AnswerImport:
    """Keep uploaded files for a while, the main one first; their names are told, not used."""
    folder = f"import-{new_public_id()}"
    root = Path(settings.EXCHANGE_ROOT) / folder
    root.mkdir(parents=True, mode=0o700)
    names = []
    for place, upload in enumerate(files):
        stored = f"{place}{Path(upload.name or '').suffix.lower()[:8]}"
        with (root / stored).open("wb") as file:
            for chunk in upload.chunks():
                file.write(chunk)
        names.append([upload.name, stored])
    return AnswerImport.objects.create(
        survey=survey,
        owner=owner,
        name=", ".join(name for name, _stored in names)[:255],
        folder=folder,
        mapping={"files": names, "map": {}, "key": "", "encoding": encoding},
        expires_at=timezone.now() + KEPT,
    )


def set_reading(*, upload: AnswerImport, map: Mapping[str, str], key: str) -> None:
    """Read the files with this map and key from now on; what was found before counts no more."""
    upload.mapping |= {"map": dict(map), "key": key}
    upload.report = {}
    upload.save(update_fields=["mapping", "report"])


def look_at(*, upload: AnswerImport, tell: Tell) -> None:
    """Note what the files hold and lose, or why they cannot be read."""
    try:
        losses = check_answers(
            survey=upload.survey, files=files_of(upload), reading=reading_of(upload), tell=tell
        )
    except SurveyError as error:
        upload.report = {"problems": [asdict(problem) for problem in error.problems]}
    else:
        upload.report = {"losses": losses}
    upload.save(update_fields=["report"])


def take_in(*, upload: AnswerImport, tell: Tell) -> None:
    """Receive the rows of an upload, and note what became of them."""
    outcomes = import_answers(
        survey=upload.survey,
        files=files_of(upload),
        reading=reading_of(upload),
        total=upload.report["losses"]["rows"],
        tell=tell,
    )
    upload.report |= {"outcomes": outcomes}
    upload.save(update_fields=["report"])


def files_of(upload: AnswerImport) -> dict[str, Path]:
    """The kept files by the names they came with."""
    root = Path(settings.EXCHANGE_ROOT) / upload.folder
    return {name: root / stored for name, stored in upload.mapping["files"]}


def reading_of(upload: AnswerImport) -> Reading:
    """How the files of an upload are read."""
    return Reading(upload.mapping["map"], upload.mapping["key"], upload.mapping["encoding"])


def remove_files(*, upload: AnswerImport) -> None:
    """Remove the files of an import; what it did stays told."""
    shutil.rmtree(Path(settings.EXCHANGE_ROOT) / upload.folder, ignore_errors=True)
    upload.folder = ""
    upload.save(update_fields=["folder"])
