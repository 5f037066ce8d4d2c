"""Volunteers and reference sample with the same columns, as the models of a plan need them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from surveys.cleaning.frame import Frame
from surveys.cleaning.levels import levels_of
from surveys.errors import Problem, raise_if_any
from surveys.errors.documents import listed
from surveys.estimation.models import CONSTANT
from surveys.estimation.volunteers.samples import Reference, Samples, Volunteers, samples_of
from surveys.numerics.grouping import Floats, IntCodes, indicators
from surveys.plans.design import SampleDesign
from surveys.plans.volunteers.reading import VolunteerPlan
from surveys.plans.volunteers.reference import ReferenceSample

DEPENDENT = 1e-8


@dataclass(frozen=True, slots=True)
class Both:
    """Both samples; `rows` (n_A,) are those of the volunteers' frame that have all covariates.

    `terms` are the columns of each covariate; the samples' answers are still zero. `left_out`
    counts the volunteers that lack a covariate.
    """

    frame: Frame
    rows: IntCodes
    reference: ReferenceSample
    samples: Samples
    terms: Mapping[str, tuple[str, ...]]
    left_out: int

    def terms_of(self, covariates: Sequence[str]) -> tuple[str, ...]:
        """The columns of a model with these covariates, the constant first."""
        return (CONSTANT, *(term for name in covariates for term in self.terms[name]))


def both_of(
    frame: Frame,
    sample: SampleDesign,
    reference: ReferenceSample,
    plan: VolunteerPlan,
    where: str,
) -> Both:
    """The two samples; raises `SurveyError` for all covariates whose values do not meet in them."""
    taking_part = sample.status == "respondent"
    known = frame.data[list(plan.covariates)].notna().all(axis=1).to_numpy(bool)
    rows = np.flatnonzero(taking_part & known)
    raise_if_any(_apart(frame, rows, reference, plan, where))
    terms: dict[str, tuple[str, ...]] = {}
    columns = [(np.ones((len(rows), 1)), np.ones((len(reference.weights), 1)))]
    for name in plan.covariates:
        terms[name], x = _columns(frame, name, rows)
        _same, x_reference = _columns(reference.frame, name, None)
        columns.append((x, x_reference))
    names = (CONSTANT, *(term for name in plan.covariates for term in terms[name]))
    x, x_reference = (np.hstack(side) for side in zip(*columns, strict=True))
    samples = samples_of(
        names,
        Volunteers(x, np.zeros(len(rows)), sample.base[rows]),
        Reference(x_reference, reference.weights, reference.design),
    )
    return Both(frame, rows, reference, samples, terms, int((taking_part & ~known).sum()))


def _columns(frame: Frame, name: str, rows: IntCodes | None) -> tuple[tuple[str, ...], Floats]:
    """The terms of a covariate: a number itself, or the levels that occur without the first."""
    column = frame.data[name] if rows is None else frame.data[name].iloc[rows]
    if frame.variables[name].kind != "category":
        return (name,), column.to_numpy(np.float64)[:, None]
    levels = levels_of(column.cat.remove_unused_categories())
    terms = tuple(f"{name} {level}" for level in levels.names[1:])
    return terms, indicators(levels.codes, len(levels.names))[:, 1:]


def _apart(
    frame: Frame, rows: IntCodes, reference: ReferenceSample, plan: VolunteerPlan, where: str
) -> list[Problem]:
    """Levels of a covariate that only one of the samples has."""
    problems = []
    for name in plan.covariates:
        if frame.variables[name].kind != "category":
            continue
        ours = set(frame.data[name].iloc[rows].dropna().astype(str))
        theirs = set(reference.frame.data[name].dropna().astype(str))
        for place, levels in (("volunteers", ours - theirs), ("reference", theirs - ours)):
            if levels:
                found = listed(sorted(levels))
                problems.append(Problem("no_overlap", f"{where} › {place} › {name}", found))
    return problems


def independent(x: Floats) -> list[bool]:
    """Which columns (p,) do not follow from those before them."""
    lengths = np.linalg.norm(x, axis=0)
    scaled = x / np.where(lengths > 0, lengths, 1.0)
    diagonal = np.abs(np.diag(np.linalg.qr(scaled, mode="r")))
    return (
        [bool(each > DEPENDENT) for each in diagonal]
        if len(x) >= x.shape[1]
        else [True] * x.shape[1]
    )
