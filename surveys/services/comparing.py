"""Interviews compared with others of the same interviewer: near-duplicates are told as notices.

A routine does this after the intake, so that nobody who sends waits for it. Each interview is
compared once, with the latest `COMPARED_WITH` before it.
"""

from __future__ import annotations

from collections import deque

from django.db import transaction

from surveys.collection.fieldwork import DUPLICATE_SHARE, answered, similarity
from surveys.models import InstrumentVersion, Submission
from surveys.queries import questionnaire_of
from surveys.services.measuring import flag_mark, layout_of

COMPARED_WITH = 200
AT_ONCE = 500
IN_ONE_TRANSACTION = 20
CODE = "near_duplicate"
Earlier = deque[tuple[str, dict[str, str]]]
"""Instance IDs and answers, the newest last."""


def compare_waiting() -> int:
    """Compare what nobody compared yet, the oldest first; returns how many."""
    waiting = (
        Submission.objects.filter(compared=False, checked_at__isnull=False)
        .order_by("pk")
        .values_list("survey", "interviewer", "pk")[:AT_ONCE]
    )
    groups: dict[tuple[int, int | None], list[int]] = {}
    for survey, interviewer, key in waiting:
        groups.setdefault((survey, interviewer), []).append(key)
    for (survey, interviewer), keys in groups.items():
        if interviewer is None:
            Submission.objects.filter(pk__in=keys).update(compared=True)
        else:
            _compare_all(survey, interviewer, keys)
    return sum(map(len, groups.values()))


def _compare_all(survey: int, interviewer: int, keys: list[int]) -> None:
    """Compare one interviewer's interviews; the answers of those before are read once for all."""
    asked = _Asked()
    before = Submission.objects.filter(survey=survey, interviewer=interviewer, pk__lt=keys[0])
    newest = before.order_by("-pk").values_list("instance_id", "row", "instrument")[:COMPARED_WITH]
    earlier: Earlier = deque(
        ((name, answered(row, asked[version])) for name, row, version in reversed(newest)),
        maxlen=COMPARED_WITH,
    )
    for start in range(0, len(keys), IN_ONE_TRANSACTION):
        _compare_some(keys[start : start + IN_ONE_TRANSACTION], earlier, asked)


class _Asked(dict[int | None, frozenset[str]]):
    """The questions of each version of a questionnaire, by its key; none of an unknown one."""

    def __missing__(self, version: int | None) -> frozenset[str]:
        found = InstrumentVersion.objects.defer("workbook", "xform").filter(pk=version).first()
        self[version] = layout_of(questionnaire_of(found)).asked if found else frozenset()
        return self[version]


@transaction.atomic
def _compare_some(keys: list[int], earlier: Earlier, asked: _Asked) -> None:
    waiting = list(Submission.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    for submission in waiting:
        answers = answered(submission.row, asked[submission.instrument_id])
        share, instance_id = _likest(answers, earlier)
        earlier.append((submission.instance_id, answers))
        if share >= DUPLICATE_SHARE and CODE not in submission.flags.split():
            submission.flags = f"{submission.flags} {CODE}".strip()
            submission.notices.append(flag_mark(CODE, f"{share:.0%} {instance_id}"))
            submission.notice_count = len(submission.notices)
            submission.save(update_fields=["flags", "notices", "notice_count"])
    Submission.objects.filter(pk__in=keys).update(compared=True)


def _likest(answers: dict[str, str], earlier: Earlier) -> tuple[float, str]:
    """The largest share of equal answers, and the instance ID of the newest interview that has it."""
    shares = ((similarity(answers, other) or 0.0, name) for name, other in reversed(earlier))
    return max(shares, key=lambda found: found[0], default=(0.0, ""))
