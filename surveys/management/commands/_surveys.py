"""How commands find the survey they are given."""

from __future__ import annotations

from django.core.management.base import CommandError

from surveys.models import Survey


def survey_named(slug: str) -> Survey:
    """The survey of this short name; the error lists those there are."""
    survey = Survey.objects.filter(slug=slug).first()
    if survey is None:
        known = ", ".join(Survey.objects.values_list("slug", flat=True)) or "none"
        raise CommandError(f"no survey {slug!r}; there is: {known}", returncode=2)
    return survey
