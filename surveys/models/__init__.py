"""What the survey app stores. Evidence is append-only: rows are added and marked, never rewritten."""

from surveys.models.analysis import AnalysisPlan, ControlTotals, Release
from surveys.models.back_checks import BackCheck
from surveys.models.blobs import Blob
from surveys.models.instrument import (
    ConsentText,
    InstrumentFile,
    InstrumentVersion,
    StateChange,
    Survey,
)
from surveys.models.pages import FindingsPage
from surveys.models.sample import Contact, SampleUnit
from surveys.models.submissions import (
    Attachment,
    HeldSubmission,
    Review,
    Submission,
    SubmissionVersion,
)
from surveys.models.team import CollectorKey, Member

__all__ = [
    "AnalysisPlan",
    "Attachment",
    "BackCheck",
    "Blob",
    "CollectorKey",
    "ConsentText",
    "Contact",
    "ControlTotals",
    "FindingsPage",
    "HeldSubmission",
    "InstrumentFile",
    "InstrumentVersion",
    "Member",
    "Release",
    "Review",
    "SampleUnit",
    "StateChange",
    "Submission",
    "SubmissionVersion",
    "Survey",
]
