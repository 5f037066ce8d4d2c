"""What the survey app stores. Evidence is append-only: rows are added and marked, never rewritten."""

from surveys.models.analysis import AnalysisPlan, ControlTotals, Release
from surveys.models.collection import CollectorKey, HeldSubmission, SampleUnit, Submission
from surveys.models.instrument import InstrumentVersion, Survey
from surveys.models.pages import FindingsPage

__all__ = [
    "AnalysisPlan",
    "CollectorKey",
    "ControlTotals",
    "FindingsPage",
    "HeldSubmission",
    "InstrumentVersion",
    "Release",
    "SampleUnit",
    "Submission",
    "Survey",
]
