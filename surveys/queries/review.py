"""What reviewers read: the inbox, its counts, and the neighbours of one interview in it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, When

from portal.models import User, Visitor
from surveys.models import Attachment, HeldSubmission, Member, Review, Submission, Survey

NEWEST, OLDEST = "newest", "oldest"
MANY = 500
MOST_RELATED = 10
NAMING = ("near_duplicate", "same_answers", "same_phone")
"""Notices whose value names another interview, or its case."""
LARGE = ("row", "repeats", "issues", "notices")
"""What a list does not read: it may be megabytes a page."""


def inbox(
    survey: Survey,
    *,
    code: str = "",
    interviewer: str = "",
    stratum: str = "",
    source: str = "",
    pilot: str = "",
    files: str = "",
    text: str = "",
) -> QuerySet[Submission]:
    """The interviews of a survey that fit, in any state; an empty condition lets all through."""
    found = survey.submissions.select_related("unit", "interviewer").defer(*LARGE)
    if code:
        found = found.filter(marks__contains=f" {code} ")
    if interviewer:
        found = found.filter(interviewer=interviewer)
    if stratum:
        found = found.filter(unit__in=survey.units.filter(stratum=stratum))
    if source:
        found = found.filter(source=source)
    if pilot:
        found = found.filter(pilot=pilot == "yes")
    if files:
        lacking = Attachment.objects.filter(submission=OuterRef("pk"), expected=True, blob=None)
        found = found.filter(Exists(lacking))
    if text:
        found = found.filter(_named(survey, text))
    return found


def _named(survey: Survey, text: str) -> Q:
    """Interviews whose instance ID or case has this text.

    Both names stand in indices, which are gone through alone: few that fit are then found by their
    keys. Many are met soon when the interviews are gone through themselves.
    """
    cases = survey.units.filter(case_id__icontains=text).order_by()
    of_cases = survey.submissions.filter(unit__in=cases.values("pk")).order_by()
    named = survey.submissions.filter(instance_id__icontains=text).order_by()
    keys = {key for each in (of_cases, named) for key in each.values_list("pk", flat=True)[:MANY]}
    if len(keys) < MANY:
        return Q(pk__in=keys)
    return Q(instance_id__icontains=text) | Q(unit__case_id__icontains=text)


def counts_by_state(submissions: QuerySet[Submission]) -> dict[str, int]:
    """How many interviews are in each state that occurs."""
    counted = submissions.order_by().values_list("state").annotate(number=Count("pk"))
    return dict(counted)


def in_order(submissions: QuerySet[Submission], order: str) -> QuerySet[Submission]:
    """The newest or the oldest first."""
    keys = ("received_at", "pk")
    return submissions.order_by(*(f"-{key}" for key in keys) if order == NEWEST else keys)


def neighbours(
    submissions: QuerySet[Submission], current: Submission, order: str
) -> tuple[Submission | None, Submission | None]:
    """The interviews before and after one in the inbox, whether or not it is still in it."""
    at, pk = current.received_at, current.pk
    earlier = submissions.filter(Q(received_at__lt=at) | Q(received_at=at, pk__lt=pk))
    later = submissions.filter(Q(received_at__gt=at) | Q(received_at=at, pk__gt=pk))
    before = in_order(earlier, NEWEST).first()
    after = in_order(later, OLDEST).first()
    return (after, before) if order == NEWEST else (before, after)


def interviewers(survey: Survey) -> QuerySet[User]:
    """Those who sent at least one interview of the survey."""
    sent = Submission.objects.filter(survey=survey, interviewer=OuterRef("pk"))
    return User.objects.filter(Exists(sent)).order_by("email")


def strata(survey: Survey) -> QuerySet:
    """The strata of the issued cases, by name."""
    return survey.units.order_by("stratum").values_list("stratum", flat=True).distinct()


def returned_to(user: Visitor) -> QuerySet[Submission]:
    """The interviews that an interviewer has to mend, each with the `return_note` that says why.

    They are those of a survey the person still interviews for.
    """
    notes = Review.objects.filter(submission=OuterRef("pk"), state=Submission.State.RETURNED)
    return (
        Submission.objects.filter(
            state=Submission.State.RETURNED,
            interviewer=user.pk,
            survey__members__user=user.pk,
            survey__members__role=Member.Role.INTERVIEWER,
        )
        .select_related("survey", "unit", "instrument")
        .defer("row", "repeats", "instrument__workbook", "instrument__xform")
        .annotate(return_note=Subquery(notes.order_by("-pk").values("note")[:1]))
        .order_by("reviewed_at", "pk")
    )


def held(survey: Survey, reason: str = "") -> QuerySet[HeldSubmission]:
    """What is held, without the bytes: the undecided first, the newest of each first."""
    found = survey.held_submissions.select_related("decided_by").defer("content")
    if reason:
        found = found.filter(reason=reason)
    undecided = Case(When(decision="", then=0), default=1)
    return found.order_by(undecided, "-received_at", "-pk")


def known_to(survey: Survey, contents: Iterable[HeldSubmission]) -> dict[str, Submission]:
    """The interviews whose instance IDs held contents have, by that ID."""
    names = [each.instance_id for each in contents if each.instance_id]
    found = inbox(survey).filter(instance_id__in=names)
    return {each.instance_id: each for each in found}


def related(submission: Submission) -> QuerySet[Submission]:
    """The interviews that one is to be held against: others of its case, and those that its notices
    name (an instance ID, or the case that has its telephone number).
    """
    values = [mark.get("value", "") for mark in submission.notices if mark["code"] in NAMING]
    names = [value.rpartition(" ")[2] for value in values]
    named = Q(instance_id__in=names) | Q(unit__case_id__in=names)
    if submission.unit_id:
        named |= Q(unit=submission.unit_id)
    found = inbox(submission.survey).filter(named).exclude(pk=submission.pk)
    return found.order_by("received_at", "pk")[:MOST_RELATED]
