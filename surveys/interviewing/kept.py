"""What is kept of an interview between two pages, small and plain so that it survives any change of
the code: the given answers by key, and how often each repeat without a count stands.

A key is the path below the root, with the place of each repeat: `grp_d/d_job[2]/dj_form`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

MAX_INSTANCES = 50
"""More instances of one repeat than a person wants to add by hand."""
T = TypeVar("T")


@dataclass(frozen=True)
class Kept:
    """What is kept of an interview between two pages."""

    answers: Mapping[str, str] = field(default_factory=dict)
    instances: Mapping[str, int] = field(default_factory=dict)

    def with_answers(self, answers: Mapping[str, str]) -> Kept:
        return replace(self, answers={**self.answers, **answers})

    def with_instance(self, key: str) -> Kept:
        """One instance more of a repeat."""
        count = min(self.instances.get(key, 0) + 1, MAX_INSTANCES)
        return replace(self, instances={**self.instances, key: count})

    def without_instance(self, key: str) -> Kept:
        """Without the instance `path[n]`; those after it move up with their answers."""
        repeat, _, place = key.removesuffix("]").rpartition("[")
        count = self.instances.get(repeat, 0)
        if not place.isdecimal() or not 1 <= int(place) <= count:
            return self
        removed = int(place)
        return Kept(
            _moved_up(self.answers, repeat, removed),
            {**_moved_up(self.instances, repeat, removed), repeat: count - 1},
        )


def _moved_up(kept: Mapping[str, T], repeat: str, removed: int) -> dict[str, T]:
    """What is kept, with the instances after the removed one counted anew."""
    moved = {}
    for key, value in kept.items():
        place, after, rest = key.removeprefix(f"{repeat}[").partition("]")
        if key.startswith(f"{repeat}[") and place.isdecimal() and int(place) >= removed:
            if int(place) == removed:
                continue
            key = f"{repeat}[{int(place) - 1}{after}{rest}"
        moved[key] = value
    return moved
