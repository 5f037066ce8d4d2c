"""The reference sample that a plan for volunteers names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from surveys import queries
from surveys.errors import Problem, SurveyError
from surveys.errors.documents import listed
from surveys.models import Survey

if TYPE_CHECKING:
    from surveys.cleaning.frame import Frame
    from surveys.pipeline import Plan
    from surveys.plans.volunteers.reference import ReferenceSample


def references_of(survey: Survey, plan: Plan, frame: Frame) -> list[ReferenceSample]:
    """The stored reference sample of a plan for volunteers; none for other plans.

    Raises `SurveyError` where there is none of this name, and with all problems of its table.
    """
    from surveys.plans.volunteers.reference import read_reference

    if plan.volunteers is None:
        return []
    name = plan.volunteers.reference.name
    stored = queries.reference_samples(survey).filter(name=name).first()
    if stored is None:
        known = listed(queries.reference_samples(survey).values_list("name", flat=True)) or "–"
        place = f"{plan.where} › volunteers › reference › name"
        raise SurveyError([Problem("reference_unknown", place, repr(name), {"known": known})])
    with stored.blob.file.open() as file:
        content = file.read()
    return [read_reference(content, stored.filename, plan.volunteers, frame, plan.where)]
