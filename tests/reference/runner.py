"""Runs a case: agree, differ, or unsupported, quantity by quantity."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.reference import estimates, inference, volunteers, weights
from tests.reference.asked import Asked, asked
from tests.reference.compare import Compared, compared, tolerance_of
from tests.reference.reading import Case, Unsupported, known

Answer = dict[str, Any]
ESTIMATION: dict[str, Callable[[Asked], Answer]] = {
    "mean": estimates.estimate,
    "total": estimates.estimate,
    "ratio": estimates.estimate,
    "by": estimates.breakdown,
    "contrast": estimates.contrast,
    "variance": estimates.variance,
    "ciprop": inference.proportion,
    "quantile": inference.quantile,
    "chisq": inference.chi_square,
    "glm": inference.regression,
    "ttest": inference.student,
    "ranktest": inference.ranked,
    "weights": weights.measures,
}
# Cases of files with a form of their own.
OTHERS: dict[str, Callable[[Case], Answer]] = {
    "nonresponse/nonresponse_weighting_class": weights.weighting_classes,
    "nonresponse/nonresponse_propensity": weights.propensity,
    "kish/kish": weights.kish,
    **volunteers.ESTIMATORS,
}
# Numbers that R printed and that mean nothing; PROVENANCE.md gives the reasons.
UNUSABLE: dict[str, set[str]] = {
    "nonresponse/nonresponse_propensity": {
        "coef_weighted",
        "sum_inverse_p",
        "p_weighted",
        "w_inverse_p",
    },
    "nonprobability/ipw_mle": {"se_nonprobsvy_not_usable"},
    "nonprobability/ipw_gee": {"se_nonprobsvy_not_usable"},
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """`status` is agree, differ or unsupported; `worst` the largest relative difference."""

    status: str
    worst: float = 0.0
    reason: str = ""
    differing: list[Compared] = field(default_factory=list)
    unusable: list[str] = field(default_factory=list)


def run(case: Case) -> Outcome:
    """Raises what the engine raises: an error is no answer."""
    unusable = UNUSABLE.get(case.operation, set())
    try:
        found = list(compared(case, _answer(case), unusable))
    except Unsupported as missing:
        return Outcome("unsupported", reason=str(missing))
    if not found:
        return Outcome("unsupported", reason="nothing to compare")
    allowed = tolerance_of(case).rtol
    differing = [each for each in found if not each.relative <= allowed]
    worst = max(each.relative for each in found)
    return Outcome("differ" if differing else "agree", worst, "", differing, sorted(unusable))


def _answer(case: Case) -> Answer:
    if case.operation in OTHERS:
        return OTHERS[case.operation](case)
    name = case.given.get("op", {}).get("name", case.operation)
    return known(name, ESTIMATION)(asked(case))


def told(case: Case, outcome: Outcome) -> str:
    """One line per failing quantity: id, quantity, expected, got, R text."""
    if outcome.status == "unsupported":
        return f"{case.id}: unsupported, {outcome.reason} ← {case.asked}"
    return "\n".join(
        f"{case.id} {each.quantity}: off by {each.relative:.2g}, expected {each.expected}, "
        f"got {each.got} ← {case.asked}"
        for each in outcome.differing
    )
