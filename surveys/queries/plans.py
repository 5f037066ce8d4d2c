"""What weights and estimates are made with: the plan, control totals and reference samples."""

from __future__ import annotations

from django.db.models import QuerySet

from surveys.models import AnalysisPlan, ReferenceSample, Survey


def current_plan(survey: Survey) -> AnalysisPlan | None:
    """The plan that was kept last: the next release is made with it."""
    return survey.plans.order_by("kept_at", "pk").last()


def control_totals(survey: Survey) -> dict[str, dict[str, object]]:
    """The stored control totals by name, as parts of a plan document."""
    return {each.name: each.as_document() for each in survey.control_totals.all()}


def reference_samples(survey: Survey) -> QuerySet[ReferenceSample]:
    """The stored reference samples, with the files of their tables."""
    return survey.reference_samples.select_related("blob")


def references(survey: Survey) -> dict[str, dict[str, object]]:
    """Sources and dates of the stored reference samples by name, as parts of a plan document."""
    return {
        each.name: {"source": each.source, "date": each.date.isoformat()}
        for each in reference_samples(survey)
    }
