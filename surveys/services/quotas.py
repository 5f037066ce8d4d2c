"""Quotas kept and taken away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef

from surveys.models import Quota, Submission, Survey
from surveys.queries.quotas import STRATUM, Counted, quotas_by_stratum
from surveys.services.batches import batches

AT_ONCE, AT_MOST = 200, 10_000

Targets = Mapping[str, Mapping[str, int | None]]
"""By stratum the interviews `wanted`, and those wanted `before`, None where there was no target."""


def keep_quota(
    *, survey: Survey, name: str, conditions: Mapping[str, Sequence[str]], target: int, kind: str
) -> Quota:
    """Keep a quota, or replace the one of this name."""
    fields = {"conditions": dict(conditions), "target": target, "kind": kind}
    return Quota.objects.update_or_create(survey=survey, name=name, defaults=fields)[0]


def keep_targets(*, survey: Survey, targets: Targets) -> dict[str, dict[str, int | None]]:
    """Have the strata these targets, each as a soft quota or in the one it has; returns them with
    what was wanted before.
    """
    present = quotas_by_stratum(survey.quotas.all())
    kept: dict[str, dict[str, int | None]] = {}
    for stratum, told in targets.items():
        quota = present.get(stratum)
        kept[stratum] = {**told, "before": quota.target if quota else None}
        if quota:
            survey.quotas.filter(pk=quota.pk).update(target=told["wanted"])
        else:
            keep_quota(
                survey=survey,
                name=stratum,
                conditions={STRATUM: [stratum]},
                target=told["wanted"] or 1,
                kind=Quota.Kind.SOFT,
            )
    return kept


def put_back_targets(*, survey: Survey, targets: Targets) -> None:
    """Want again what was wanted before, where nobody has changed the target since."""
    present = quotas_by_stratum(survey.quotas.all())
    for stratum, told in targets.items():
        quota = present.get(stratum)
        if quota is None or quota.target != told["wanted"]:
            continue
        if told.get("before") is None:
            quota.delete()
        else:
            survey.quotas.filter(pk=quota.pk).update(target=told["before"])


def note_counted() -> int:
    """Note beside interviews what the quotas of now read of them, some at a time; returns how many.

    The intake does so with the quotas of its time; until this is done answers are read.
    """
    noted = 0
    for survey in Survey.objects.filter(Exists(Quota.objects.filter(survey=OuterRef("pk")))):
        read = Counted(survey.quotas.all())
        stale = survey.submissions.exclude(counted__startswith=read.digest).order_by()
        keys = list(stale.values_list("pk", flat=True)[:AT_MOST])
        noted += sum(_note(batch, read) for batch in batches(keys, AT_ONCE))
    return noted


@transaction.atomic
def _note(keys: Sequence[int], read: Counted) -> int:
    interviews = Submission.objects.select_for_update().filter(pk__in=keys).only("row")
    made = [Submission(pk=each.pk, counted=read.text(each.row)) for each in interviews]
    return Submission.objects.bulk_update(made, ["counted"])
