"""Cases shared out over interviewers."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from itertools import groupby
from typing import TypeVar

Person = TypeVar("Person", bound=Hashable)


def shared_out(
    cases: Iterable[tuple[int, str]], people: Sequence[Person]
) -> dict[Person, list[int]]:
    """The cases of each person: those of a cluster differ by one at most between any two people,
    and so do those of all clusters together.

    `cases` are (key, cluster). Where a cluster does not come out even, those who have fewest get
    one more; among equals, the first.
    """
    shares: dict[Person, list[int]] = {person: [] for person in people}
    ordered = sorted(cases, key=lambda case: (case[1], case[0]))
    for _cluster, group in groupby(ordered, key=lambda case: case[1]):
        turn = sorted(people, key=lambda person: len(shares[person]))
        for place, (key, _) in enumerate(group):
            shares[turn[place % len(turn)]].append(key)
    return shares
