"""Interviews that synthetic people hold alone: by personal invitation, and by the open link."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import translation

from surveys.demo.clock import Clock
from surveys.demo.respondents import Respondent, answers_by_key
from surveys.demo.team import keep_contacts
from surveys.models import Draft, Invitation, SampleUnit, Survey
from surveys.queries import newest_version, questionnaire_of
from surveys.services.drafts import close_idle_drafts
from surveys.services.invitations import invite, link_of, mark_sent

if TYPE_CHECKING:
    from surveys.simulation.fieldwork import Interview
    from surveys.simulation.survey import SimulatedSurvey

BY_CHANCE = ("h_set", "h_arm")
"""What the questionnaire draws by chance: the simulation has drawn it."""
ENGLISH = 6
"""One invitation in so many is in English."""
SWITCHES, PAUSES = 5, 7
"""One respondent in so many changes the language on the way, or goes on the next day."""
BREAK_OFFS, DECLINE, UNOPENED = 4, 4, 6
"""People who were invited and did not answer: they break off, decline, or never open the letter."""
OPEN_DOOR = ("answers", "young", "leaves") * 4
"""What becomes of those who come by the open link: they answer, are too young, or break off."""


@dataclass(frozen=True)
class Person:
    """Somebody with a link: when they come, for how long, and what they say."""

    row: int
    started: datetime
    minutes: float
    xml: bytes


def silent_rows(simulated: SimulatedSurvey) -> list[int]:
    """Issued people of listed strata who gave no interview, the first ones: they get a link too."""
    from surveys.simulation.fieldwork import COMPLETE

    found = (
        row
        for row, unit in enumerate(simulated.units)
        if unit.source == "1" and unit.disposition != COMPLETE and simulated.interviewers[row]
    )
    return [row for row, _place in zip(found, range(BREAK_OFFS + DECLINE + UNOPENED), strict=False)]


class OnlinePart:
    """The part of the sample that answers on pages, and whoever comes by the open link."""

    def __init__(self, survey: Survey, simulated: SimulatedSurvey, clock: Clock) -> None:
        self.survey, self.simulated, self.clock = survey, simulated, clock
        version = newest_version(survey)
        assert version is not None
        self.questionnaire = questionnaire_of(version)

    def invite(self, rows: Sequence[int], moment: datetime) -> None:
        """An invitation for each of these people, sent once."""
        self.clock.go_to(moment)
        cases = [self.simulated.units[row].case_id for row in rows]
        units = list(self.survey.units.filter(case_id__in=cases).order_by("case_id"))
        keep_contacts(units)
        missing = [unit for unit in units if not unit.invitations.exists()]
        for english in (True, False):
            chosen = [unit for unit in missing if (unit.pk % ENGLISH == 0) is english]
            invite(survey=self.survey, units=chosen, language="en" if english else "zh-hans")
        self.clock.wait(7200)
        mark_sent(invitations=self.survey.invitations.filter(sent_at=None))

    def come_all(
        self,
        answering: Iterable[tuple[Interview, bytes]],
        silent: Sequence[int],
        begin: datetime,
    ) -> None:
        """Everybody who was invited does what they do."""
        for place, (interview, xml) in enumerate(answering):
            minutes = (interview.ended - interview.started).total_seconds() / 60
            person = Person(interview.row, interview.started, minutes, xml)
            self._answer(person, place)
        for place, row in enumerate(silent[: BREAK_OFFS + DECLINE]):
            person = self._stranger(row, begin + timedelta(days=7 + place, hours=3))
            visitor = self._arrive(person, place, link_of(self._invitation(row)))
            if visitor.has_form and place < BREAK_OFFS:
                self._agree(visitor, person, invitation=self._invitation(row))
                visitor.answer(pages=3 + 4 * place)
            elif visitor.has_form:
                visitor.press(decision="no")

    def _answer(self, person: Person, place: int) -> None:
        invitation = self._invitation(person.row)
        link = link_of(invitation)
        visitor = self._arrive(person, place, link)
        if not visitor.has_form:
            return  # an earlier run has done this
        self._agree(visitor, person, invitation=invitation)
        if place % PAUSES == 3:
            visitor.answer(pages=6)
            visitor.press(do="save")
            self.clock.go_to(self.clock.now() + timedelta(hours=20))
            visitor.follow(link)
        elif place % SWITCHES == 2:
            visitor.answer(pages=4)
            visitor.press(
                do="language:en" if "/zh-hans/" in visitor.address else "language:zh-hans"
            )
        if visitor.answer():
            visitor.press(do="send")

    def welcome(self, silent: Sequence[int], moment: datetime) -> None:
        """The open link was shown somewhere, and some follow it."""
        if self.survey.drafts.filter(invitation=None).exists():
            return
        for place, what in enumerate(OPEN_DOOR):
            started = moment + timedelta(hours=7 * (place % 2), days=place // 2)
            person = self._stranger(silent[place % len(silent)], started)
            language = "en" if place % ENGLISH == 0 else "zh-hans"
            with translation.override(language):
                link = reverse("respond_open", args=[self.survey.public_id])
            visitor = self._arrive(person, place, link)
            self._agree(visitor, person)
            if what == "young":
                visitor.answers = {**visitor.answers, "grp_a/a_age": "15"}
            if visitor.answer(pages=5 if what == "leaves" else 80):
                visitor.press(do="send")

    def close_forgotten(self) -> None:
        """The survey has closed: the portal's routine hands in what nobody went on with."""
        from surveys.simulation.incidents import CLOSING

        self.clock.go_to(CLOSING + timedelta(hours=1))
        close_idle_drafts()

    def _stranger(self, row: int, started: datetime) -> Person:
        """What a person of the sample without interview would have said."""
        from surveys.simulation.fieldwork import Interview

        interview = Interview(row, int(self.simulated.interviewers[row]), started, started)
        return Person(row, started, 30, self.simulated.submission(interview))

    def _arrive(self, person: Person, place: int, link: str) -> Respondent:
        self.clock.go_to(person.started)
        answers = answers_by_key(self.questionnaire, person.xml)
        visitor = Respondent(self.clock, place, answers, person.minutes)
        visitor.follow(link)
        return visitor

    def _agree(
        self, visitor: Respondent, person: Person, invitation: Invitation | None = None
    ) -> None:
        """Take part; the interview gets the name and the chances that the simulation has drawn."""
        from surveys.simulation.incidents import new_id
        from surveys.simulation.survey import INSTANCES

        if visitor.page.xpath("//button[@name='decision']"):
            visitor.press(decision="yes")
            drawn = {k: v for k, v in visitor.answers.items() if k.endswith(BY_CHANCE)}
            own = self.simulated.random(INSTANCES, person.row, 0 if invitation else 1)
            draft = self.survey.drafts.filter(invitation=invitation).latest("pk")
            Draft.objects.filter(pk=draft.pk).update(instance_id=new_id(own), answers=drawn)

    def _invitation(self, row: int) -> Invitation:
        unit = SampleUnit.objects.get(survey=self.survey, case_id=self.simulated.units[row].case_id)
        return unit.invitations.get()
