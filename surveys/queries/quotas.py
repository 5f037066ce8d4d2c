"""How many interviews count for each quota: approved ones, and those that wait for review."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from django.core.cache import cache
from django.db.models import Count, QuerySet, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from surveys.collection.conventions import OUTCOME_QUESTION
from surveys.collection.outcomes import DISPOSITIONS
from surveys.models import Quota, SampleUnit, Submission, Survey
from surveys.queries.units import INTERVIEWED

STRATUM = "unit_stratum"
"""The variable of a condition that is the stratum of the case, not an answer."""
KEPT_SECONDS = 15
"""How old the counts may be that are shown and that decide on a web page: going through the answers
of very many interviews takes a second.
"""
NEARLY = 20
"""Where so few are missing, the interviews are counted anew: as many may have come meanwhile."""
DIGEST, LONGEST = 12, 300
"""Characters of the digest and of the answers beside an interview."""
INTERVIEWS = [code for code, known in DISPOSITIONS.items() if known.category in ("I", "P")]
Answers = Mapping[str, str | None]


def quota_counts(survey: Survey, quotas: Sequence[Quota]) -> dict[int, int]:
    """The interviews in each quota by its key; the pilot and screened-out ones apart.

    The database groups the short texts that were stored beside the answers. Where one was stored
    for other quotas, or holds nothing, the answers themselves are read.
    """
    read = Counted(quotas)
    interviews = survey.submissions.filter(
        pilot=False, state__in=INTERVIEWED, back_check_of=None
    ).order_by()
    groups = list(_grouped(interviews, "counted"))
    stored = [(stratum, read.answers(text), number) for stratum, text, number in groups]
    found = [(stratum, answers, number) for stratum, answers, number in stored if answers]
    if len(found) < len(stored):
        unread = interviews.exclude(counted__startswith=f"{read.digest}[")
        found += [
            (stratum, texts, number)
            for stratum, *texts, number in _grouped(unread, *(_answer(name) for name in read.names))
        ]
    counts = dict.fromkeys((quota.pk for quota in quotas), 0)
    for stratum, texts, number in found:
        given = {**dict(zip(read.names, texts, strict=True)), STRATUM: stratum}
        if (given[OUTCOME_QUESTION] or INTERVIEWS[0]) in INTERVIEWS:
            for quota in quotas:
                counts[quota.pk] += number * fits(quota, given)
    return counts


def _grouped(interviews: QuerySet[Submission], *values: str | Cast) -> QuerySet:
    return interviews.values_list("unit__stratum", *values).annotate(number=Count("pk"))


class Counted:
    """The answers that these quotas read, as a short text beside an interview.

    It begins with a digest of their names, so that a text for other quotas is known for one.
    """

    def __init__(self, quotas: Iterable[Quota]) -> None:
        asked = {name for quota in quotas for name in quota.conditions} - {STRATUM}
        self.names = [OUTCOME_QUESTION, *sorted(asked - {OUTCOME_QUESTION})]
        self.digest = sha256("\n".join(self.names).encode()).hexdigest()[:DIGEST]

    def text(self, row: Answers) -> str:
        """The text of an interview; without answers where they are too long for one."""
        given = json.dumps([row.get(name) for name in self.names], ensure_ascii=False)
        return self.digest + (given if len(given) <= LONGEST else "")

    def answers(self, text: str) -> list[str | None] | None:
        """The answers of a text by the names; None where it has none, or is for other quotas."""
        digest, given = text[:DIGEST], text[DIGEST:]
        found: list[str | None] | None = (
            json.loads(given) if given and digest == self.digest else None
        )
        return found


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
    counts: dict[int, int] | None = cache.get(_key(survey))
    if counts is None or any(quota.pk not in counts for quota in wanted):
        return _counted_anew(survey)
    return counts


def _counted_anew(survey: Survey) -> dict[int, int]:
    counts = quota_counts(survey, list(survey.quotas.all()))
    cache.set(_key(survey), counts, KEPT_SECONDS)
    return counts


def _key(survey: Survey) -> str:
    return f"surveys.quotas:{survey.pk}"


def quota_reached(survey: Survey, answers: Answers) -> Quota | None:
    """The hard quota that stops somebody with these answers; for the pages of respondents.

    Only interviews that are being held at the same time can pass a quota together.
    """
    hard = survey.quotas.filter(kind=Quota.Kind.HARD).order_by("name")
    wanted = [quota for quota in hard if fits(quota, answers)]
    if not wanted:
        return None
    counts = kept_counts(survey, wanted)
    if any(0 < quota.target - counts[quota.pk] <= NEARLY for quota in wanted):
        counts = _counted_anew(survey)
    return next((quota for quota in wanted if counts[quota.pk] >= quota.target), None)


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
