"""What the survey app stores. Evidence is append-only: rows are added and marked, never rewritten."""

from surveys.models.analysis import AnalysisPlan, ControlTotals, ReferenceSample, Release
from surveys.models.back_checks import BackCheck
from surveys.models.blobs import Blob
from surveys.models.drafts import Draft, DraftFile, Invitation
from surveys.models.exchange import (
    AnswerImport,
    ApiKey,
    Delivery,
    Export,
    ExportLog,
    Format,
    Webhook,
)
from surveys.models.fieldwork import ContactAttempt, ContactReading, Quota, UnitImport
from surveys.models.held import HeldFile, HeldSubmission
from surveys.models.instrument import (
    ConsentText,
    InstrumentFile,
    InstrumentVersion,
    StateChange,
    Survey,
)
from surveys.models.mailings import Mailing, MailingPiece
from surveys.models.pages import FindingsPage
from surveys.models.panel import Panel, PanelMember, Wave
from surveys.models.sample import Contact, SampleUnit
from surveys.models.submissions import (
    Attachment,
    Review,
    Submission,
    SubmissionVersion,
    marks_of,
)
from surveys.models.team import CollectorKey, Member, RefusedRequest

__all__ = [
    "AnalysisPlan",
    "AnswerImport",
    "ApiKey",
    "Attachment",
    "BackCheck",
    "Blob",
    "CollectorKey",
    "ConsentText",
    "Contact",
    "ContactAttempt",
    "ContactReading",
    "ControlTotals",
    "Delivery",
    "Draft",
    "DraftFile",
    "Export",
    "ExportLog",
    "FindingsPage",
    "Format",
    "HeldFile",
    "HeldSubmission",
    "InstrumentFile",
    "InstrumentVersion",
    "Invitation",
    "Mailing",
    "MailingPiece",
    "Member",
    "Panel",
    "PanelMember",
    "Quota",
    "ReferenceSample",
    "RefusedRequest",
    "Release",
    "Review",
    "SampleUnit",
    "StateChange",
    "Submission",
    "SubmissionVersion",
    "Survey",
    "UnitImport",
    "Wave",
    "Webhook",
    "marks_of",
]
