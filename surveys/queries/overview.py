"""How far surveys are: what their list and their first page tell."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from surveys.models import Delivery, Release, SampleUnit, Submission, Survey, Webhook
from surveys.queries.units import interviews_of_case


def progress(survey: Survey) -> dict[str, Any]:
    """Counts for the survey's page: cases, submissions by state, contents that wait for a decision."""
    states = survey.submissions.aggregate(
        received=Count("id"),
        waiting=Count("id", filter=Q(state__in=Submission.WAITING)),
        with_issues=Count("id", filter=Q(state=Submission.State.HAS_ISSUES)),
        approved=Count("id", filter=Q(state=Submission.State.APPROVED)),
        rejected=Count("id", filter=Q(state=Submission.State.REJECTED)),
    )
    held = survey.held_submissions.filter(decision="").count()
    return {**states, "issued": survey.units.count(), "held": held}


def given_up(surveys: Iterable[Survey]) -> QuerySet[Delivery]:
    """The events that were given up, for webhooks that still stand; a test is no event."""
    return Delivery.objects.filter(
        webhook__survey__in=surveys, webhook__revoked_at=None, state=Delivery.State.GIVEN_UP
    ).exclude(event=Webhook.Event.TEST)


def events_given_up(surveys: QuerySet[Survey]) -> dict[int, int]:
    """How many events were given up, by the survey's key."""
    lost = given_up(surveys).order_by().values_list("webhook__survey")
    return dict(lost.annotate(number=Count("pk")))


def fieldwork(surveys: QuerySet[Survey]) -> QuerySet[Survey]:
    """These surveys with `waiting` answers, `issued` and `closed` cases and the number `released`.

    A case is closed when it has an interview that was not rejected, or another outcome.
    """
    waiting = Submission.objects.filter(survey=OuterRef("pk"), state__in=Submission.WAITING)
    issued = SampleUnit.objects.filter(survey=OuterRef("pk"))
    closed = issued.filter(Exists(interviews_of_case()) | ~Q(disposition=""))
    releases = Release.objects.filter(survey=OuterRef("pk")).order_by("-number")
    return surveys.annotate(
        waiting=_count(waiting),
        issued=_count(issued),
        closed=_count(closed),
        released=Subquery(releases.values("number")[:1]),
    )


def _count(rows: QuerySet) -> Coalesce:
    counted = rows.order_by().values("survey").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)
