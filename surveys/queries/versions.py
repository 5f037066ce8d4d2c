"""Versions of questionnaires as they are read: which there are, what they lack, what was warned of."""

from __future__ import annotations

from django.db.models import QuerySet

from surveys.errors import Problem
from surveys.instrument.file_lists import CASES_FILE
from surveys.models import InstrumentVersion, Survey


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
