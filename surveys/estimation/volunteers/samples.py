"""Two samples of one population: volunteers with answers, and a reference with known weights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from surveys.errors import Problem, raise_if_any
from surveys.errors.documents import listed
from surveys.numerics.grouping import Floats
from surveys.sampling.design import Design, Stage


@dataclass(frozen=True, slots=True)
class Volunteers:
    """Sample A: covariates `x` (n, p), answers `y` and case weights (n,)."""

    x: Floats
    y: Floats
    weights: Floats


@dataclass(frozen=True, slots=True)
class Reference:
    """Sample B, a probability sample: covariates `x` (n, p), weights (n,) and its design.

    Without a design no standard error is computed: so it is within a bootstrap replicate.
    """

    x: Floats
    weights: Floats
    design: Design | None


@dataclass(frozen=True, slots=True)
class Inside:
    """A domain in both samples: 1 for the rows inside it, (n_A,) and (n_B,), else 0."""

    volunteers: Floats
    reference: Floats


@dataclass(frozen=True, slots=True)
class Samples:
    """Both samples with the same columns, named by `terms`; one column is the constant."""

    terms: tuple[str, ...]
    volunteers: Volunteers
    reference: Reference

    @property
    def everybody(self) -> Inside:
        """The domain of all rows."""
        return Inside(np.ones(len(self.volunteers.y)), np.ones(len(self.reference.weights)))

    def only(self, terms: Sequence[str]) -> Samples:
        """The same samples with some of the columns, for a model that has fewer terms."""
        places = [self.terms.index(term) for term in terms]
        a, b = self.volunteers, self.reference
        return Samples(tuple(terms), replace(a, x=a.x[:, places]), replace(b, x=b.x[:, places]))


def samples_of(terms: tuple[str, ...], volunteers: Volunteers, reference: Reference) -> Samples:
    """The two samples, checked; raises `SurveyError` with all that is wrong.

    A reference without a design is taken as drawn one by one, with replacement.
    """
    raise_if_any(_problems(volunteers, reference))
    rows = len(reference.weights)
    alone = Design((Stage(np.zeros(rows, np.int64), np.arange(rows)),))
    design = reference.design or alone
    return Samples(terms, volunteers, Reference(reference.x, reference.weights, design))


def _problems(volunteers: Volunteers, reference: Reference) -> Iterator[Problem]:
    lengths: list[tuple[str, Floats, NDArray[Any]]] = [
        ("volunteers › weights", volunteers.x, volunteers.weights),
        ("volunteers › y", volunteers.x, volunteers.y),
        ("reference › weights", reference.x, reference.weights),
    ]
    if reference.design is not None:
        lengths.append(("reference › design", reference.x, reference.design.stages[0].clusters))
    for where, x, column in lengths:
        if len(x) != len(column):
            yield Problem("estimation_rows", where, str(len(column)), {"rows": len(x)})
    for name, sample in (("volunteers", volunteers), ("reference", reference)):
        if not len(sample.x):
            yield Problem("sample_empty", name, "0")
        yield from _values(name, sample)
    if not np.isfinite(volunteers.y).all():
        yield Problem("model_value_missing", "volunteers › y", _rows(~np.isfinite(volunteers.y)))
    people, population = float(volunteers.weights.sum()), float(reference.weights.sum())
    if np.isfinite(population) and 0 < population <= people:
        details = {"volunteers": f"{people:g}"}
        yield Problem("reference_weights_small", "reference", f"{population:g}", details)


def _values(name: str, sample: Volunteers | Reference) -> Iterator[Problem]:
    missing = ~np.isfinite(sample.weights)
    if missing.any():
        yield Problem("weights_missing", f"{name} › weights", _rows(missing))
    wrong = np.less_equal(sample.weights, 0)
    if wrong.any():
        yield Problem("weights_not_positive", f"{name} › weights", _rows(wrong))
    unknown = np.logical_not(np.isfinite(sample.x).all(axis=1))
    if unknown.any():
        yield Problem("model_value_missing", name, _rows(unknown))


def _rows(wrong: ArrayLike) -> str:
    return "#" + listed(np.flatnonzero(wrong) + 1)
