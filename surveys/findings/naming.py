"""Labels of indicators, variables and levels; a code stands for itself where no label exists."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from surveys.cleaning.variable import Labels, Variable
from surveys.findings.results import MeasuredIndicator
from surveys.plans.estimation.estimate import Domain

BARE = ""
"""The language key of a text that is a code rather than a translated label."""


@dataclass(frozen=True, slots=True)
class Part:
    """One variable and level of a domain, with the level's labels."""

    variable: str
    level: str
    level_labels: Labels


BAND = re.compile(r"\d+[-–]\d+|\d+\+|[<>]\d+")


def are_bands(levels: Iterable[str]) -> bool:
    """Whether three codes or more are bands of a number, such as 16-24, 25-34, 35+: an order."""
    codes = list(levels)
    return len(codes) > 2 and all(BAND.fullmatch(code) for code in codes)


class Labelled(Protocol):
    """What carries the labels of indicators and variables: results, or a trial of weights."""

    @property
    def indicators(self) -> tuple[MeasuredIndicator, ...]: ...

    @property
    def variables(self) -> tuple[Variable, ...]: ...


class Names:
    """Looks labels up for one set of results."""

    def __init__(self, results: Labelled):
        self._indicators = {indicator.name: indicator for indicator in results.indicators}
        self._variables = {variable.name: variable for variable in results.variables}

    def indicator(self, name: str) -> Labels:
        return self._indicators[name].labels or {BARE: name}

    def variable(self, name: str) -> Labels:
        known = self._variables.get(name)
        return (known.labels if known else {}) or {BARE: name}

    def outcome(self, name: str) -> Labels:
        """The label of a variable, or of an indicator that reads it, such as a derived yes or no."""
        readers = (each.labels for each in self._indicators.values() if each.variable == name)
        known = self._variables.get(name)
        return (known.labels if known else {}) or next(readers, {}) or {BARE: name}

    def level(self, variable: str, level: str) -> Labels:
        known = self._variables.get(variable)
        return (known.level_labels.get(level, {}) if known else {}) or {BARE: level}

    def banded(self, variable: str) -> bool:
        """Whether a variable's levels are bands of a number, in their order."""
        known = self._variables.get(variable)
        return known is not None and are_bands(known.level_labels)

    def measured_level(self, indicator: MeasuredIndicator, level: str) -> Labels:
        """The label of the level a proportion is of; empty for a statistic without levels."""
        return self.level(indicator.variable, level) if level else {}

    def of_level(self, indicator: str, level: str) -> Labels:
        """The label of a level that an indicator of this name has an estimate of."""
        return self.measured_level(self._indicators[indicator], level)

    def parts(self, domain: Domain) -> tuple[Part, ...]:
        return tuple(
            Part(variable, level, self.level(variable, level)) for variable, level in domain
        )

    def order(self, domain: Domain) -> tuple[tuple[int, str], ...]:
        """A sort key: levels in the order of the code list, unknown levels after them by code."""
        return tuple((self._place(variable, level), level) for variable, level in domain)

    def _place(self, variable: str, level: str) -> int:
        known: Variable | None = self._variables.get(variable)
        levels = list(known.level_labels) if known else []
        return levels.index(level) if level in levels else len(levels)
