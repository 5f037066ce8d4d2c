"""Lists of panel members: compared with what is stored, then taken over, and taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from surveys.errors import Problem, SurveyError
from surveys.imports.member_list import MemberLine, read_member_list
from surveys.models import Contact, Panel, PanelMember, SampleUnit, Survey, UnitImport
from surveys.services import lists
from surveys.services.differences import (
    Difference,
    Preview,
    difference,
    shared_numbers,
    told_values,
)

FIELDS = ("state", "language", "consented_on", "stratum", "psu", "base_weight")


def compare_members(
    *, panel: Panel, content: bytes, filename: str, sources: QuerySet[Survey]
) -> Preview[MemberLine]:
    """The list beside the panel; SurveyError where the file is no table of people.

    `sources` are the surveys whose cases may be named as those that members come from.
    """
    members = {each.member_id: each for each in panel.members.select_related("contact")}
    withdrawn = PanelMember.State.WITHDRAWN
    gone = {name for name, each in members.items() if each.state == withdrawn}
    lines, problems = read_member_list(content, filename, [*dict(settings.LANGUAGES)], gone)
    cases = _cases(lines, sources)
    recruited = {each.recruited_from_id: each for each in members.values()}
    new: list[MemberLine] = []
    known: list[Difference[MemberLine]] = []
    contacts: dict[str, Mapping[str, str]] = {}
    for line in lines:
        case = cases.get(line.recruited_from or "")
        there = recruited.get(case) if case else None
        member = members.get(line.member_id) if line.member_id else there
        problems += _of_source(line, filename, case, None if there == member else there)
        if member is None:
            new.append(line)
        elif member.state != withdrawn:
            told = _told(line, member, case)
            known.append(difference(line, member, told, line.contact))
        contacts[member.member_id if member else line.name] = line.contact or {}
    stored = Contact.objects.filter(member__panel=panel)
    shared = shared_numbers(stored, "member__member_id", contacts)
    return Preview(new, known, problems, shared, cases)


def _cases(lines: Iterable[MemberLine], sources: QuerySet[Survey]) -> dict[str, int]:
    """The keys of the cases that the lines name."""
    slugs = {(line.recruited_from or "").partition("/")[0] for line in lines} - {""}
    named = SampleUnit.objects.filter(survey__in=sources.values("pk"), survey__slug__in=slugs)
    rows = named.values_list("survey__slug", "case_id", "pk").iterator(chunk_size=2000)
    return {f"{slug}/{case_id}": pk for slug, case_id, pk in rows}


def _of_source(
    line: MemberLine, filename: str, case: int | None, taken: PanelMember | None
) -> list[Problem]:
    place = f"{filename} › row {line.line} › recruited_from"
    if line.recruited_from and case is None:
        return [Problem("member_source", place, line.recruited_from)]
    if taken is not None:
        return [Problem("member_source_taken", place, taken.member_id)]
    return []


def _told(line: MemberLine, member: PanelMember, case: int | None) -> dict[str, Any]:
    told = told_values(line, FIELDS)
    if case is not None:
        told["recruited_from_id"] = case
    if line.attributes:
        told["attributes"] = {**member.attributes, **line.attributes}
    return told


@transaction.atomic
def apply_members(*, kept: UnitImport, sources: QuerySet[Survey]) -> Preview[MemberLine]:
    """Store what the list says; SurveyError, and nothing stored, where it has problems by now."""
    panel = Panel.objects.select_for_update().get(pk=kept.panel_id)
    kept = lists.waiting_import(kept)
    seen = compare_members(panel=panel, sources=sources, **lists.file_of(kept))
    lists.store(kept, seen, lambda line: _member(panel, line, seen.keys))
    return seen


def _member(panel: Panel, line: MemberLine, cases: Mapping[str, int]) -> PanelMember:
    told = told_values(line, FIELDS)
    if line.member_id:
        told["member_id"] = line.member_id
    return PanelMember(
        panel=panel,
        recruited_from_id=cases.get(line.recruited_from or ""),
        attributes=dict(line.attributes),
        **told,
    )


@transaction.atomic
def undo_members(*, kept: UnitImport) -> None:
    """Take out the members that the last import made, and put back what it changed."""
    panel = Panel.objects.select_for_update().get(pk=kept.panel_id)
    lists.refuse_earlier(kept)
    made = panel.members.filter(pk__in=kept.made)
    used = list(
        made.filter(units__isnull=False).distinct().values_list("member_id", flat=True)[:10]
    )
    if used:
        raise SurveyError([Problem("members_in_use", panel.name, ", ".join(used))])
    lists.take_back(kept, made, panel.members.exclude(state=PanelMember.State.WITHDRAWN))
