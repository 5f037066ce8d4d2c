"""Panels as pages show them: members, and how many are still there in each wave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, Q, QuerySet

from surveys.models import Panel, PanelMember, SampleUnit, Survey, Wave
from surveys.queries import newest_version, questionnaire_of
from surveys.queries.units import IN_USE, interviews_of_case


def panels(survey: Survey) -> QuerySet[Panel]:
    """The panels of a survey with the number of members in each state, and of waves."""
    counts = {
        state: Count("members", filter=Q(members__state=state), distinct=True)
        for state in PanelMember.State.values
    }
    return survey.panels.annotate(**counts, wave_count=Count("waves", distinct=True)).order_by(
        "name"
    )


def members(panel: Panel, wanted: Mapping[str, str]) -> QuerySet[PanelMember]:
    """The members that the filters leave, with the number of waves they were asked in."""
    rows = panel.members.select_related("recruited_from__survey")
    if wanted.get("member"):
        rows = rows.filter(member_id__icontains=wanted["member"])
    if wanted.get("state"):
        rows = rows.filter(state=wanted["state"])
    if wanted.get("consent"):
        rows = rows.filter(consented_on__isnull=wanted["consent"] == "no")
    return rows.annotate(asked=Count("units")).order_by("member_id")


def cases_of(member: PanelMember) -> QuerySet[SampleUnit]:
    """The cases that a member was in the waves, in their order."""
    cases = member.units.select_related("survey", "wave")
    return cases.annotate(interviewed=Exists(interviews_of_case())).order_by("wave__number")


def strata_of_members(panel: Panel) -> list[str]:
    """The strata of a panel's members in the order of their names."""
    rows = panel.members.exclude(stratum="").order_by("stratum")
    return list(rows.values_list("stratum", flat=True).distinct())


@dataclass(frozen=True, slots=True)
class Attrition:
    """A wave: who was asked and who answered; `closed` have another outcome, `steadfast` answered in
    this and every wave before.

    `withdrawn` of those asked have left by now. Once somebody has `begun`, it cannot be undone.
    """

    wave: Wave
    drawn: int
    answered: int
    closed: int
    open: int
    withdrawn: int
    steadfast: int
    base: int
    begun: bool

    @property
    def response(self) -> float | None:
        """The share of those asked who answered."""
        return self.answered / self.drawn if self.drawn else None

    @property
    def retention(self) -> float | None:
        """The share of the first wave's respondents who have answered in every wave since."""
        return self.steadfast / self.base if self.base else None


def attrition(panel: Panel) -> list[Attrition]:
    """Each wave in order, in three queries."""
    waves = {wave.pk: wave for wave in panel.waves.select_related("survey").order_by("number")}
    cases: dict[int, list[tuple[int | None, bool, str, str]]] = {pk: [] for pk in waves}
    rows = (
        SampleUnit.objects.filter(wave__panel=panel)
        .annotate(interviewed=Exists(interviews_of_case()))
        .values_list("wave", "member", "interviewed", "disposition", "member__state")
    )
    for wave, member, interviewed, disposition, state in rows:
        cases[wave].append((member, interviewed, disposition, state or ""))
    found: list[Attrition] = []
    begun = set(
        panel.waves.filter(units__in=SampleUnit.objects.filter(IN_USE)).values_list("pk", flat=True)
    )
    steadfast: set[int | None] | None = None
    base = 0
    for pk, wave in waves.items():
        answered = {member for member, interviewed, _code, _state in cases[pk] if interviewed}
        steadfast = answered if steadfast is None else steadfast & answered
        base = base or len(answered)
        closed = sum(bool(code) and not held for _member, held, code, _state in cases[pk])
        found.append(
            Attrition(
                wave=wave,
                drawn=len(cases[pk]),
                answered=len(answered),
                closed=closed,
                open=len(cases[pk]) - len(answered) - closed,
                withdrawn=sum(state == "withdrawn" for *_case, state in cases[pk]),
                steadfast=len(steadfast),
                base=base,
                begun=pk in begun,
            )
        )
    return found


def question_names(surveys: Iterable[Survey]) -> set[str]:
    """The names of the questions that the newest questionnaires of these surveys ask."""
    newest = [newest_version(survey) for survey in surveys]
    return {
        question.name
        for version in newest
        if version
        for question in questionnaire_of(version).questions.values()
    }
