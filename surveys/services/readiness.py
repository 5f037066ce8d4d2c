"""What a survey needs before it takes answers, and what is wise to have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from surveys.collection.conventions import CASE_QUESTION
from surveys.models import InstrumentVersion, Member, Survey
from surveys.queries import newest_version, questionnaire_of

Weight = Literal["needed", "important", "advice"]


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the checklist.

    What is `needed` must be there; what is `important` may be left out by somebody who says so.
    `found` is what there is, or what is missing, such as a number or names.
    """

    code: str
    done: bool
    weight: Weight
    found: str = ""


def checklist(survey: Survey) -> list[Check]:
    """Every check, the weightiest first."""
    published = newest_version(survey)
    units = survey.units.count()
    return [
        Check("questionnaire", published is not None, "needed", str(published or "")),
        _consent(survey, published),
        Check("people", bool(units) or survey.open_link, "important", str(units)),
        Check("lead", survey.members.filter(role=Member.Role.LEAD).exists(), "important"),
        Check("closing_date", survey.closes_at is not None, "advice"),
        _assigned(survey, units),
        Check("case", not units or _names_case(published), "advice"),
        Check("devices", survey.collector_keys.filter(revoked_at=None).exists(), "advice"),
        Check("pilot", survey.submissions.filter(pilot=True).exists(), "advice"),
        Check("plan", survey.plans.exists(), "advice"),
        Check("control_totals", survey.control_totals.exists(), "advice"),
    ]


def _consent(survey: Survey, published: InstrumentVersion | None) -> Check:
    """The consent text stands in every language of the questionnaire."""
    consent = survey.consent_texts.first()
    texts = consent.texts if consent else {}
    languages = questionnaire_of(published).languages if published else ()
    missing = [language for language in languages if not texts.get(language)]
    return Check("consent", bool(texts) and not missing, "important", ", ".join(missing))


def _names_case(published: InstrumentVersion | None) -> bool:
    """Interviews on devices can say which case they are of."""
    questions = questionnaire_of(published).questions.values() if published else ()
    return any(question.name == CASE_QUESTION for question in questions)


def _assigned(survey: Survey, units: int) -> Check:
    """Every case has an interviewer."""
    waiting = survey.units.filter(interviewer=None).count() if units else 0
    return Check("assigned", bool(units) and not waiting, "advice", str(waiting))
