"""Somebody who goes through a questionnaire page by page, as the pages let them."""

import datetime as dt

from surveys.interviewing import acting
from surveys.interviewing.kept import Kept
from surveys.interviewing.running import Circumstances

BEIJING = dt.timezone(dt.timedelta(hours=8))
NOW = dt.datetime(2021, 4, 6, 9, 0, 12, 345_000, tzinfo=BEIJING)
RECORDED = {
    "start": "2021-04-06T09:00:12.345+08:00",
    "end": "2021-04-06T09:30:12.345+08:00",
    "today": "2021-04-06",
    "deviceid": "",
    "instance_id": "uuid:1",
}


def run(questionnaire, kept=None, **circumstances):
    known = {"now": NOW, "recorded": RECORDED, **circumstances}
    return acting.run(questionnaire, kept or Kept(), Circumstances(**known))


def answered(questionnaire, answers, **circumstances):
    """The interview with these answers by key."""
    return run(questionnaire, Kept(answers), **circumstances)


def answer_page(running, number, respondent):
    """The interview after everything on the page is answered, also what the answers opened."""
    asked = set()
    while True:
        waiting = [
            place
            for place in running.shown(running.pages[number])
            if place.question.asked and place.key not in asked
        ]
        if not waiting:
            return running
        place = waiting[0]
        asked.add(place.key)
        known = {place.slot.node.name: place.value for place in running.places.values()}
        answer = str(respondent(place.question, place.choices, known))
        kept = acting.after_answers(running, {**running.drawn(), place.key: answer})
        running = acting.run(running.questionnaire, kept, running.circumstances)


def go_through(questionnaire, respondent, **circumstances):
    """The interview after the last page; every page must be without fault when it is left."""
    running = run(questionnaire, **circumstances)
    number = running.neighbour(-1, 1)
    while number < len(running.pages):
        running = answer_page(running, number, respondent)
        assert running.faults(running.shown(running.pages[number])) == {}
        number = running.neighbour(number, 1)
    return running
