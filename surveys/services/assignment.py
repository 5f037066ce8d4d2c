"""Whose cases are whose."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet

from portal.models import User
from surveys.collection.sharing import shared_out
from surveys.models import SampleUnit
from surveys.services.batches import batches


@transaction.atomic
def assign_cases(*, units: QuerySet[SampleUnit], people: Sequence[User]) -> int:
    """Give the cases to these people, evenly within each cluster; to nobody where there are none.

    Returns how many cases were given.
    """
    cases = list(units.order_by().values_list("pk", "psu"))
    cases_of: dict[int | None, list[int]] = {None: [pk for pk, _psu in cases]}
    if people:
        cases_of = {**shared_out(cases, [person.pk for person in people])}
    for person, keys in cases_of.items():
        for batch in batches(keys):
            SampleUnit.objects.filter(pk__in=batch).update(interviewer=person)
    return len(cases)
