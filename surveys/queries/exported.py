"""Interviews as exports write them: their answers, and what the portal knows of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator, Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from portal.vault import blind_index
from surveys.models import Attachment, Submission, SubmissionVersion

if TYPE_CHECKING:
    from surveys.exports.cases import Case
    from surveys.instrument.questionnaire import Questionnaire

CHUNK = 500


def exported_cases(
    submissions: QuerySet[Submission],
    questionnaires: Mapping[int, Questionnaire],
    *,
    identifiers: bool,
) -> Generator[Case, None, None]:
    """The interviews one after the other, with one query for all."""
    from surveys.exports.cases import CaseReader, Interview

    reader = CaseReader()
    newest = SubmissionVersion.objects.filter(submission=OuterRef("pk")).order_by("-number")
    rows = submissions.annotate(
        current=Subquery(newest.values("instance_id")[:1]),
        expected=_attachments(Q(expected=True)),
        present=_attachments(Q(expected=True, blob__isnull=False)),
        case=F("unit__case_id"), stratum=F("unit__stratum"), psu=F("unit__psu"),
        weight=F("unit__base_weight"), member=F("unit__member__member_id"),
        wave=F("unit__wave__number"), form_version=F("instrument__version"),
        key_label=F("key__label"), first=F("interviewer__first_name"), last=F("interviewer__last_name"),
    ).values(
        "instance_id", "instrument_id", "row", "repeats", "state", "edits", "received_at",
        "interviewer_id", "key_id", "current", "expected", "present", "case", "stratum", "psu",
        "weight", "member", "wave", "form_version", "key_label", "first", "last",
    )  # fmt: skip
    devices = {pk: _device_question(each) for pk, each in questionnaires.items()}
    known_of = _known if identifiers else _known_without_names
    for each in rows.iterator(chunk_size=CHUNK):
        questionnaire = questionnaires.get(each["instrument_id"])
        device = each["row"].get(devices.get(each["instrument_id"], "")) or ""
        known = {"DeviceID": device} | known_of(each)
        yield reader.read(Interview(questionnaire, each["row"], each["repeats"], known))


def _attachments(condition: Q) -> Subquery:
    counted = (
        Attachment.objects.filter(condition, submission=OuterRef("pk"))
        .order_by()
        .values("submission")
        .annotate(number=Count("pk"))
    )
    return Subquery(counted.values("number"))


def _device_question(questionnaire: Questionnaire) -> str:
    questions = questionnaire.questions.values()
    return next((question.name for question in questions if question.kind == "deviceid"), "")


def _known(each: dict[str, Any]) -> dict[str, str]:
    """What the portal knows of an interview, by the names of ODK Central where it has them."""
    moment = each["received_at"].astimezone(dt.UTC).isoformat(timespec="milliseconds")
    weight = each["weight"]
    return {
        "SubmissionDate": moment.replace("+00:00", "Z"),
        "meta-instanceID": each["current"] or each["instance_id"],
        "KEY": each["instance_id"],
        "SubmitterID": str(each["interviewer_id"] or each["key_id"] or ""),
        "SubmitterName": f"{each['first'] or ''} {each['last'] or ''}".strip()
        or each["key_label"]
        or "",
        "AttachmentsPresent": str(each["present"] or 0),
        "AttachmentsExpected": str(each["expected"] or 0),
        "ReviewState": each["state"],
        "Edits": str(each["edits"]),
        "FormVersion": each["form_version"] or "",
        "CaseID": each["case"] or "",
        "Stratum": each["stratum"] or "",
        "PSU": each["psu"] or "",
        "BaseWeight": "" if weight is None else repr(weight),
        "MemberID": each["member"] or "",
        "Wave": "" if each["wave"] is None else str(each["wave"]),
    }


def _known_without_names(each: dict[str, Any]) -> dict[str, str]:
    """The same of an interview that nobody shall find again: other keys, and the day only."""
    known = _known(each)
    member = known["MemberID"] and blind_index(known["MemberID"], "surveys.export.member")[:32]
    return known | {
        "KEY": blind_index(known["KEY"], "surveys.export")[:32],
        "MemberID": member,
        "SubmissionDate": known["SubmissionDate"][:10],
    }
