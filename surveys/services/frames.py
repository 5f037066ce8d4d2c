"""The cases of a survey as the frame that is weighted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from surveys import queries
from surveys.collection.outcomes import DISPOSITIONS
from surveys.errors import Problem, SurveyError
from surveys.models import InstrumentVersion, Survey
from surveys.queries import Case

if TYPE_CHECKING:
    from surveys.cleaning.frame import Frame

STATUS_OF_CATEGORY = {"I": "respondent", "P": "respondent", "NE": "ineligible", "U": "unknown"}


def frame_of(survey: Survey, cases: Sequence[Case]) -> Frame:
    """All issued cases, those without an interview included.

    Raises `SurveyError` when nothing is approved.
    """
    from surveys.cleaning.build import frame_of_answers

    version = latest_instrument(survey)
    rows = [_row(case) for case in cases]
    if version is None or not any(row["status"] == "respondent" for row in rows):
        raise SurveyError([Problem("nothing_approved", survey.slug, "0")])
    return frame_of_answers(rows, queries.questionnaire_of(version))


def latest_instrument(survey: Survey) -> InstrumentVersion | None:
    """The questionnaire that was published last."""
    return (
        survey.instrument_versions.filter(state=InstrumentVersion.State.PUBLISHED)
        .order_by("-published_at", "-pk")
        .first()
    )


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
