"""Questionnaires come in and are published; a published version never changes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import astuple

from django.db import transaction
from django.utils import timezone

from surveys import queries
from surveys.errors import Problem, SurveyError, raise_if_any
from surveys.instrument.file_lists import CASES_FILE
from surveys.instrument.questionnaire import Questionnaire
from surveys.models import InstrumentFile, InstrumentVersion, Survey
from surveys.queries.versions import missing_files
from surveys.queries.weighting import weighting_columns
from surveys.services.blobs import keep_blob
from surveys.services.judging_later import reread_submissions

Files = Mapping[str, bytes]
"""Contents by file name."""


def import_instrument(
    *, survey: Survey, content: bytes, filename: str, files: Files | None = None
) -> InstrumentVersion:
    """Store a workbook, a table or an XForm as a version of the survey's questionnaire.

    The same content again returns the stored version. A draft is replaced by other content under
    its form id and version, and loses the files that this one does not name; a published version
    is not replaced: `SurveyError`, as for content that cannot be converted. `files` are the lists,
    pictures and sounds that the questionnaire names.
    """
    from surveys.instrument.media import named_files
    from surveys.instrument.questionnaire import read_questionnaire
    from surveys.instrument.xlsform import convert

    converted = convert(content, filename, weighting_columns(survey))
    questionnaire = read_questionnaire(converted.xform)
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        if published := _published(survey, questionnaire, digest):
            return published
        version, _ = survey.instrument_versions.update_or_create(
            form_id=questionnaire.form_id,
            version=questionnaire.version,
            defaults={
                "title": questionnaire.title[:255],
                "filename": filename[:255],
                "workbook": content,
                "workbook_sha256": digest,
                "xform": converted.xform,
                "xform_sha256": hashlib.sha256(converted.xform).hexdigest(),
                "xform_md5": _md5(converted.xform),
                "warnings": [list(astuple(warning)) for warning in converted.warnings],
            },
        )
        version.files.exclude(name__in=named_files(converted.xform)).delete()
        add_files(version=version, files=files or {})
        _note_cases(version)
    return version


def _published(
    survey: Survey, questionnaire: Questionnaire, digest: str
) -> InstrumentVersion | None:
    """The version that this very content was published as; SurveyError where other content was."""
    known = (
        survey.instrument_versions.select_for_update()
        .filter(form_id=questionnaire.form_id, version=questionnaire.version)
        .first()
    )
    if known is None or known.state != InstrumentVersion.State.PUBLISHED:
        return None
    if known.workbook_sha256 != digest:
        raise SurveyError([_already_published(known, digest)])
    return known


@transaction.atomic
def add_files(*, version: InstrumentVersion, files: Files) -> None:
    """Keep files that a draft names; another of the same name takes the place of the first.

    `SurveyError` names every file that the questionnaire does not ask for.
    """
    from surveys.instrument.media import kind_problems, list_problems, named_files

    if not files:
        return
    draft = InstrumentVersion.objects.select_for_update().get(pk=version.pk)
    if draft.state == InstrumentVersion.State.PUBLISHED:
        raise SurveyError([_already_published(draft, "—")])
    known = named_files(bytes(draft.xform))
    wanted = {"known": ", ".join(known) or "—"}
    strangers = [
        Problem("file_not_named", name, f"{len(content)} bytes", wanted)
        for name, content in files.items()
        if name not in known
    ]
    xform = bytes(draft.xform)
    raise_if_any([*strangers, *kind_problems(xform, files), *list_problems(xform, files)])
    for name, content in files.items():
        InstrumentFile.objects.update_or_create(
            instrument=draft,
            name=name,
            defaults={"blob": keep_blob([content]), "md5": _md5(content)},
        )
    _note_cases(draft)


def _note_cases(version: InstrumentVersion) -> None:
    """Note whether the list of cases that the questionnaire names comes from the sample."""
    from surveys.instrument.media import named_files

    own = version.files.filter(name=CASES_FILE).exists()
    version.lists_cases = CASES_FILE in named_files(bytes(version.xform)) and not own
    version.save(update_fields=["lists_cases"])


@transaction.atomic
def publish_instrument(*, version: InstrumentVersion) -> None:
    """Open a version for submissions; its bytes are fixed from now on.

    `SurveyError` when a file is missing, or a question has another type than where it was
    published before. Submissions that came in before are read again.
    """
    version.refresh_from_db(from_queryset=InstrumentVersion.objects.select_for_update())
    if version.state == InstrumentVersion.State.PUBLISHED:
        return
    raise_if_any(obstacles(version))
    version.state = InstrumentVersion.State.PUBLISHED
    version.published_at = timezone.now()
    version.save(update_fields=["state", "published_at"])
    reread_submissions(version=version)


def obstacles(version: InstrumentVersion) -> list[Problem]:
    """What stands in the way of publishing."""
    from surveys.instrument.differences import changed_types

    missing = [
        Problem("file_missing", name, "—", {"name": name}) for name in missing_files(version)
    ]
    new = queries.questionnaire_of(version)
    published = version.survey.instrument_versions.filter(
        form_id=version.form_id, state=InstrumentVersion.State.PUBLISHED
    ).exclude(pk=version.pk)
    for old in published.order_by("-published_at").defer("workbook", "xform"):
        changed = list(changed_types(queries.questionnaire_of(old), new, old.version))
        if changed:
            return [*missing, *changed]
    return missing


def _md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def _already_published(known: InstrumentVersion, digest: str) -> Problem:
    return Problem(
        "version_published",
        f"settings › version {known.version}",
        f"sha256 {digest[:12]}",
        {"version": known.version, "published": known.workbook_sha256[:12]},
    )
