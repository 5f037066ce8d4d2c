"""Where an interview came from, and what is stored of it before it is judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.models import User
from surveys.collection.answers import ParsedSubmission
from surveys.models import CollectorKey, ConsentText, Submission, Survey
from surveys.queries import published_version


@dataclass(frozen=True, slots=True)
class Origin:
    """How a content came in, and what is known about it besides its answers.

    `actor` is who changed an interview here, and `reason` why.
    """

    source: str = Submission.Source.DEVICE
    key: CollectorKey | None = None
    interviewer: User | None = None
    consent: ConsentText | None = None
    actor: User | None = None
    reason: str = ""


def first_fields(survey: Survey, parsed: ParsedSubmission, origin: Origin) -> dict[str, Any]:
    """What is stored of a content before it is judged."""
    key = origin.key
    return {
        "instrument": published_version(survey, parsed.form_id, parsed.version),
        "source": origin.source,
        "key": key,
        "interviewer": origin.interviewer or (key.interviewer if key else None),
        "consent_id": origin.consent.pk if origin.consent else _newest_consent(survey),
        "pilot": survey.state == Survey.State.PILOT,
        "started_at": parsed.started,
        "ended_at": parsed.ended,
        "utc_offset": _offset(parsed.started),
    }


def _newest_consent(survey: Survey) -> int | None:
    return survey.consent_texts.order_by("-number").values_list("pk", flat=True).first()


def _offset(started: datetime | None) -> int | None:
    offset = started.utcoffset() if started else None
    return None if offset is None else int(offset.total_seconds() // 60)
