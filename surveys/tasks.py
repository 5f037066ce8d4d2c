"""Background work of the survey app."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from portal.jobs import enqueue
from portal.models import Job, User
from portal.registries import Progress
from surveys.models import AnalysisPlan, Survey
from surveys.queries import RELEASE_JOB
from surveys.services.releases import make_release, print_release


def enqueue_release(*, survey: Survey, plan: AnalysisPlan, actor: User) -> Job:
    """Ask for a release of the survey's approved answers with this plan."""
    return enqueue(RELEASE_JOB, {"survey": survey.pk, "plan": plan.pk}, actor)


def release(payload: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Make the release and print it in every language of the site."""
    made = make_release(
        survey=Survey.objects.get(pk=payload["survey"]),
        plan=AnalysisPlan.objects.get(pk=payload["plan"]),
    )
    progress(40)
    for number, (language, _) in enumerate(settings.LANGUAGES, start=1):
        print_release(release=made, language=language)
        progress(40 + 60 * number // len(settings.LANGUAGES))
    return {"release": made.number, "content_hash": made.content_hash}
