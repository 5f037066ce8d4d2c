"""The precision that a sample must reach, and the interviews it takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from surveys.sampling import precision
from surveys.sampling.precision import Expected

Parts = Literal["all", "strata", "domains"]


@dataclass(frozen=True, slots=True)
class Goal:
    """At most these, of a proportion, in each of the parts; None is no goal.

    `difference` is the smallest that shows with this power between two groups of a part's size.
    """

    margin: float | None = None
    variation: float | None = None
    difference: float | None = None
    parts: Parts = "all"
    power: float = 0.8
    confidence: float = 0.95

    @property
    def is_set(self) -> bool:
        """Whether anything must be reached."""
        return (self.margin, self.variation, self.difference) != (None, None, None)

    def interviews(self, share: float, expected: Expected, population: float) -> int:
        """The interviews that a part of this population needs."""
        effect, confidence = expected.design_effect, self.confidence
        needs = [0]
        if self.margin is not None:
            needs.append(
                precision.size_for_margin(
                    self.margin, share, effect, population=population, confidence=confidence
                )
            )
        if self.variation is not None:
            needs.append(
                precision.size_for_variation(self.variation, share, effect, population=population)
            )
        if self.difference is not None:
            needs.append(
                precision.size_for_difference(
                    self.difference, share, effect, power=self.power, confidence=confidence
                )
            )
        return max(needs)
