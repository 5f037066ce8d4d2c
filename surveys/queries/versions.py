"""Versions of questionnaires as they are read: which there are, what they lack, what was warned of."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet

from surveys.errors import Problem
from surveys.instrument.file_lists import CASES_FILE
from surveys.models import InstrumentFile, InstrumentVersion, Survey

if TYPE_CHECKING:
    from surveys.instrument.questionnaire import Questionnaire


def versions(survey: Survey) -> QuerySet[InstrumentVersion]:
    """The versions of a survey's questionnaire, newest first, without their bytes."""
    return survey.instrument_versions.defer("workbook", "xform", "warnings").order_by(
        "-created_at", "-pk"
    )


def missing_files(version: InstrumentVersion) -> list[str]:
    """The files that a questionnaire names and that nobody has uploaded."""
    from surveys.instrument.media import named_files

    kept = {*version.files.values_list("name", flat=True), CASES_FILE}
    return [name for name in named_files(bytes(version.xform)) if name not in kept]


def warnings_of(version: InstrumentVersion) -> list[Problem]:
    """What the author of a version was warned of."""
    return [Problem(*parts) for parts in version.warnings]


def questionnaire_of(version: InstrumentVersion) -> Questionnaire:
    """The questionnaire of a stored version; parsed once per process.

    A published version and its files never change; the files of a draft do.
    """
    draft = version.state == InstrumentVersion.State.DRAFT
    files = tuple(version.files.values_list("md5", flat=True)) if draft else None
    return _parsed(version.xform_sha256, version.pk, files)


@lru_cache(maxsize=16)
def _parsed(xform_sha256: str, pk: int, files: tuple[str, ...] | None) -> Questionnaire:
    from surveys.instrument.questionnaire import read_questionnaire

    version = InstrumentVersion.objects.get(pk=pk)
    lists = version.files.filter(name__iendswith=".csv").select_related("blob")
    contents = {each.name: each.blob.file.read() for each in lists}
    return read_questionnaire(bytes(version.xform), contents)


def published_version(survey: Survey, form_id: str, version: str) -> InstrumentVersion | None:
    """The published questionnaire that a submission names, if this survey has it."""
    return (
        survey.instrument_versions.filter(
            form_id=form_id, version=version, state=InstrumentVersion.State.PUBLISHED
        )
        .defer("workbook", "xform", "warnings")
        .order_by("pk")
        .first()
    )


def newest_version(survey: Survey) -> InstrumentVersion | None:
    """The questionnaire that new interviews are held with: the one published last."""
    return (
        survey.instrument_versions.filter(state=InstrumentVersion.State.PUBLISHED)
        .defer("workbook", "xform")
        .order_by("published_at", "pk")
        .last()
    )


def published_versions(survey: Survey) -> QuerySet[InstrumentVersion]:
    """The published questionnaires without their contents, the newest last, each with `has_files`."""
    files = InstrumentFile.objects.filter(instrument=OuterRef("pk"))
    return (
        survey.instrument_versions.filter(state=InstrumentVersion.State.PUBLISHED)
        .defer("workbook", "xform")
        .annotate(has_files=Exists(files))
        .order_by("published_at", "pk")
    )
