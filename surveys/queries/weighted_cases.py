"""The issued cases with their outcomes: those that are weighted, and that response rates count."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models.fields.json import KeyTextTransform

from surveys.collection.conventions import OUTCOME_QUESTION
from surveys.collection.outcomes import DISPOSITIONS
from surveys.models import SampleUnit, Submission, Survey

COMPLETE, OTHER, UNKNOWN = "11", "23", "31"
"""Outcome codes of cases whose outcome follows from the state of their interview."""


@dataclass(frozen=True, slots=True)
class Case:
    """An issued case: how it stands, and the answers and digest of its approved interview."""

    unit: SampleUnit
    outcome: str
    answers: Mapping[str, str | None] = field(default_factory=dict)
    sha256: str = ""


def weighted_cases(survey: Survey) -> list[Case]:
    """All issued cases by case id, read at one moment; those of the pilot stay apart.

    The outcome of a case with an approved interview is the one the interviewer recorded; without
    one it is the case's disposition. A rejected interview counts as none (23), and a case that is
    still open, or whose interview waits for review, as unknown (31).
    """
    with transaction.atomic():
        submissions = survey.submissions.filter(unit__isnull=False, pilot=False).values_list(
            "unit_id", "state", "row", "sha256"
        )
        interviews: dict[int, dict[str, tuple[dict[str, str | None], str]]] = {}
        for unit_id, state, row, digest in submissions:
            interviews.setdefault(unit_id, {})[state] = (row, digest)
        return [
            _case(unit, interviews.get(unit.pk, {}))
            for unit in survey.units.filter(pilot=False).order_by("case_id")
        ]


def _case(unit: SampleUnit, interviews: Mapping[str, tuple[Mapping[str, str | None], str]]) -> Case:
    row, digest = interviews.get(Submission.State.APPROVED, ({}, ""))
    outcome = _outcome(interviews, row.get(OUTCOME_QUESTION), unit.disposition)
    return Case(unit, outcome, row, digest)


def _outcome(states: Collection[str], recorded: str | None, disposition: str) -> str:
    if Submission.State.APPROVED in states:
        return recorded if recorded in DISPOSITIONS else COMPLETE
    if not set(states).isdisjoint(Submission.UNDECIDED):
        return UNKNOWN
    if Submission.State.REJECTED in states:
        return OTHER
    return disposition or UNKNOWN


def outcomes(survey: Survey) -> list[tuple[str, float, str]]:
    """Stratum, base weight and outcome of every case that `weighted_cases` gives, without the answers."""
    with transaction.atomic():
        found = survey.submissions.filter(unit__isnull=False, pilot=False).values_list(
            "unit_id", "state", KeyTextTransform(OUTCOME_QUESTION, "row")
        )
        interviews: dict[int, dict[str, str | None]] = {}
        for unit_id, state, recorded in found:
            interviews.setdefault(unit_id, {})[state] = recorded
        units = survey.units.filter(pilot=False).order_by("case_id")
        return [
            (stratum, weight, _outcome(states, states.get(Submission.State.APPROVED), disposition))
            for pk, stratum, weight, disposition in units.values_list(
                "pk", "stratum", "base_weight", "disposition"
            )
            for states in [interviews.get(pk, {})]
        ]
