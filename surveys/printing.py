"""What surveys put on paper: findings, questionnaires, letters of invitation."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from portal.prints import document_html
from portal.words import in_language
from surveys import queries
from surveys.instrument.media_types import HEAD, type_of

if TYPE_CHECKING:
    from surveys.findings.document import Report
    from surveys.models import InstrumentVersion, Invitation, Release, Survey

MAX_PICTURE = 3_000_000
"""A larger picture is named on paper, not shown."""


@dataclass(frozen=True, slots=True)
class PrintedFindings:
    """A report as the template of a page on paper wants it."""

    report: Report

    @property
    def title(self) -> str:
        """The survey's title in the document's language."""
        return in_language(self.report.title)

    @property
    def label(self) -> str:
        """What kind of document it is."""
        return gettext("Findings report")

    @property
    def description(self) -> str:
        """What the document's metadata say about it."""
        return gettext("Findings report: %(title)s") % {"title": self.title}


def release_html(release: Release, language: str) -> str:
    """The findings of a release in one language, as a document for print."""
    return findings_html(queries.report_of(release), language, release)


def findings_html(report: Report, language: str, release: Release | None = None) -> str:
    """A report as a document for print; a run of one's own files has no release to name."""
    address = ""
    if release:
        with translation.override(language):
            address = reverse("printed_findings", args=[release.public_id])
    return document_html(
        "surveys/print/findings.html",
        language,
        address=address,
        page=PrintedFindings(report),
        pages=[],
        report=report,
        release=release,
        own_numbers=True,
    )


@dataclass(frozen=True, slots=True)
class PrintedQuestionnaire:
    """A version of a questionnaire as the template of a page on paper wants it."""

    version: InstrumentVersion
    chapters = True
    """The contents list the sections within sections too."""

    @property
    def title(self) -> str:
        """The questionnaire's own title, or the survey's in the document's language."""
        return in_language(self.version.survey.titles) or self.version.title

    @property
    def label(self) -> str:
        """What kind of document it is."""
        return gettext("Questionnaire")

    @property
    def description(self) -> str:
        """What the document's metadata say about it."""
        return gettext("Questionnaire: %(title)s") % {"title": self.title}


def questionnaire_html(version: InstrumentVersion, language: str) -> str:
    """A questionnaire to fill in by hand, in one language, as a document for print."""
    from surveys.instrument.outline import outline_of

    address = reverse("surveys_version", args=[version.survey.slug, version.pk])
    return document_html(
        "surveys/print/questionnaire.html",
        language,
        address=address,
        page=PrintedQuestionnaire(version),
        pages=[],
        outline=outline_of(queries.questionnaire_of(version)),
        pictures=_pictures(version),
        version=version,
        own_numbers=True,
    )


def _pictures(version: InstrumentVersion) -> dict[str, str]:
    """The pictures of a questionnaire as addresses that hold their content, by file name."""
    found = {}
    for each in version.files.select_related("blob"):
        if each.blob.size <= MAX_PICTURE:
            with each.blob.file.open("rb") as opened:
                content = opened.read()
            kind = type_of(content[:HEAD])
            if kind.startswith("image/"):
                found[each.name] = f"data:{kind};base64,{b64encode(content).decode()}"
    return found


@dataclass(frozen=True, slots=True)
class Letter:
    """What one letter says: the case it is for, the link, and the link as a code to scan.

    Who is asked as a member of a panel is told how to leave it.
    """

    case_id: str
    link: str
    answer_by: datetime | None
    in_panel: bool

    @property
    def code(self) -> str:
        """The link as a QR code."""
        drawn = segno.make_qr(self.link, error="m")
        return drawn.svg_inline(scale=4, border=2, omitsize=True)


@dataclass(frozen=True, slots=True)
class PrintedLetters:
    """The letters of a survey as the template of a page on paper wants them."""

    survey: Survey

    @property
    def title(self) -> str:
        """The survey's title in the document's language."""
        return in_language(self.survey.titles)

    @property
    def label(self) -> str:
        """What kind of document it is."""
        return gettext("Invitations")

    @property
    def description(self) -> str:
        """What the document's metadata say about it."""
        return gettext("Invitations: %(title)s") % {"title": self.title}


def letters_html(
    survey: Survey,
    links: Iterable[tuple[Invitation, str]],
    language: str,
    *,
    reminder: bool = False,
) -> str:
    """Letters of invitation, a page each, in all languages of the site, as a document for print.

    They carry the case's number and no name: contact data are read with a reason only, and what
    is printed lies in the print shop.
    """
    letters = [
        Letter(
            each.unit.case_id,
            link,
            each.expires_at or survey.closes_at,
            each.unit.member_id is not None,
        )
        for each, link in links
    ]
    return document_html(
        "surveys/print/letters.html",
        language,
        address=reverse("surveys_invitations", args=[survey.slug]),
        page=PrintedLetters(survey),
        survey=survey,
        letters=letters,
        reminder=reminder,
        languages=[code for code, _name in settings.LANGUAGES],
    )
