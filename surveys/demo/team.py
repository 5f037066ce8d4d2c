"""The synthetic field team: its accounts and devices, whose cases are whose, and who is visited."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.crypto import get_random_string

from portal.models import User
from surveys.collection.outcomes import DISPOSITIONS
from surveys.demo.doors import Tablet
from surveys.models import Contact, ContactAttempt, Member, SampleUnit, Survey
from surveys.services.contacts import sealed_contact
from surveys.services.keys import new_collector_key, revoke_collector_keys
from surveys.services.samples import BATCH
from surveys.services.teams import set_role

if TYPE_CHECKING:
    from surveys.simulation.survey import SimulatedSurvey

ROLES = {"researcher": Member.Role.LEAD, "interviewer": Member.Role.INTERVIEWER}
"""What the demonstration's accounts are to the survey, by their group."""
Result, Mode = ContactAttempt.Result, ContactAttempt.Mode
NOT_REACHED = "22"
RESULTS = {"211": Result.REFUSED, NOT_REACHED: Result.NOBODY, "23": Result.OTHER_PERSON}
FIRST_VISIT = time(10)


def join_accounts(survey: Survey) -> None:
    """The demonstration's own accounts belong to the survey."""
    for group, role in ROLES.items():
        for user in User.objects.filter(groups__name=group):
            set_role(survey=survey, user=user, role=role)


@transaction.atomic
def hire_interviewers(survey: Survey, codes: Sequence[str]) -> list[User]:
    """An account for each code that nobody can log in with; the first is the demonstration's."""
    shown = User.objects.filter(groups__name="interviewer").first()
    people = [shown] if shown else []
    for code in codes[len(people) :]:
        email = f"{code.lower()}@demo.example"
        person = User.objects.filter(email=email).first() or User.objects.create_user(
            email, get_random_string(40), first_name="Synthetic", last_name=code
        )
        set_role(survey=survey, user=person, role=Member.Role.INTERVIEWER)
        people.append(person)
    return people


def hand_out_tablets(survey: Survey, people: Sequence[User], codes: Sequence[str]) -> list[Tablet]:
    """A device for each interviewer, with a key of its own; earlier ones end."""
    revoke_collector_keys(survey=survey)
    tablets = []
    for number, (person, code) in enumerate(zip(people, codes, strict=True)):
        made = new_collector_key(survey=survey, label=f"Tablet {code}", interviewer=person)
        tablet = Tablet(made.token, code, number)
        tablet.get("formList")
        tablets.append(tablet)
    return tablets


def sample_units(
    simulated: SimulatedSurvey, people: Sequence[User], still_open: Collection[int]
) -> Iterable[SampleUnit]:
    """The stored form of the issued persons; a case is open until its answers come in.

    `still_open` are rows of people who will come to a page and not answer, and the interviewer
    whose account is shown keeps those whom nobody has reached.
    """
    for row, unit in enumerate(simulated.units):
        interviewer = int(simulated.interviewers[row])
        unreached = interviewer == 0 and unit.disposition == NOT_REACHED
        completed = DISPOSITIONS[unit.disposition].category == "I"
        is_open = completed or unreached or row in still_open
        yield SampleUnit(
            case_id=unit.case_id,
            stratum=unit.stratum,
            psu=unit.psu,
            base_weight=unit.base_weight,
            inclusion_probability=unit.inclusion_probability,
            attributes={
                "sex": unit.sex,
                "age_group": unit.age_group,
                "psu_kind": unit.psu_kind,
                "a_city": unit.city,
                "a_stratum": unit.worker_type,
                "a_source": unit.source,
            },
            interviewer=people[interviewer],
            disposition="" if is_open else unit.disposition,
        )


@transaction.atomic
def keep_contacts(units: Iterable[SampleUnit]) -> None:
    """Invented names and numbers; no telephone of China begins with 000."""
    Contact.objects.bulk_create(
        (
            sealed_contact(
                unit,
                {
                    "name": f"Synthetic person {unit.case_id}",
                    "phone": f"000{unit.pk:08d}",
                    "address": f"Example Road {unit.pk}",
                },
            )
            for unit in units
        ),
        batch_size=BATCH,
        ignore_conflicts=True,
    )


@transaction.atomic
def note_visits(survey: Survey, simulated: SimulatedSurvey) -> None:
    """An attempt for each case that was worked; its day follows from its place in the list."""
    from surveys.simulation.fieldwork import CLOCK, working_days

    if ContactAttempt.objects.filter(unit__survey=survey).exists():
        return
    days = working_days()
    starts = {interview.row: interview.started for interview in simulated.interviews}
    stored = {unit.case_id: unit for unit in survey.units.all()}
    ContactAttempt.objects.bulk_create(
        (
            _visit(
                stored[unit.case_id],
                unit.disposition,
                starts.get(row)
                or datetime.combine(days[row % len(days)], FIRST_VISIT, CLOCK)
                + timedelta(minutes=row % 480),
            )
            for row, unit in enumerate(simulated.units)
        ),
        batch_size=BATCH,
    )


def _visit(unit: SampleUnit, disposition: str, at: datetime) -> ContactAttempt:
    return ContactAttempt(
        unit=unit,
        interviewer_id=unit.interviewer_id,
        at=at,
        mode=Mode.VISIT,
        result=RESULTS.get(disposition, Result.INTERVIEW),
    )
