"""The cases of a survey as the frame that is weighted."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from surveys import queries
from surveys.collection.outcomes import DISPOSITIONS
from surveys.errors import Problem, SurveyError
from surveys.models import InstrumentVersion, Survey
from surveys.queries.weighted_cases import Case

if TYPE_CHECKING:
    from surveys.cleaning.frame import Frame

_made: dict[str, Frame] = {}
"""The frame made last, by the digest of what it was made of."""
STATUS_OF_CATEGORY = {"I": "respondent", "P": "respondent", "NE": "ineligible", "U": "unknown"}


def frame_of(survey: Survey, cases: Sequence[Case]) -> Frame:
    """All issued cases, those without an interview included.

    The frame made last is kept: whoever tries plan after plan meets the same answers. Raises
    `SurveyError` when nothing is approved.
    """
    from surveys.cleaning.build import frame_of_answers

    version = queries.newest_version(survey)
    rows = [_row(case) for case in cases]
    if version is None or not any(row["status"] == "respondent" for row in rows):
        raise SurveyError([Problem("nothing_approved", survey.slug, "0")])
    digest = _digest(version, cases)
    frame = _made.get(digest)
    if frame is None:
        frame = frame_of_answers(rows, queries.questionnaire_of(version))
        _made.clear()
        _made[digest] = frame
    return frame


def _digest(version: InstrumentVersion, cases: Sequence[Case]) -> str:
    """Changes with whatever the frame is made of; an interview's content has a digest of its own."""
    content = hashlib.sha256(version.xform_sha256.encode())
    for case in cases:
        unit = case.unit
        told = (unit.case_id, unit.stratum, unit.psu, unit.base_weight, unit.attributes)
        content.update(repr((told, case.outcome, case.sha256)).encode())
    return content.hexdigest()


def _row(case: Case) -> dict[str, Any]:
    """A case's sample data, what it is to the weights, and its approved answers if any."""
    category = DISPOSITIONS[case.outcome].category
    return {
        "case_id": case.unit.case_id,
        "unit_stratum": case.unit.stratum,
        "unit_psu": case.unit.psu,
        "unit_base_weight": repr(case.unit.base_weight),
        **{f"unit_{name}": value for name, value in case.unit.attributes.items()},
        "status": STATUS_OF_CATEGORY.get(category, "nonrespondent"),
        **(case.answers if category in ("I", "P") else {}),
    }
