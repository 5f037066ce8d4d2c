"""Volunteers and their reference sample as a plan document describes them.

[volunteers]                          # the answers are of people who chose themselves
method = "doubly_robust"              # or inverse_propensity, mass_imputation
propensity = ["city", "sex", "age"]   # what decides who takes part; not for mass_imputation
outcome = ["city", "sex", "age"]      # what the answers depend on; not for inverse_propensity
errors = "bootstrap"                  # or analytic, which needs neither of the next two
replicates = 200
seed = 20210401                       # the same seed gives the same replicates

[volunteers.reference]                # a probability sample with these columns, in the same codes
name = "labour_force"
source = "…"                          # or { en = "…", zh-hans = "…" }
date = "2021-04-01"
missing = ["NA"]                      # as in a design document
[volunteers.reference.design]         # as in a design document, everybody in it has answered
strata = ["stratum"]
clusters = ["psu"]
base_weight = "weight"
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from surveys.cleaning.conditions import read_codes
from surveys.cleaning.variable import Labels
from surveys.errors import Problem
from surveys.errors.documents import check_keys, read_names
from surveys.estimation.volunteers.bootstrap import LEAST
from surveys.estimation.volunteers.estimate import Errors, Method
from surveys.plans.weighting.reading_totals import is_date, is_named

KEYS = ("method", "propensity", "outcome", "errors", "replicates", "seed", "reference")
REFERENCE_KEYS = ("name", "source", "date", "missing", "design")
DESIGN_KEYS = ("strata", "clusters", "population_sizes", "base_weight", "lonely_psu")
STATISTICS = ("proportion", "mean")
INTERVALS = ("logit", "arcsine", "t", "none")
"""Those that need no design effect, which a sample that nobody drew does not have."""


@dataclass(frozen=True, slots=True)
class ReferencePlan:
    """Which probability sample is the reference, and how it was drawn."""

    name: str
    source: str | Labels
    date: str
    missing: tuple[str, ...]
    design: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class VolunteerPlan:
    """The method with the covariates of its models, and where its standard errors come from."""

    method: Method
    propensity: tuple[str, ...]
    outcome: tuple[str, ...]
    errors: Errors
    replicates: int
    seed: int
    reference: ReferencePlan

    @property
    def covariates(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.propensity, *self.outcome)))


def read_volunteer_plan(
    document: Mapping[str, Any],
    where: str,
    problems: list[Problem],
    stored: Mapping[str, Mapping[str, Any]] | None = None,
) -> VolunteerPlan | None:
    """The plan of a document, None without one; what is wrong is appended to `problems`.

    `stored` are sources and dates of reference samples by name, for plans that do not give them.
    """
    if "volunteers" not in document:
        return None
    place, table = f"{where} › volunteers", document["volunteers"]
    if not isinstance(table, Mapping):
        problems.append(Problem("volunteers_form", place, repr(table)))
        return None
    check_keys(table, KEYS, place, problems)
    problems += _not_for_volunteers(document, where)
    method, errors = (
        _choice(table, key, get_args(known), place, problems)
        for key, known in (("method", Method), ("errors", Errors))
    )
    return VolunteerPlan(
        method,
        _covariates(table, "propensity", method, "mass_imputation", place, problems),
        _covariates(table, "outcome", method, "inverse_propensity", place, problems),
        errors,
        _whole(table, "replicates", 200, LEAST, errors, place, problems),
        _whole(table, "seed", 0, 0, errors, place, problems),
        _reference(table, place, problems, stored or {}),
    )


def _choice(
    table: Mapping[str, Any], key: str, known: tuple[str, ...], where: str, problems: list[Problem]
) -> Any:
    value = table.get(key, "analytic" if key == "errors" else None)
    if value not in known:
        details = {"choices": ", ".join(known)}
        found = "—" if value is None else repr(value)
        problems.append(Problem("step_choice", f"{where} › {key}", found, details))
    return value


def _covariates(
    table: Mapping[str, Any],
    key: str,
    method: str,
    without: Method,
    where: str,
    problems: list[Problem],
) -> tuple[str, ...]:
    """The covariates of one model, () where the method does without it."""
    if method != without:
        return read_names(table, key, where, problems)
    if key in table:
        problems.append(Problem("model_not_used", f"{where} › {key}", f"{method}: {table[key]!r}"))
    return ()


def _whole(
    table: Mapping[str, Any],
    key: str,
    default: int,
    least: int,
    errors: str,
    where: str,
    problems: list[Problem],
) -> int:
    value = table.get(key, default)
    if key in table and errors == "analytic":
        problems.append(Problem("bootstrap_only", f"{where} › {key}", repr(value)))
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        details = {"least": least}
        problems.append(Problem("step_whole_number", f"{where} › {key}", repr(value), details))
        return default
    return value


def _reference(
    table: Mapping[str, Any],
    where: str,
    problems: list[Problem],
    stored: Mapping[str, Mapping[str, Any]],
) -> ReferencePlan:
    place, given = f"{where} › reference", table.get("reference", {})
    if not isinstance(given, Mapping) or not given:
        problems.append(Problem("reference_form", place, repr(given) if given else "—"))
        return ReferencePlan("", "", "", (), {})
    check_keys(given, REFERENCE_KEYS, place, problems)
    name, design = given.get("name"), given.get("design", {})
    if not isinstance(name, str) or not name:
        found = "—" if name is None else repr(name)
        problems.append(Problem("reference_name", f"{place} › name", found))
    origin = {**stored.get(str(name), {}), **given}
    for key, fits in (("source", is_named), ("date", is_date)):
        if not fits(origin.get(key)):
            found = repr(origin[key]) if key in origin else "—"
            problems.append(Problem(f"reference_{key}", f"{place} › {key}", found))
    if isinstance(design, Mapping):
        check_keys(design, DESIGN_KEYS, f"{place} › design", problems)
    codes = given.get("missing", [])
    missing = () if codes == [] else read_codes(codes, f"{place} › missing", problems)
    return ReferencePlan(
        str(name), origin.get("source", ""), str(origin.get("date")), missing, design
    )


def _not_for_volunteers(document: Mapping[str, Any], where: str) -> list[Problem]:
    """What a plan may ask for only where somebody drew the sample."""
    found: list[Problem] = []
    weighting = document.get("weighting", {})
    steps = weighting.get("steps") if isinstance(weighting, Mapping) else None
    if steps:
        count = len(steps) if isinstance(steps, list) else repr(steps)
        found.append(Problem("volunteers_weighting", f"{where} › weighting.steps", str(count)))
    if "replicates" in document:
        place = f"{where} › replicates"
        found.append(Problem("volunteers_replicates", place, repr(document["replicates"])))
    indicators = document.get("indicators", [])
    for number, table in enumerate(indicators if isinstance(indicators, list) else [], start=1):
        if isinstance(table, Mapping):
            found += _not_for_indicators(table, f"{where} › indicators[{number}]")
    return found


def _not_for_indicators(table: Mapping[str, Any], where: str) -> list[Problem]:
    wanted = (("statistic", STATISTICS), ("interval", INTERVALS))
    return [
        Problem(
            f"volunteers_{key}", f"{where} › {key}", repr(table[key]), {"known": ", ".join(known)}
        )
        for key, known in wanted
        if key in table and table[key] not in known
    ]
