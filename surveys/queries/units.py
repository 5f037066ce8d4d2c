"""Cases of a sample as lists show them: filtered, with how they stand, in constant queries."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from surveys.models import BackCheck, Contact, ContactAttempt, SampleUnit, Submission, Survey, Wave

INTERVIEWED = (*Submission.UNDECIDED, Submission.State.APPROVED)
"""States of an interview that count as an interview of its case."""
OPEN, INTERVIEW = "open", "interview"
"""Values of the filter by outcome beside the codes of dispositions."""
NOBODY = NO_WAVE = "none"
IN_USE = (
    Q(submissions__isnull=False)
    | Q(attempts__isnull=False)
    | Q(invitations__sent_at__isnull=False)
    | Q(invitations__opened_at__isnull=False)
)
"""Cases with which somebody has begun; they are not taken out any more."""


def units(survey: Survey) -> QuerySet[SampleUnit]:
    """The cases with `interviewed`, `attempt_count` and the next appointment."""
    attempts = ContactAttempt.objects.filter(unit=OuterRef("pk")).order_by("-at", "-id")
    return (
        survey.units.select_related("interviewer", "wave__panel")
        .annotate(
            interviewed=Exists(interviews_of_case()),
            attempt_count=Coalesce(
                Subquery(attempts.order_by().values("unit").annotate(n=Count("pk")).values("n")), 0
            ),
            next_at=Subquery(attempts.values("next_at")[:1]),
        )
        .order_by("case_id")
    )


def interviews_of_case() -> QuerySet[Submission]:
    """The interviews of the case of the outer query that are not rejected."""
    return Submission.objects.filter(unit=OuterRef("pk"), state__in=INTERVIEWED)


def is_held_again(unit: SampleUnit) -> bool:
    """Whether another interview of the case is wanted: it was drawn for a back-check, or all that
    came was rejected.
    """
    drawn = BackCheck.objects.filter(submission__unit=unit, second=None)
    states = set(unit.submissions.values_list("state", flat=True))
    return states == {Submission.State.REJECTED} or drawn.exists()


def filtered(rows: QuerySet[SampleUnit], wanted: Mapping[str, str]) -> QuerySet[SampleUnit]:
    """The cases that fit: by stratum, interviewer, outcome, pilot, wave, part of the case's name."""
    for name in ("stratum", "psu"):
        if wanted.get(name):
            rows = rows.filter(**{name: wanted[name]})
    for name, nothing in (("interviewer", NOBODY), ("wave", NO_WAVE)):
        if wanted.get(name):
            rows = rows.filter(**{name: None if wanted[name] == nothing else wanted[name]})
    if wanted.get("case"):
        rows = rows.filter(case_id__icontains=wanted["case"])
    if wanted.get("pilot") in ("yes", "no"):
        rows = rows.filter(pilot=wanted["pilot"] == "yes")
    if wanted.get("phone") == "shared":
        rows = rows.filter(_number_elsewhere())
    return _by_outcome(rows, wanted.get("outcome", ""))


def _number_elsewhere() -> Q:
    """Cases whose telephone number another case of the survey has too."""
    others = Contact.objects.filter(
        unit__survey=OuterRef("survey"), phone_index=OuterRef("contact__phone_index")
    ).exclude(unit=OuterRef("pk"))
    return Q(Exists(others), contact__phone_index__gt="")


def _by_outcome(rows: QuerySet[SampleUnit], outcome: str) -> QuerySet[SampleUnit]:
    interviewed = Exists(interviews_of_case())
    if outcome == OPEN:
        return rows.filter(~interviewed, disposition="")
    if outcome == INTERVIEW:
        return rows.filter(interviewed)
    return rows.filter(~interviewed, disposition=outcome) if outcome else rows


def strata(survey: Survey) -> list[str]:
    """The strata of the sample in the order of their names."""
    return list(survey.units.order_by("stratum").values_list("stratum", flat=True).distinct())


def own_cases(survey: Survey, person: int) -> QuerySet[SampleUnit]:
    """A person's cases: returned interviews first, then appointments, open cases, closed ones."""
    returned = Submission.objects.filter(unit=OuterRef("pk"), state=Submission.State.RETURNED)
    return (
        units(survey)
        .filter(interviewer=person)
        .annotate(returned=Exists(returned), closed=Q(disposition__gt="") | Q(interviewed=True))
        .order_by("-returned", "closed", F("next_at").asc(nulls_last=True), "case_id")
    )


def waves(survey: Survey) -> QuerySet[Wave]:
    """The waves of panels whose members are cases of the survey."""
    return survey.waves.select_related("panel").order_by("panel__name", "number")
