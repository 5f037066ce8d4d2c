"""Lists of panel members: compared with what is stored, then taken over, and taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from surveys.errors import Problem, SurveyError, raise_if_any
from surveys.imports.member_list import MemberLine, read_member_list
from surveys.models import Contact, Panel, PanelMember, SampleUnit, Survey, UnitImport
from surveys.services import lists

FIELDS = ("state", "language", "consented_on", "stratum", "psu", "base_weight")
Preview = lists.Preview[MemberLine]


def compare_members(
    *, panel: Panel, content: bytes, filename: str, sources: QuerySet[Survey]
) -> Preview:
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
    known: list[lists.Difference[MemberLine]] = []
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
            known.append(lists.difference(line, member, told, line.contact))
        contacts[member.member_id if member else line.name] = line.contact or {}
    changed = [each for each in known if each.values or each.contact_names]
    stored = lists.stored_indices(Contact.objects.filter(member__panel=panel), "member__member_id")
    shared = lists.shared_numbers(stored, contacts)
    return lists.Preview(new, changed, len(known) - len(changed), problems, shared, cases)


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
    told = {name: value for name in FIELDS if (value := getattr(line, name)) is not None}
    if case is not None:
        told["recruited_from_id"] = case
    if line.attributes:
        told["attributes"] = {**member.attributes, **line.attributes}
    return told


@transaction.atomic
def apply_members(*, kept: UnitImport, sources: QuerySet[Survey]) -> Preview:
    """Store what the list says; SurveyError, and nothing stored, where it has problems by now."""
    panel = Panel.objects.select_for_update().get(pk=kept.panel_id)
    kept = lists.waiting_import(kept)
    found = compare_members(
        panel=panel, content=lists.content_of(kept), filename=kept.filename, sources=sources
    )
    raise_if_any(found.problems)
    kept.before = _written(lists.change(found.changed))
    kept.made = lists.store_new(
        found.new, lambda line: _member(panel, line, found.known), lambda line: line.contact
    )
    kept.sealed_content, kept.applied_at = b"", timezone.now()
    kept.save()
    return found


def _member(panel: Panel, line: MemberLine, cases: Mapping[str, int]) -> PanelMember:
    told = {name: value for name in FIELDS if (value := getattr(line, name)) is not None}
    if line.member_id:
        told["member_id"] = line.member_id
    return PanelMember(
        panel=panel,
        recruited_from_id=cases.get(line.recruited_from or ""),
        attributes=dict(line.attributes),
        **told,
    )


def _written(before: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """What was replaced, as JSON holds it: days as text, which the model reads again."""
    return {
        key: {name: str(old) if name == "consented_on" and old else old
              for name, old in values.items()}
        for key, values in before.items()
    }  # fmt: skip


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
    made.delete()
    still = panel.members.exclude(state=PanelMember.State.WITHDRAWN)
    members = still.select_related("contact").in_bulk([*map(int, kept.before)])
    lists.put_back(members, kept.before)
    kept.undone_at = timezone.now()
    kept.save(update_fields=["undone_at"])
