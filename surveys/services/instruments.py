"""Questionnaires come in and are published; a published version never changes."""

from __future__ import annotations

import hashlib

from django.db import transaction
from django.utils import timezone

from surveys.errors import Problem, SurveyError
from surveys.models import InstrumentVersion, Survey
from surveys.services.judging import reread_submissions


def import_instrument(*, survey: Survey, content: bytes, filename: str) -> InstrumentVersion:
    """Store a workbook as a version of the survey's questionnaire.

    The same workbook again returns the stored version. A draft is replaced by other content under
    its form id and version; a published version is not: `SurveyError`, as for a workbook that
    cannot be converted.
    """
    from surveys.instrument.questionnaire import read_questionnaire
    from surveys.instrument.xlsform import convert_workbook

    xform = convert_workbook(content, filename)
    questionnaire = read_questionnaire(xform)
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        known = (
            survey.instrument_versions.select_for_update()
            .filter(form_id=questionnaire.form_id, version=questionnaire.version)
            .first()
        )
        if known and known.workbook_sha256 == digest:
            return known
        if known and known.state == InstrumentVersion.State.PUBLISHED:
            raise SurveyError([_already_published(known, digest)])
        version, _ = survey.instrument_versions.update_or_create(
            form_id=questionnaire.form_id,
            version=questionnaire.version,
            defaults={
                "title": questionnaire.title,
                "filename": filename,
                "workbook": content,
                "workbook_sha256": digest,
                "xform": xform,
                "xform_sha256": hashlib.sha256(xform).hexdigest(),
                "xform_md5": hashlib.md5(xform, usedforsecurity=False).hexdigest(),
            },
        )
    return version


def _already_published(known: InstrumentVersion, digest: str) -> Problem:
    return Problem(
        "version_published",
        f"settings › version {known.version}",
        f"sha256 {digest[:12]}",
        {"version": known.version, "published": known.workbook_sha256[:12]},
    )


def publish_instrument(*, version: InstrumentVersion) -> None:
    """Open a version for submissions; its bytes are fixed from now on.

    Submissions that came in before are read again.
    """
    if version.state != InstrumentVersion.State.PUBLISHED:
        version.state = InstrumentVersion.State.PUBLISHED
        version.published_at = timezone.now()
        version.save(update_fields=["state", "published_at"])
        reread_submissions(version=version)
