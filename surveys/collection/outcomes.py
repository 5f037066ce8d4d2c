"""Final dispositions of sample units, and the outcome rates that follow from them.

Formulas: AAPOR, Standard Definitions; `e` is the eligible share among units of known eligibility.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Category = Literal["I", "P", "R", "NC", "O", "U", "NE"]


@dataclass(frozen=True, slots=True)
class Disposition:
    """AAPOR's code and the term of the formulas it is counted in.

    I complete, P partial, R refusal or break-off, NC non-contact, O other eligible non-interview,
    U unknown whether eligible, NE not eligible.
    """

    aapor: str
    category: Category


DISPOSITIONS: Mapping[str, Disposition] = {
    "11": Disposition("1.1", "I"),
    "12": Disposition("1.2", "P"),
    "211": Disposition("2.11", "R"),
    "212": Disposition("2.12", "R"),
    "22": Disposition("2.20", "NC"),
    "23": Disposition("2.30", "O"),
    "31": Disposition("3.0", "U"),
    "41": Disposition("4.0", "NE"),
    "42": Disposition("4.0", "NE"),
    "43": Disposition("4.8", "NE"),
}
"""By the outcome code of the questionnaire (`j_outcome`)."""
OVER_QUOTA = "43"
"""The outcome of a case whose quota was full."""


@dataclass(frozen=True, slots=True)
class OutcomeRates:
    """Outcome rates as fractions; None where the denominator is zero.

    `counts` holds the units by category. `rr1` … `rr6` are AAPOR's response rates: 1 and 2 count
    all unknown units as eligible, 3 and 4 the share `eligibility`, 5 and 6 none; even numbers add
    the partial interviews.
    """

    counts: Mapping[str, float]
    eligibility: float | None
    rr1: float | None
    rr2: float | None
    rr3: float | None
    rr4: float | None
    rr5: float | None
    rr6: float | None
    cooperation: float | None
    refusal: float | None
    contact: float | None


def outcome_rates(counts: Mapping[str, float]) -> OutcomeRates:
    """The rates of units counted by outcome code; sums of base weights give the weighted rates.

    KeyError names a code that is no disposition.
    """
    by: dict[str, float] = dict.fromkeys(("I", "P", "R", "NC", "O", "U", "NE"), 0)
    for code, count in counts.items():
        by[DISPOSITIONS[code].category] += count
    complete, interviews = by["I"], by["I"] + by["P"]
    reached = interviews + by["R"] + by["O"]
    eligible = reached + by["NC"]
    e = _share(eligible, eligible + by["NE"])
    all_unknown, estimated = eligible + by["U"], eligible + (e or 0) * by["U"]
    return OutcomeRates(
        counts=by,
        eligibility=e,
        rr1=_share(complete, all_unknown),
        rr2=_share(interviews, all_unknown),
        rr3=_share(complete, estimated),
        rr4=_share(interviews, estimated),
        rr5=_share(complete, eligible),
        rr6=_share(interviews, eligible),
        cooperation=_share(complete, reached),
        refusal=_share(by["R"], all_unknown),
        contact=_share(reached, all_unknown),
    )


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None
