"""A small panel of synthetic people: some of those interviewed are asked again in two waves, on web
pages; some leave, move away or do not answer.
"""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from django.db import transaction

from surveys.demo.clock import Clock
from surveys.demo.respondents import Respondent
from surveys.models import Member, Panel, PanelMember, Survey, Wave
from surveys.services.instruments import import_instrument, publish_instrument
from surveys.services.invitations import leave_link_of, link_of, mark_sent
from surveys.services.life import keep_consent, set_dates
from surveys.services.lists import keep_import
from surveys.services.member_imports import apply_members
from surveys.services.panels import begin_panel, change_member
from surveys.services.recruiting import recruits_of_interviews
from surveys.services.review import approve_submissions
from surveys.services.teams import set_role
from surveys.services.waves import Carried, Choice, draw_wave

if TYPE_CHECKING:
    from portal.models import User

SLUG = "nse-2022-panel"
TITLES = {
    "en": "Panel of workers in non-standard employment: half-yearly follow-up (synthetic)",
    "zh-hans": "非标准就业劳动者追踪调查：每半年一次（模拟数据）",
}
CONSENT = {
    "en": (
        "You agreed to be asked again. The questions take about two minutes. Taking part is "
        "voluntary, and you can leave the panel at any time. This is a demonstration: do not enter "
        "anything about a real person."
    ),
    "zh-hans": (
        "您曾同意接受回访，本次约需2分钟。参加与否完全自愿，您可随时退出。"
        "本站为演示，请勿填写任何真实个人的信息。"
    ),
}
NAME = "Synthetic workers · 模拟劳动者"
MEMBERS = 14
FIRST_WAVE, SECOND_WAVE = timedelta(days=182), timedelta(days=365)
"""How long after the survey has closed."""
SILENT = {1: (5, 9), 2: (3, 8)}
LEAVING = {1: 7, 2: 4}
"""Places of those who do not answer, and who leave by their link, by wave."""
MOVED = 2
SEED = 2022


@transaction.atomic
def gather_panel(survey: Survey) -> None:
    """The panel of the survey with its two waves, all of it or nothing."""
    from surveys.simulation.incidents import CLOSING

    lead = survey.members.filter(role=Member.Role.LEAD).select_related("user").first()
    if lead is None:
        return
    with Clock(CLOSING + timedelta(days=30)) as clock:
        panel = begin_panel(survey=survey, name=NAME)
        follow_up = _follow_up(survey)
        _join(panel, lead.user)
        first, second = CLOSING + FIRST_WAVE, CLOSING + SECOND_WAVE
        set_dates(survey=follow_up, opens_at=first, closes_at=None, open_link=False)
        clock.go_to(first)
        carried = Carried({"hours": "c_hours"}, Survey.objects.filter(pk=survey.pk))
        wave = draw_wave(panel=panel, survey=follow_up, actor=lead.user, carried=carried)
        _hold(wave, clock, lead.user)
        _move(panel)
        clock.go_to(second)
        carried = Carried({"hours": "hours"}, Survey.objects.filter(pk=follow_up.pk))
        choice = Choice(answered=1)
        wave = draw_wave(
            panel=panel, survey=follow_up, actor=lead.user, choice=choice, carried=carried
        )
        _hold(wave, clock, lead.user)


def _follow_up(survey: Survey) -> Survey:
    """The survey of the waves, with the same team."""
    made = Survey.objects.create(slug=SLUG, titles=TITLES, synthetic=True, state=Survey.State.OPEN)
    for each in survey.members.filter(role=Member.Role.LEAD).select_related("user"):
        set_role(survey=made, user=each.user, role=each.role)
    form = Path(__file__).parents[1] / "fixtures" / "nse" / "follow_up.md"
    version = import_instrument(survey=made, content=form.read_bytes(), filename=form.name)
    publish_instrument(version=version)
    keep_consent(survey=made, texts=CONSENT, actor=None)
    return made


def _join(panel: Panel, lead: User) -> None:
    """Some of those who agreed to be asked again and have left a name."""
    people = recruits_of_interviews(
        survey=panel.survey, question="j_recontact", codes=["1"], consented_on=None
    )
    read = csv.DictReader(io.StringIO(people.decode()))
    chosen = [row for row in read if row.get("name")][:MEMBERS]
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, read.fieldnames or [])
    writer.writeheader()
    writer.writerows(chosen)
    kept = keep_import(
        survey=panel.survey,
        panel=panel,
        filename="panel.csv",
        content=out.getvalue().encode(),
        actor=lead,
    )
    apply_members(kept=kept, sources=Survey.objects.filter(pk=panel.survey_id))


def _move(panel: Panel) -> None:
    """A letter came back."""
    member = panel.members.filter(state=PanelMember.State.ACTIVE).order_by("joined_at", "pk")[MOVED]
    change_member(
        member=member,
        state=PanelMember.State.MOVED,
        language=member.language,
        consented_on=member.consented_on,
        contact={},
    )


def _hold(wave: Wave, clock: Clock, lead: User) -> None:
    """Letters go out; each person does what they do; what came in is approved."""
    invitations = wave.survey.invitations.filter(unit__wave=wave).order_by("unit__member__pk")
    mark_sent(invitations=invitations)
    random = Random(SEED + wave.number)  # noqa: S311  no secret
    begin = clock.now()
    for place, invitation in enumerate(invitations.select_related("unit")):
        if place in SILENT[wave.number]:
            continue
        clock.go_to(begin + timedelta(days=2 + place, hours=19))
        before = float(invitation.unit.attributes.get("hours") or 40)
        visitor = Respondent(clock, place, _answers(before, random), minutes=2)
        if place == LEAVING[wave.number]:
            visitor.follow(leave_link_of(invitation))
            visitor.press()
            continue
        visitor.follow(link_of(invitation))
        visitor.press(decision="yes")
        if visitor.answer():
            visitor.press(do="send")
    clock.wait(86_400)
    approve_submissions(survey=wave.survey, actor=lead)


def _answers(hours: float, random: Random) -> dict[str, str]:
    """What a person says now; hours stay near those of the last time."""
    working = random.random() < 0.9
    return {
        "working": "1" if working else "0",
        "hours": str(max(1.0, min(100.0, hours + random.choice((-6, -2, 0, 0, 3, 5))))),
        "pension": random.choice(("1", "1", "0", "98")),
        "j_recontact": "1",
    }
