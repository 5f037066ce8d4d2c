"""Background work of the survey app."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings

from portal.jobs import enqueue
from portal.models import Job, User
from portal.prints import request_print
from portal.registries import Progress, Routine
from surveys.models import AnalysisPlan, Survey
from surveys.printing import release_html
from surveys.queries import CHECK_JOB, RELEASE_JOB
from surveys.services.drafts import close_idle_drafts
from surveys.services.judging import judge_waiting
from surveys.services.releases import make_release

CLOSE_IDLE_DRAFTS = Routine("close_idle_drafts", close_idle_drafts, every=timedelta(minutes=10))


def enqueue_release(*, survey: Survey, plan: AnalysisPlan, actor: User) -> Job:
    """Ask for a release of the survey's approved answers with this plan."""
    return enqueue(RELEASE_JOB, {"survey": survey.pk, "plan": plan.pk}, actor)


def enqueue_checks(*, survey: Survey) -> Job:
    """Ask for the checks of what was taken in without them."""
    return enqueue(CHECK_JOB, {"survey": survey.pk})


def check(payload: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Judge what waits, and what came in meanwhile."""
    survey = Survey.objects.get(pk=payload["survey"])
    judged = 0
    while count := judge_waiting(survey=survey):
        judged += count
    return {"judged": judged}


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
