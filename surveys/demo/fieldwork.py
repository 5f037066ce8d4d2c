"""The fieldwork of the demonstration: sample, team and devices; then everything comes in and is read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from surveys.demo.clock import Clock
from surveys.demo.pages import BREAK_OFFS, DECLINE, OnlinePart, silent_rows
from surveys.demo.phones import Field
from surveys.demo.review import Review, set_quotas
from surveys.demo.team import (
    hand_out_tablets,
    hire_interviewers,
    keep_contacts,
    note_visits,
    sample_units,
)
from surveys.models import Survey
from surveys.services.life import set_dates
from surveys.services.samples import store_sample

if TYPE_CHECKING:
    from surveys.simulation.survey import SimulatedSurvey

Tell = Callable[[str], object]


def hold_fieldwork(survey: Survey, simulated: SimulatedSurvey, tell: Tell) -> None:
    """Everything between the sample and the approved answers, at the time of the fieldwork."""
    from surveys.simulation.fieldwork import CLOCK, FIRST_DAY, interviewer_code
    from surveys.simulation.incidents import CLOSING

    codes = [interviewer_code(number) for number in range(len(simulated.effects))]
    begin = datetime.combine(FIRST_DAY, time(7), CLOCK)
    silent = silent_rows(simulated)
    with Clock(begin - timedelta(days=7)) as clock:
        people = hire_interviewers(survey, codes)
        if not survey.units.exists():
            still_open = set(silent[: BREAK_OFFS + DECLINE])
            store_sample(survey=survey, units=sample_units(simulated, people, still_open))
            note_visits(survey, simulated)
            keep_contacts(survey.units.filter(interviewer=people[0]))
        set_quotas(survey)
        set_dates(survey=survey, opens_at=begin, closes_at=CLOSING, open_link=True)
        field = Field(simulated, hand_out_tablets(survey, people, codes), clock)
        field.send_all(tell)
        online = OnlinePart(survey, simulated, clock)
        _answer_online(online, field, silent, begin, tell)
        Review(survey, clock).look(field, tell)
        online.close_forgotten()
        field.send_late()
    # Whoever looks at the demonstration may answer too.
    set_dates(survey=survey, opens_at=begin, closes_at=None, open_link=True)


def _answer_online(
    online: OnlinePart, field: Field, silent: list[int], begin: datetime, tell: Tell
) -> None:
    tell(f"   {len(field.alone)} people answer on web pages")
    rows = [interview.row for interview, _xml in field.alone]
    online.invite([*rows, *silent], begin)
    online.come_all(field.alone, silent, begin)
    online.welcome(silent, begin + timedelta(days=20, hours=4))
