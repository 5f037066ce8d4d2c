"""One submission read from its XML; nothing about its content is judged here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from surveys.errors import Problem, SurveyError, raise_if_any
from surveys.instrument.safe_xml import Element, XmlRefused, child, local_name, parse_xml

MAX_BYTES = 2_000_000
MAX_NODES = 20_000
MAX_ID = 200


@dataclass(frozen=True, eq=False)
class ParsedSubmission:
    """The envelope of a submission and its element tree.

    `deprecated_id` names the version it replaces ("" for a new interview). Times keep the offset
    of the device that wrote them; they are None where absent or unreadable.
    """

    form_id: str
    version: str
    instance_id: str
    deprecated_id: str
    started: dt.datetime | None
    ended: dt.datetime | None
    today: dt.date | None
    root: Element

    @property
    def day(self) -> dt.date | None:
        """The day of the interview on the device: its own `today`, else the day of its times."""
        moment = self.started or self.ended
        return self.today or (moment.date() if moment else None)


def parse_submission(xml: bytes) -> ParsedSubmission:
    """The submission; SurveyError when it is no safe XML, or has no form id or instance ID."""
    try:
        root = parse_xml(xml, MAX_BYTES)
    except XmlRefused as refused:
        raise SurveyError([Problem("submission_unreadable", "XML", str(refused))]) from refused
    nodes = sum(1 for _ in root.iter())
    if nodes > MAX_NODES:
        raise SurveyError([Problem("submission_unreadable", "XML", f"{nodes} nodes")])
    meta = child(root, "meta")
    instance_id = _text(meta, "instanceID") or str(root.get("instanceID", "")).strip()
    form_id = str(root.get("id", "")).strip()
    _refuse_nameless(local_name(root), form_id, instance_id)
    return ParsedSubmission(
        form_id=form_id,
        version=str(root.get("version", "")),
        instance_id=instance_id,
        deprecated_id=_text(meta, "deprecatedID"),
        started=_moment(_text(root, "start")),
        ended=_moment(_text(root, "end")),
        today=_day(_text(root, "today")),
        root=root,
    )


def _refuse_nameless(root: str, form_id: str, instance_id: str) -> None:
    problems = []
    if not form_id or len(form_id) > MAX_ID:
        problems.append(Problem("submission_form_id", f"{root} › id", repr(form_id[:40])))
    if not instance_id or len(instance_id) > MAX_ID:
        where = f"{root} › meta › instanceID"
        problems.append(Problem("submission_instance_id", where, repr(instance_id[:40])))
    raise_if_any(problems)


def _text(parent: Element | None, name: str) -> str:
    found = child(parent, name) if parent is not None else None
    return (found.text or "").strip() if found is not None else ""


def _moment(written: str) -> dt.datetime | None:
    """A time with its offset; one without offset, or outside what UTC can hold, is unreadable."""
    try:
        moment = dt.datetime.fromisoformat(written)
        moment.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else None


def _day(written: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(written[:10])
    except ValueError:
        return None
