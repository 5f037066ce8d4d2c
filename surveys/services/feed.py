"""The answers of a survey for machines, in the order in which they changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from surveys import queries
from surveys.models import ApiKey, InstrumentVersion, Review, Submission
from surveys.queries.settled import settled_until

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a reader is: after this change, and after this row among changes of one moment."""

    moment: dt.datetime = EPOCH
    number: int = 0

    def __str__(self) -> str:
        return f"{(self.moment - EPOCH) // MICROSECOND}-{self.number}"

    @classmethod
    def read(cls, text: str) -> Cursor:
        """The cursor of a text; ValueError where it is none."""
        moment, dash, number = text.partition("-")
        digits = dash and moment.isascii() and moment.isdigit() and number.isdigit()
        if not digits or len(text) > 40:
            raise ValueError(text)
        return cls(EPOCH + int(moment) * MICROSECOND, int(number))


@dataclass(frozen=True, slots=True)
class FeedPage:
    """Some changes, where to go on, and whether more wait already."""

    submissions: list[dict[str, Any]]
    cursor: Cursor
    more: bool


FILTERS = {
    "state": "state",
    "case": "unit__case_id",
    "instance_id": "instance_id",
    "form_version": "instrument__version",
}
"""What a reader may narrow the feed by, and the field that it stands for."""


def feed_page(
    *, key: ApiKey, since: Cursor, limit: int, wanted: Mapping[str, str] | None = None
) -> FeedPage:
    """The changes after the cursor; without the pilot, whose interviews stay apart."""
    from surveys.exports.cases import CaseReader

    after = Q(changed_at__gt=since.moment) | Q(changed_at=since.moment, pk__gt=since.number)
    settled = Q(changed_at__lte=settled_until())
    rows = list(
        _seen(key)
        .filter(after, settled, changed_at__gte=since.moment)
        .filter(**{FILTERS[name]: value for name, value in (wanted or {}).items()})
        .order_by("changed_at", "pk")
        .annotate(case=F("unit__case_id"))
        .values(
            "pk", "instance_id", "instrument_id", "row", "repeats", "state", "edits",
            "received_at", "changed_at", "case",
        )[: limit + 1]
    )  # fmt: skip
    shown = rows[:limit]
    versions = InstrumentVersion.objects.defer("workbook", "xform").in_bulk(
        {row["instrument_id"] for row in shown} - {None}
    )
    reader = CaseReader()
    cursor = Cursor(shown[-1]["changed_at"], shown[-1]["pk"]) if shown else since
    told = [_told(row, versions, key, reader) for row in shown]
    return FeedPage(told, cursor, len(rows) > limit)


def _seen(key: ApiKey) -> QuerySet[Submission]:
    """What the key may see, with those interviews that were approved once: they are taken back."""
    interviews = key.survey.submissions.filter(pilot=False)
    if key.all_states:
        return interviews
    once = Review.objects.filter(submission=OuterRef("pk"), state=Submission.State.APPROVED)
    return interviews.filter(Q(state=Submission.State.APPROVED) | Exists(once))


def _told(
    row: Mapping[str, Any],
    versions: Mapping[int, InstrumentVersion],
    key: ApiKey,
    reader: Any,
) -> dict[str, Any]:
    from surveys.exports.cases import Interview

    told = {
        "instance_id": row["instance_id"],
        "state": row["state"],
        "received_at": row["received_at"].isoformat(),
        "changed_at": row["changed_at"].isoformat(),
        "edits": row["edits"],
    }
    if not key.all_states and row["state"] != Submission.State.APPROVED:
        return told | {"withdrawn": True}
    version = versions.get(row["instrument_id"])
    questionnaire = queries.questionnaire_of(version) if version else None
    known = {"KEY": row["instance_id"]}
    case = reader.read(Interview(questionnaire, row["row"], row["repeats"], known))
    return told | {
        "case": row["case"] or "",
        "form_version": version.version if version else "",
        "answers": _plain(case.main),
        "repeats": {
            path: [
                {**_plain(entry), "key": entry["@KEY"], "parent_key": entry["@PARENT_KEY"]}
                for entry in entries
            ]
            for path, entries in case.repeats.items()
        },
    }


def _plain(entry: Mapping[str, str | None]) -> dict[str, str | None]:
    return {path: text for path, text in entry.items() if not path.startswith("@")}
