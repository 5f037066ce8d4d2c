"""The state of fieldwork: a fixed number of queries, which count and average in the database.

Only measures that the intake stored with each interview are read, never its answers; so the page
costs the same per interview whatever the questionnaire's length.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import groupby
from operator import itemgetter
from statistics import median
from typing import NamedTuple

from django.db.models import Case, Count, Exists, Max, QuerySet, Sum, When
from django.utils import timezone

from portal.models import User
from surveys.collection.fieldwork import FLAGS
from surveys.collection.outcomes import OutcomeRates, outcome_rates
from surveys.models import Submission, Survey
from surveys.queries.quotas import kept_counts, targets_by_stratum
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
        """Interviews as a share of those wanted."""
        return self.interviewed / self.target if self.target else 0.0


def by_stratum(survey: Survey, targets: Mapping[str, int]) -> list[StratumProgress]:
    """Progress in each stratum; without a quota for it, every issued case is wanted."""
    issued, held, closed = Counter[str](), Counter[str](), Counter[str]()
    cases = (
        survey.units.filter(pilot=False)
        .annotate(interviewed=Exists(interviews_of_case()))
        .values_list("stratum", "interviewed", "disposition")
        .annotate(number=Count("pk"))
        .order_by("stratum")
    )
    for stratum, interviewed, disposition, number in cases:
        issued[stratum] += number
        if interviewed:
            held[stratum] += number
        elif disposition:
            closed[stratum] += number
    return [
        StratumProgress(name, number, closed[name], held[name], targets.get(name, number))
        for name, number in issued.items()
    ]


def by_day(survey: Survey) -> list[tuple[date, int]]:
    """Interviews received on each day of four weeks, the days without any included: those up to
    today, or of a fieldwork that is over, up to the last interview. The days are the survey's own.

    Times are compared with the beginnings of days, the latest first: a database without dates of
    its own time zone would otherwise ask Python about every row.
    """
    zone = survey.zone
    last = _last_day(survey, zone)
    days = [last - timedelta(days=number) for number in reversed(range(DAYS))]
    starts = [datetime.combine(day, time(), zone) for day in days]
    day = Case(
        *(
            When(received_at__gte=start, then=place)
            for place, start in reversed([*enumerate(starts)])
        )
    )
    counted = dict(
        _interviews(survey)
        .filter(received_at__gte=starts[0])
        .order_by()
        .values_list(day)
        .annotate(number=Count("pk"))
    )
    return [(day, counted.get(place, 0)) for place, day in enumerate(days)]


def _last_day(survey: Survey, zone: tzinfo) -> date:
    today = timezone.localdate(timezone=zone)
    latest = _interviews(survey).aggregate(latest=Max("received_at"))["latest"]
    last = timezone.localdate(latest, zone) if latest else today
    return last if last <= today - timedelta(days=DAYS) else today


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
    found: dict[int | None, list[Measured]] = {}
    rows = (
        survey.submissions.filter(pilot=False)
        .order_by()
        .values_list("interviewer", "state", "flags")
        .annotate(number=Count("pk"), blank=Sum("nonresponse"), blanks=Count("nonresponse"))
    )
    for interviewer, *measured in rows:
        found.setdefault(interviewer, []).append(Measured(*measured))
    people = User.objects.in_bulk([key for key in found if key])
    medians = median_minutes(survey)
    progress = [
        _progress(people.get(key), measured, medians.get(key)) for key, measured in found.items()
    ]
    return sorted(
        progress, key=lambda each: (-each.interviews, each.person.pk if each.person else 0)
    )


class Measured(NamedTuple):
    """The interviews of one interviewer in one state with the same flags."""

    state: str
    flags: str
    number: int
    blank: float | None
    blanks: int


def _progress(
    person: User | None, measured: list[Measured], minutes: float | None
) -> InterviewerProgress:
    states, flags = Counter[str](), Counter[str]()
    for each in measured:
        states[each.state] += each.number
        for code in each.flags.split():
            flags[code] += each.number
    blanks = sum(each.blanks for each in measured)
    return InterviewerProgress(
        person,
        sum(states[state] for state in INTERVIEWED),
        states[Submission.State.APPROVED],
        states[Submission.State.RETURNED],
        states[Submission.State.REJECTED],
        minutes,
        sum(each.blank or 0.0 for each in measured) / blanks if blanks else None,
        tuple((code, flags[code]) for code in FLAGS),
    )


def median_minutes(survey: Survey) -> dict[int | None, float]:
    """The median duration of each interviewer's interviews, by the key of the interviewer."""
    rows = (
        survey.submissions.filter(pilot=False, minutes__isnull=False)
        .order_by("interviewer_id")
        .values_list("interviewer_id", "minutes")
    )
    return {
        interviewer: median(minutes for _key, minutes in each)
        for interviewer, each in groupby(rows.iterator(), key=itemgetter(0))
    }


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
    strata: dict[str, list[tuple[str, float, str]]] = {}
    for case in found:
        strata.setdefault(case[0], []).append(case)
    return [_rates(None, found), *(_rates(name, strata[name]) for name in sorted(strata))]


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
        """Interviews as a share of those wanted."""
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
    counts = kept_counts(survey, quotas) if quotas else {}
    strata = by_stratum(survey, targets_by_stratum(quotas))
    interviewers = by_interviewer(survey)
    return {
        "totals": _totals(strata, interviewers),
        "strata": strata,
        "days": by_day(survey),
        "interviewers": interviewers,
        "quotas": [(quota, counts[quota.pk]) for quota in quotas],
    }
