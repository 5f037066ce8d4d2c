"""Quotas kept and taken away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from surveys.models import Quota, Survey


def keep_quota(
    *, survey: Survey, name: str, conditions: Mapping[str, Sequence[str]], target: int, kind: str
) -> Quota:
    """Keep a quota, or replace the one of this name."""
    fields = {"conditions": dict(conditions), "target": target, "kind": kind}
    return Quota.objects.update_or_create(survey=survey, name=name, defaults=fields)[0]
