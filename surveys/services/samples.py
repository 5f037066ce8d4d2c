"""The sample, the control totals, the reference samples and the plan that a survey is analysed with."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.models import User
from surveys.models import AnalysisPlan, ControlTotals, ReferenceSample, SampleUnit, Survey
from surveys.services.batches import BATCH
from surveys.services.blobs import keep_blob


@transaction.atomic
def store_sample(*, survey: Survey, units: Iterable[SampleUnit]) -> int:
    """Store the issued cases of a survey; returns how many."""
    rows = list(units)
    for unit in rows:
        unit.survey = survey
    SampleUnit.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


@transaction.atomic
def store_control_totals(*, survey: Survey, documents: Mapping[str, Mapping[str, Any]]) -> None:
    """Store or replace control totals by name."""
    for name, document in documents.items():
        ControlTotals.objects.update_or_create(survey=survey, name=name, defaults=dict(document))


def store_reference(
    *, survey: Survey, name: str, filename: str, content: bytes, source: Any, date: date
) -> ReferenceSample:
    """Store the table of a reference sample, or replace the one of this name."""
    stored, _ = ReferenceSample.objects.update_or_create(
        survey=survey,
        name=name,
        defaults={
            "filename": filename,
            "blob": keep_blob([content]),
            "source": source,
            "date": date,
        },
    )
    return stored


def store_plan(*, survey: Survey, text: str, actor: User | None = None) -> AnalysisPlan:
    """Keep a plan document as the survey's plan; the same text is one plan, kept anew."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    plan, _ = AnalysisPlan.objects.update_or_create(
        survey=survey,
        sha256=digest,
        defaults={"text": text, "kept_at": timezone.now(), "kept_by": actor},
    )
    return plan
