"""What every analysis reads of a frame, and its numbers as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import stdtr

from surveys.cleaning.conditions import Condition, holds
from surveys.cleaning.frame import Frame
from surveys.cleaning.levels import levels_of
from surveys.errors import Problem, SurveyError, raise_if_any
from surveys.estimation.association import TestResult
from surveys.estimation.intervals import t
from surveys.estimation.replicated import Variance
from surveys.numerics.grouping import Floats, IntCodes, Mask
from surveys.plans.analyses.result import Row
from surveys.plans.estimation.estimate import Domain


@dataclass(frozen=True, slots=True)
class Data:
    """A frame with the variance of its design; `inside` (n,) are the rows of an analysis."""

    frame: Frame
    variance: Variance
    confidence: float
    inside: Mask

    def only(self, where: Condition | None, *names: str) -> Data:
        """The rows for which a condition holds and that have a value of every named column."""
        inside = self.inside & (self.variance.weights != 0)
        if where is not None:
            inside = inside & holds(where, self.frame).fillna(False).to_numpy(np.bool_)
        for name in names:
            inside = inside & self.frame.data[name].notna().to_numpy(np.bool_)
        return Data(self.frame, self.variance, self.confidence, inside)

    def codes(self, name: str) -> tuple[IntCodes, tuple[str, ...]]:
        """The levels of a column that occur inside, and each row's, -1 outside."""
        levels = levels_of(self.frame.data[name])
        codes = np.where(self.inside, levels.codes, -1)
        used, place = np.unique(codes[codes >= 0], return_inverse=True)
        found = np.full(len(codes), -1, np.int64)
        found[codes >= 0] = place
        return found, tuple(levels.names[each] for each in used)

    def groups(self, *names: str) -> None:
        """Raise `SurveyError` where a category has fewer than two levels left inside."""
        counts = ((name, len(self.codes(name)[1])) for name in names)
        raise_if_any(
            Problem("analysis_groups", name, str(count)) for name, count in counts if count < 2
        )

    def numbers(self, name: str) -> Floats:
        """A column of numbers, zero where it has none."""
        return np.asarray(np.nan_to_num(self.frame.data[name].to_numpy(np.float64)), np.float64)

    @property
    def domain(self) -> IntCodes:
        """0 inside, -1 outside."""
        return np.where(self.inside, 0, -1)

    @property
    def n(self) -> int:
        return int(self.inside.sum())

    def smallest(self, *groups: IntCodes) -> int:
        """The respondents of the smallest group that occurs among several codes."""
        counts = [np.bincount(codes[codes >= 0]) for codes in groups]
        return min([self.n, *(int(each[each > 0].min()) for each in counts if each.any())])


def rows_of(
    part: str,
    of: Sequence[tuple[Domain, str]],
    values: Floats,
    covariance: Floats,
    freedom: int,
    confidence: float,
) -> tuple[Row, ...]:
    """Values (k,) with errors, t intervals and t tests against zero; `of` what each is of."""
    errors = np.sqrt(np.maximum(np.diag(covariance), 0))
    low, high = t(values, errors, freedom, confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = values / np.where(errors > 0, errors, np.nan)
    p_values = two_sided(ratios, freedom)
    below = float(freedom) if freedom > 0 else None
    columns = (values, errors, low, high, ratios, p_values)
    return tuple(
        Row(part, domain, against, value, error, lower, upper, ratio, None, below, p_value)
        for (domain, against), value, error, lower, upper, ratio, p_value in zip(
            of, *map(known, columns), strict=True
        )
    )


def two_sided(ratios: Floats, freedom: int) -> Floats:
    """The p-value of t."""
    if freedom <= 0:
        return np.full(len(ratios), np.nan)
    return np.asarray(2 * stdtr(freedom, -np.abs(ratios)))


def test_row(part: str, of: Domain, found: TestResult) -> Row:
    """A test as a row without value."""
    numbers = known([found.statistic, found.above, found.below, found.p_value])
    return Row(part, of, "", None, None, None, None, *numbers)


def known(values: Sequence[float] | Floats) -> list[float | None]:
    """None for what does not exist or has no end."""
    return [float(each) if np.isfinite(each) else None for each in values]


def named(error: SurveyError, where: str) -> SurveyError:
    """The problems of an engine at the place of the plan that asked for it."""
    return SurveyError([replace(each, where=f"{where} › {each.where}") for each in error.problems])
