"""The interviews of the synthetic interviewers, sent from their tablets as the field sends them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from surveys.collection.audit import AUDIT_FILE
from surveys.collection.conventions import MODE_QUESTION, SELF_COMPLETED
from surveys.collection.editing import succeeding
from surveys.demo.clock import Clock
from surveys.demo.doors import Tablet

if TYPE_CHECKING:
    from surveys.models import Submission
    from surveys.simulation.fieldwork import Interview
    from surveys.simulation.survey import SimulatedSurvey

Tell = Callable[[str], object]
TOLD_EVERY = 250
ALONE = f"<{MODE_QUESTION}>{SELF_COMPLETED}</{MODE_QUESTION}>".encode()
CORRECTED = "Corrected after a call back."
MENDED = "Asked again by telephone."


class NotTaken(Exception):
    """The portal answered a device in another way than the demonstration needs."""


class Field:
    """All interviewers with their tablets; `alone` gathers the interviews held on web pages."""

    def __init__(self, simulated: SimulatedSurvey, tablets: Sequence[Tablet], clock: Clock) -> None:
        self.simulated, self.tablets, self.clock = simulated, tablets, clock
        self.alone: list[tuple[Interview, bytes]] = []
        self.slips: dict[str, Interview] = {}

    def send_all(self, tell: Tell) -> None:
        """Every interview in the order of its arrival, but for those that come late."""
        from surveys.simulation.incidents import CLOSING

        in_time = [way for way in self._ways() if way[0] < CLOSING]
        for number, way in enumerate(in_time, start=1):
            self._send(*way)
            if number % TOLD_EVERY == 0 or number == len(in_time):
                tell(f"   {number} of {len(in_time)} interviews sent by tablets")

    def send_late(self) -> None:
        """Interviews from tablets that found no network before the survey closed."""
        from surveys.simulation.incidents import CLOSING

        for way in self._ways():
            if way[0] >= CLOSING:
                self._send(*way)

    def _ways(self) -> list[tuple[datetime, int, Interview]]:
        """When each interview arrives, and its place among all, by arrival."""
        from surveys.simulation.incidents import arrival
        from surveys.simulation.survey import ARRIVALS

        random = self.simulated.random(ARRIVALS)
        held = sorted(self.simulated.interviews, key=lambda each: (each.ended, each.row))
        ways = [
            (arrival(each.ended, place, random), place, each) for place, each in enumerate(held)
        ]
        return sorted(ways, key=lambda way: way[:2])

    def _send(self, moment: datetime, place: int, interview: Interview) -> None:
        from surveys.simulation import incidents
        from surveys.simulation.paradata import audit_of, named_audit
        from surveys.simulation.survey import RECORDS

        xml = self.simulated.submission(interview)
        if ALONE in xml:
            self.alone.append((interview, xml))
            return
        self.clock.go_to(moment)
        tablet = self.tablets[interview.interviewer]
        random = self.simulated.random(RECORDS, interview.row)
        files = {}
        if named_audit(xml) and not incidents.befalls("file lost", place):
            record = audit_of(
                self.simulated.questionnaire, xml, interview.started, interview.ended, random
            )
            files = {AUDIT_FILE: record}
        sent = self._as_it_went(place, interview, xml)
        if files and incidents.befalls("split", place):
            _must(tablet.send(sent, more=True))
        if incidents.befalls("cut off", place):
            _refused(tablet, sent[: len(sent) // 2], HTTPStatus.BAD_REQUEST)
        _must(tablet.send(sent, files))
        self._afterwards(tablet, place, sent, incidents.new_id(random))

    def _as_it_went(self, place: int, interview: Interview, xml: bytes) -> bytes:
        from surveys.simulation import incidents

        if incidents.befalls("old form", place):
            return incidents.of_old_form(xml)
        if incidents.befalls("wrong case", place):
            return incidents.of_wrong_case(xml)
        if incidents.befalls("slip", place):
            slipped = incidents.with_slip(xml, place)
            self.slips[instance_of(slipped)] = interview
            return slipped
        return xml

    def _afterwards(self, tablet: Tablet, place: int, sent: bytes, further: str) -> None:
        """Sent twice, changed on the tablet, or corrected in the way that is meant for it."""
        from surveys.simulation import incidents

        self.clock.wait(600)
        if incidents.befalls("sent again", place):
            _must(tablet.send(sent))
        if incidents.befalls("other content", place):
            _refused(tablet, incidents.with_note(sent, MENDED), HTTPStatus.CONFLICT)
        if incidents.befalls("edit of nothing", place):
            edit = succeeding(sent, further, "uuid:none")
            _refused(tablet, edit, HTTPStatus.NOT_FOUND)
        if incidents.befalls("corrected", place):
            edit = succeeding(incidents.with_note(sent, CORRECTED), further, instance_of(sent))
            _must(tablet.send(edit))

    def mend(self, submission: Submission) -> None:
        """What came back to the interviewer is sent again as it should have been."""
        from surveys.simulation.incidents import new_id, with_note
        from surveys.simulation.survey import RECORDS

        interview = self.slips[submission.instance_id]
        random = self.simulated.random(RECORDS, interview.row, 1)
        whole = with_note(self.simulated.submission(interview), MENDED)
        edit = succeeding(whole, new_id(random), submission.versions.latest().instance_id)
        _must(self.tablets[interview.interviewer].send(edit))

    def hold_again(self, case_id: str) -> None:
        """A colleague of the same city asks the person again; who was never asked says other things."""
        from surveys.simulation.fieldwork import INTERVIEWERS_PER_CITY, interviewer_code
        from surveys.simulation.incidents import new_id, retold
        from surveys.simulation.survey import SECOND

        first = self._interview_of(case_id)
        if first is None:
            return  # somebody who answered alone
        city, place = divmod(first.interviewer, INTERVIEWERS_PER_CITY)
        colleague = city * INTERVIEWERS_PER_CITY + (place + 1) % INTERVIEWERS_PER_CITY
        ended = self.clock.now().astimezone(first.ended.tzinfo)
        started = ended - (first.ended - first.started)
        random = self.simulated.random(SECOND, first.row)
        again = replace(first, copied_from=None, started=started, ended=ended)
        xml = retold(
            self.simulated.submission(again),
            instance_id=new_id(random),
            interviewer=interviewer_code(colleague),
            random=random,
        )
        self.clock.wait(480)
        _must(self.tablets[colleague].send(xml))

    def _interview_of(self, case_id: str) -> Interview | None:
        units, held = self.simulated.units, self.simulated.interviews
        return next((each for each in held if units[each.row].case_id == case_id), None)


def instance_of(xml: bytes) -> str:
    """The instance ID in an interview."""
    from surveys.collection.answers import parse_submission

    return parse_submission(xml).instance_id


def _must(status: int, expected: int = HTTPStatus.CREATED) -> None:
    if status != expected:
        raise NotTaken(f"answered {status}, expected {expected}")


def _refused(tablet: Tablet, xml: bytes, expected: int) -> None:
    """Send what the portal must not take; that it says so is nothing to report."""
    log = logging.getLogger("django.request")
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        _must(tablet.send(xml), expected)
    finally:
        log.setLevel(level)
