"""Stored versions of interviews as transcripts, and what changed from one to the next."""

from __future__ import annotations

from dataclasses import dataclass

from surveys.collection.answers import ParsedSubmission, parse_submission
from surveys.collection.attachments import named_files
from surveys.collection.audit import AUDIT_FILE, MAX_BYTES, seconds_by_node
from surveys.collection.transcript import Difference, Section, differences, transcript
from surveys.models import (
    HeldFile,
    HeldSubmission,
    InstrumentVersion,
    Submission,
    SubmissionVersion,
    Survey,
)
from surveys.queries import published_version, questionnaire_of


@dataclass(frozen=True, slots=True)
class Step:
    """One version of an interview and what it says differently from the one before."""

    version: SubmissionVersion
    changes: tuple[Difference, ...]


class Contents:
    """Reads contents of one survey; each questionnaire is looked for once."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self.instruments: dict[tuple[str, str], InstrumentVersion | None] = {}

    def sections(self, xml: bytes) -> tuple[Section, ...]:
        """The transcript; empty where the survey has not published the questionnaire."""
        parsed = parse_submission(xml)
        instrument = self.instrument(parsed)
        return transcript(questionnaire_of(instrument), parsed) if instrument else ()

    def instrument(self, parsed: ParsedSubmission) -> InstrumentVersion | None:
        """The published questionnaire that a content names, if the survey has it."""
        named = (parsed.form_id, parsed.version)
        if named not in self.instruments:
            self.instruments[named] = published_version(self.survey, *named)
        return self.instruments[named]

    def between(self, first: Submission, second: Submission) -> tuple[Difference, ...]:
        """What the second interview says differently, both as they are now."""
        before, after = (
            self.sections(bytes(each.versions.latest().xml)) for each in (first, second)
        )
        return differences(before, after)

    def history(self, submission: Submission) -> list[Step]:
        """All versions of an interview, the first one first."""
        steps, before = [], None
        for version in submission.versions.select_related("made_by").order_by("number"):
            sections = self.sections(bytes(version.xml))
            changes = differences(before, sections) if before is not None else ()
            steps.append(Step(version, changes))
            before = sections
        return steps


@dataclass(frozen=True, slots=True)
class HeldState:
    """A file of a held content: whether the content names it, and the file if it came."""

    name: str
    expected: bool
    file: HeldFile | None


def held_files(held: HeldSubmission) -> list[HeldState]:
    """The files that a held content names, come or not, then those that came besides."""
    came = {each.name: each for each in held.files.select_related("blob")}
    named: tuple[str, ...] = ()
    if held.reason != HeldSubmission.Reason.UNREADABLE:
        parsed = parse_submission(bytes(held.content))
        instrument = Contents(held.survey).instrument(parsed)
        named = named_files(questionnaire_of(instrument), parsed) if instrument else ()
    wanted = [HeldState(name, True, came.pop(name, None)) for name in named]
    return [*wanted, *(HeldState(name, False, file) for name, file in came.items())]


def screen_seconds(submission: Submission) -> dict[str, float]:
    """How long each question was on the device's screen, if its record came with the interview."""
    record = submission.attachments.filter(name=AUDIT_FILE).select_related("blob").first()
    if record is None or record.blob is None:
        return {}
    try:
        with record.blob.file.open("rb") as file:
            return seconds_by_node(file.read(MAX_BYTES))
    except OSError:
        return {}
