"""Waves: members of a panel become cases of a survey, which may know what they said before."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from portal.models import User
from surveys.errors import Problem, SurveyError
from surveys.models import Panel, PanelMember, SampleUnit, Submission, Survey, Wave
from surveys.queries.units import IN_USE, INTERVIEWED
from surveys.services.batches import BATCH
from surveys.services.invitations import invite


@dataclass(frozen=True, slots=True)
class Choice:
    """Who is asked: of those who may be, a stratum, those with an interview in a wave, and of
    these a random part of this size.
    """

    stratum: str = ""
    answered: int | None = None
    size: int | None = None
    seed: int = 1

    def of(self, panel: Panel) -> tuple[list[PanelMember], float]:
        """The members chosen, and by how much the draw multiplies their weights."""
        able = members_to_ask(panel)
        if self.stratum:
            able = able.filter(stratum=self.stratum)
        if self.answered is not None:
            held = Submission.objects.filter(
                unit__member=OuterRef("pk"), unit__wave__number=self.answered, state__in=INTERVIEWED
            )
            able = able.filter(Exists(held))
        members = list(able.order_by("member_id"))
        if self.size is None or self.size >= len(members):
            return members, 1.0
        drawn = random.Random(self.seed).sample(members, self.size)  # noqa: S311  no secret
        return sorted(drawn, key=lambda each: each.member_id), len(members) / self.size


def members_to_ask(panel: Panel) -> QuerySet[PanelMember]:
    """Active members who have agreed to be asked again."""
    return panel.members.filter(state=PanelMember.State.ACTIVE, consented_on__isnull=False)


@dataclass(frozen=True, slots=True)
class Carried:
    """Earlier answers that the cases are to know: questions by the name under which they are
    known, and the surveys whose answers may be read for it.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    sources: QuerySet[Survey] = field(default_factory=Survey.objects.none)

    def of(self, panel: Panel) -> dict[int, dict[str, str]]:
        """By member, what they answered last to each question."""
        known: dict[int, dict[str, str]] = {}
        if not self.names:
            return known
        interviews = Submission.objects.filter(
            Q(unit__member__panel=panel) | Q(unit__recruits__panel=panel),
            survey__in=self.sources.values("pk"),
            state__in=INTERVIEWED,
            pilot=False,
        ).order_by("pk")
        members = set(panel.members.values_list("pk", flat=True))
        rows = interviews.values_list("unit__member", "unit__recruits", "row")
        for member, recruit, row in rows.iterator(chunk_size=500):
            told = {name: row[asked] for name, asked in self.names.items() if row.get(asked)}
            for person in members & {member, recruit}:
                known.setdefault(person, {}).update(told)
        return known


@transaction.atomic
def draw_wave(
    *,
    panel: Panel,
    survey: Survey,
    actor: User | None,
    choice: Choice | None = None,
    carried: Carried | None = None,
    inviting: bool = True,
    expires_at: datetime | None = None,
) -> Wave:
    """The members chosen as cases of the survey, with a personal link each where they are invited.

    SurveyError, and nothing stored, where nobody can be asked.
    """
    Panel.objects.select_for_update().get(pk=panel.pk)
    choice, carried = choice or Choice(), carried or Carried()
    members, factor = choice.of(panel)
    if not members:
        raise SurveyError([Problem("wave_of_nobody", panel.name, "0")])
    number = (panel.waves.aggregate(last=Max("number"))["last"] or 0) + 1
    wave = Wave.objects.create(
        panel=panel, survey=survey, number=number, carried=dict(carried.names), drawn_by=actor
    )
    known = carried.of(panel)
    units = [_case(wave, member, factor, known.get(member.pk, {})) for member in members]
    _refuse_taken(survey, units)
    SampleUnit.objects.bulk_create(units, batch_size=BATCH)
    if inviting:
        languages = {unit.pk: member.language for unit, member in zip(units, members, strict=True)}
        invite(survey=survey, units=units, languages=languages, expires_at=expires_at)
    return wave


def _case(wave: Wave, member: PanelMember, factor: float, known: Mapping[str, str]) -> SampleUnit:
    return SampleUnit(
        survey=wave.survey,
        wave=wave,
        member=member,
        case_id=f"{member.member_id}-{wave.number}",
        stratum=member.stratum or wave.panel.name[:64],
        psu=member.psu or member.member_id,
        base_weight=member.base_weight * factor,
        attributes={**member.attributes, **known},
        pilot=wave.survey.state == Survey.State.PILOT,
    )


def _refuse_taken(survey: Survey, units: list[SampleUnit]) -> None:
    """Another panel may have members of the same names."""
    present = set(survey.units.values_list("case_id", flat=True))
    taken = [unit.case_id for unit in units if unit.case_id in present]
    if taken:
        raise SurveyError([Problem("wave_case_taken", survey.slug, ", ".join(taken[:10]))])


@transaction.atomic
def take_back_wave(*, wave: Wave) -> None:
    """Take out the last wave with its cases; SurveyError once somebody has begun with it."""
    panel = Panel.objects.select_for_update().get(pk=wave.panel_id)
    if panel.waves.filter(number__gt=wave.number).exists():
        raise SurveyError([Problem("wave_not_the_last", panel.name, str(wave.number))])
    used = list(wave.units.filter(IN_USE).distinct().values_list("case_id", flat=True)[:10])
    if used:
        raise SurveyError([Problem("wave_in_use", panel.name, ", ".join(used))])
    wave.units.all().delete()
    wave.delete()
