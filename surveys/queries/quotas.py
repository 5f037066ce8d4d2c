"""How many interviews count for each quota: approved ones, and those that wait for review."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.core.cache import cache
from django.db.models import Count, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from surveys.collection.conventions import OUTCOME_QUESTION
from surveys.collection.outcomes import DISPOSITIONS
from surveys.models import Quota, SampleUnit, Survey
from surveys.queries.units import INTERVIEWED

STRATUM = "unit_stratum"
"""The variable of a condition that is the stratum of the case, not an answer."""
KEPT_SECONDS = 15
"""How old the counts may be that are shown and that decide on a web page: going through the answers
of very many interviews takes a second. A quota may be passed by what comes meanwhile.
"""
INTERVIEWS = [code for code, known in DISPOSITIONS.items() if known.category in ("I", "P")]
Answers = Mapping[str, str | None]


def quota_counts(survey: Survey, quotas: Sequence[Quota]) -> dict[int, int]:
    """The interviews in each quota by its key, in one query; the pilot and screened-out ones apart."""
    names = sorted({name for quota in quotas for name in quota.conditions} - {STRATUM})
    answers = [OUTCOME_QUESTION, *names]
    rows = (
        survey.submissions.filter(pilot=False, state__in=INTERVIEWED, back_check_of=None)
        .order_by()
        .values_list("unit__stratum", *(_answer(name) for name in answers))
        .annotate(number=Count("pk"))
    )
    counts = dict.fromkeys((quota.pk for quota in quotas), 0)
    for stratum, *texts, number in rows:
        given = {**dict(zip(answers, texts, strict=True)), STRATUM: stratum}
        if (given[OUTCOME_QUESTION] or INTERVIEWS[0]) in INTERVIEWS:
            for quota in quotas:
                counts[quota.pk] += number * fits(quota, given)
    return counts


def _answer(name: str) -> Cast:
    """An answer as text, also where a database would compare it as JSON."""
    return Cast(KeyTextTransform(name, "row"), TextField())


def fits(quota: Quota, answers: Answers) -> bool:
    """Whether a person with these answers counts for the quota; not where one is still missing."""
    return all(
        not _given(name, answers).isdisjoint(codes) for name, codes in quota.conditions.items()
    )


def _given(name: str, answers: Answers) -> set[str]:
    """The codes of an answer; a stratum may hold blanks and is one."""
    answer = answers.get(name) or ""
    return {answer} if name == STRATUM else set(answer.split())


def full_quotas(survey: Survey, answers: Answers) -> list[Quota]:
    """The quotas that a person with these answers would be too many for."""
    wanted = [quota for quota in survey.quotas.order_by("name") if fits(quota, answers)]
    if not wanted:
        return []
    counts = kept_counts(survey, wanted)
    return [quota for quota in wanted if counts[quota.pk] >= quota.target]


def kept_counts(survey: Survey, wanted: Sequence[Quota]) -> dict[int, int]:
    """The interviews in each quota, counted at most `KEPT_SECONDS` ago; those wanted are among them."""
    key = f"surveys.quotas:{survey.pk}"
    counts: dict[int, int] | None = cache.get(key)
    if counts is None or any(quota.pk not in counts for quota in wanted):
        counts = quota_counts(survey, list(survey.quotas.all()))
        cache.set(key, counts, KEPT_SECONDS)
    return counts


def quota_reached(survey: Survey, answers: Answers) -> Quota | None:
    """The hard quota that stops somebody with these answers; for the pages of respondents."""
    full = full_quotas(survey, answers)
    return next((quota for quota in full if quota.kind == Quota.Kind.HARD), None)


def quotas_by_stratum(quotas: Iterable[Quota]) -> dict[str, Quota]:
    """The quotas that are nothing but one stratum."""
    return {
        quota.conditions[STRATUM][0]: quota
        for quota in quotas
        if quota.conditions.keys() == {STRATUM} and len(quota.conditions[STRATUM]) == 1
    }


def targets_by_stratum(quotas: Iterable[Quota]) -> dict[str, int]:
    """The targets of those quotas."""
    return {stratum: quota.target for stratum, quota in quotas_by_stratum(quotas).items()}


def quota_answers(row: Answers, unit: SampleUnit | None) -> dict[str, str | None]:
    """The answers with what the sample knows, as conditions read them."""
    return {**row, STRATUM: unit.stratum if unit else None}
