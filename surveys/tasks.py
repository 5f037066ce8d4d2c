"""Background work of the survey app."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from portal.jobs import enqueue
from portal.models import Job, User
from portal.prints import request_print
from portal.registries import Progress
from surveys.models import AnalysisPlan, Survey
from surveys.printing import release_html
from surveys.queries import RELEASE_JOB
from surveys.services.releases import make_release


def enqueue_release(*, survey: Survey, plan: AnalysisPlan, actor: User) -> Job:
    """Ask for a release of the survey's approved answers with this plan."""
    return enqueue(RELEASE_JOB, {"survey": survey.pk, "plan": plan.pk}, actor)


def release(payload: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Make the release, and ask for its print in every language of the site."""
    made = make_release(
        survey=Survey.objects.get(pk=payload["survey"]),
        plan=AnalysisPlan.objects.get(pk=payload["plan"]),
    )
    progress(90)
    for language, _name in settings.LANGUAGES:
        request_print(release_html(made, language))
    return {"release": made.number, "content_hash": made.content_hash}
