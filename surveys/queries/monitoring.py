"""The state of fieldwork: a fixed number of queries, which count and average in the database.

Only measures that the intake stored with each interview are read, never its answers; so the page
costs the same per interview whatever the questionnaire's length.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from django.db.models import Avg, Count, Exists, F, Max, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from portal.models import User
from surveys.collection.fieldwork import FLAGS
from surveys.collection.outcomes import OutcomeRates, outcome_rates
from surveys.models import Submission, Survey
from surveys.queries.quotas import quota_counts, targets_by_stratum
from surveys.queries.units import INTERVIEWED, interviews_of_case
from surveys.queries.weighted_cases import outcomes

DAYS = 28


@dataclass(frozen=True, slots=True)
class StratumProgress:
    """A stratum: cases, those closed without and with an interview, and how many are wanted."""

    name: str
    issued: int
    closed: int
    interviewed: int
    target: int

    @property
    def share(self) -> float:
        return self.interviewed / self.target if self.target else 0.0


def by_stratum(survey: Survey, targets: Mapping[str, int]) -> list[StratumProgress]:
    """Progress in each stratum; without a quota for it, every issued case is wanted."""
    interviewed = Exists(interviews_of_case())
    rows = (
        survey.units.filter(pilot=False)
        .annotate(interviewed=interviewed)
        .values("stratum")
        .annotate(
            issued=Count("pk"),
            held=Count("pk", filter=Q(interviewed=True)),
            closed=Count("pk", filter=Q(interviewed=False) & ~Q(disposition="")),
        )
        .order_by("stratum")
    )
    return [
        StratumProgress(
            row["stratum"],
            row["issued"],
            row["closed"],
            row["held"],
            targets.get(row["stratum"], row["issued"]),
        )
        for row in rows
    ]


def by_day(survey: Survey) -> list[tuple[date, int]]:
    """Interviews received on each day of four weeks, the days without any included: those up to
    today, or of a fieldwork that is over, up to the last interview.

    Days are compared by their ends: a database without dates of its own time zone would otherwise
    ask Python about every row.
    """
    last = _last_day(survey)
    days = [last - timedelta(days=number) for number in reversed(range(DAYS))]
    ends = [_midnight(day) for day in (*days, last + timedelta(days=1))]
    counted = (
        _interviews(survey)
        .filter(received_at__gte=ends[0])
        .aggregate(
            **{
                f"day_{place}": Count("pk", filter=Q(received_at__gte=start, received_at__lt=end))
                for place, (start, end) in enumerate(pairwise(ends))
            }
        )
    )
    return [(day, counted[f"day_{place}"]) for place, day in enumerate(days)]


def _last_day(survey: Survey) -> date:
    today = timezone.localdate()
    latest = _interviews(survey).aggregate(latest=Max("received_at"))["latest"]
    over = latest is not None and timezone.localdate(latest) <= today - timedelta(days=DAYS)
    return timezone.localdate(latest) if over else today


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


@dataclass(frozen=True, slots=True)
class InterviewerProgress:
    """An interviewer (None: nobody is known): counts, median minutes, mean share of blanks, flags."""

    person: User | None
    interviews: int
    approved: int
    returned: int
    rejected: int
    minutes: float | None
    nonresponse: float | None
    flags: tuple[tuple[str, int], ...]


def by_interviewer(survey: Survey) -> list[InterviewerProgress]:
    """Every interviewer with an interview, the busiest first."""
    flags = {code: Count("pk", filter=Q(flags__contains=code)) for code in FLAGS}
    states = Submission.State
    rows = (
        survey.submissions.filter(pilot=False)
        .values("interviewer")
        .annotate(
            interviews=Count("pk", filter=Q(state__in=INTERVIEWED)),
            approved=Count("pk", filter=Q(state=states.APPROVED)),
            returned=Count("pk", filter=Q(state=states.RETURNED)),
            rejected=Count("pk", filter=Q(state=states.REJECTED)),
            blank=Avg("nonresponse"),
            **flags,
        )
        .order_by("-interviews", "interviewer")
    )
    found = list(rows)
    people = User.objects.in_bulk([row["interviewer"] for row in found if row["interviewer"]])
    medians = median_minutes(survey)
    return [
        InterviewerProgress(
            people.get(row["interviewer"]),
            row["interviews"],
            row["approved"],
            row["returned"],
            row["rejected"],
            medians.get(row["interviewer"]),
            row["blank"],
            tuple((code, row[code]) for code in FLAGS),
        )
        for row in found
    ]


def median_minutes(survey: Survey) -> dict[int | None, float]:
    """The median duration of each interviewer's interviews, by the key of the interviewer."""
    person = F("interviewer")
    rows = (
        survey.submissions.filter(pilot=False, minutes__isnull=False)
        .annotate(
            place=Window(RowNumber(), partition_by=person, order_by=F("minutes").asc()),
            size=Window(Count("pk"), partition_by=person),
        )
        .filter(place__gte=F("size") / 2.0, place__lte=F("size") / 2.0 + 1)
        .order_by()
        .values_list("interviewer", "minutes")
    )
    middle: dict[int | None, list[float]] = {}
    for interviewer, minutes in rows:
        middle.setdefault(interviewer, []).append(minutes)
    return {interviewer: sum(found) / len(found) for interviewer, found in middle.items()}


def _interviews(survey: Survey) -> QuerySet[Submission]:
    return survey.submissions.filter(pilot=False, state__in=INTERVIEWED)


@dataclass(frozen=True, slots=True)
class Rates:
    """Outcome rates of a stratum (None: of all), by cases and by base weights."""

    stratum: str | None
    codes: Mapping[str, int]
    unweighted: OutcomeRates
    weighted: OutcomeRates


def rates(survey: Survey) -> list[Rates]:
    """The rates of all cases first, then of each stratum, from the cases that are weighted."""
    found = outcomes(survey)
    strata = sorted({stratum for stratum, _weight, _outcome in found})
    return [
        _rates(None, found),
        *(_rates(name, [case for case in found if case[0] == name]) for name in strata),
    ]


def _rates(stratum: str | None, cases: Iterable[tuple[str, float, str]]) -> Rates:
    counts: dict[str, int] = {}
    weights: dict[str, float] = {}
    for _stratum, weight, outcome in cases:
        counts[outcome] = counts.get(outcome, 0) + 1
        weights[outcome] = weights.get(outcome, 0.0) + weight
    return Rates(stratum, counts, outcome_rates(counts), outcome_rates(weights))


@dataclass(frozen=True, slots=True)
class Totals:
    """The whole fieldwork: cases, those with an interview, how many are wanted, and the review."""

    issued: int
    interviewed: int
    target: int
    waiting: int
    approved: int
    returned: int
    rejected: int

    @property
    def share(self) -> float:
        return self.interviewed / self.target if self.target else 0.0


def _totals(
    strata: Sequence[StratumProgress], interviewers: Sequence[InterviewerProgress]
) -> Totals:
    approved = sum(each.approved for each in interviewers)
    returned = sum(each.returned for each in interviewers)
    return Totals(
        issued=sum(each.issued for each in strata),
        interviewed=sum(each.interviewed for each in strata),
        target=sum(each.target for each in strata),
        waiting=sum(each.interviews for each in interviewers) - approved - returned,
        approved=approved,
        returned=returned,
        rejected=sum(each.rejected for each in interviewers),
    )


def dashboard(survey: Survey) -> dict[str, object]:
    """All that the page of fieldwork shows."""
    quotas = list(survey.quotas.all())
    counts = quota_counts(survey, quotas) if quotas else {}
    strata = by_stratum(survey, targets_by_stratum(quotas))
    interviewers = by_interviewer(survey)
    return {
        "totals": _totals(strata, interviewers),
        "strata": strata,
        "days": by_day(survey),
        "interviewers": interviewers,
        "quotas": [(quota, counts[quota.pk]) for quota in quotas],
    }
