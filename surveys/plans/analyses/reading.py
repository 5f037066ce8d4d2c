"""Reading the analyses of a plan document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from surveys.cleaning.conditions import is_number, read_condition
from surveys.errors import Problem
from surveys.errors.documents import check_keys, read_names
from surveys.plans.analyses.plan import (
    AnalysisPlan,
    ContrastPlan,
    Family,
    Independence,
    Location,
    ModelPlan,
    TablePlan,
    TestPlan,
)
from surveys.plans.bases import read_base

COMMON = ("name", "labels", "base", "where")


@dataclass(frozen=True, slots=True)
class Form:
    """How the tables under one heading are read: texts that must be there, choices, and the rest."""

    record: type[AnalysisPlan]
    needed: tuple[str, ...]
    choices: Mapping[str, tuple[str, ...]]
    others: tuple[str, ...] = ()


TESTS = (*get_args(Independence), *get_args(Location))
FORMS = {
    "models": Form(ModelPlan, ("name", "outcome"), {"family": get_args(Family)}, ("terms",)),
    "contrasts": Form(ContrastPlan, ("name", "indicator", "by"), {}, ("level", "coefficients")),
    "tests": Form(TestPlan, ("name", "variable", "by"), {"test": TESTS}),
    "tables": Form(TablePlan, ("name", "variable", "by"), {}),
}


def read_analyses(
    document: Mapping[str, Any], where: str, problems: list[Problem]
) -> tuple[AnalysisPlan, ...]:
    """The analyses of a document; everything that is wrong is appended to `problems`."""
    found: dict[str, AnalysisPlan] = {}
    for heading, form in FORMS.items():
        given = document.get(heading, [])
        if not isinstance(given, list):
            problems.append(Problem("analysis_form", f"{where} › {heading}", repr(given)))
            continue
        for number, table in enumerate(given, start=1):
            place = f"{where} › {heading}[{number}]"
            read = _read(table, form, place, problems)
            if read is not None and read.name in found:
                problems.append(Problem("indicator_twice", f"{place} › name", repr(read.name)))
            elif read is not None:
                found[read.name] = read
    return tuple(found.values())


def _read(table: Any, form: Form, where: str, problems: list[Problem]) -> AnalysisPlan | None:
    if not isinstance(table, Mapping):
        problems.append(Problem("analysis_form", where, repr(table)))
        return None
    count = len(problems)
    check_keys(table, (*COMMON, *form.needed, *form.choices, *form.others), where, problems)
    texts = (*form.needed, *(["level"] if "level" in form.others else []))
    for key in texts:
        value = table.get(key, None if key in form.needed else "")
        if not isinstance(value, str) or (key in form.needed and not value):
            shown = "—" if value is None else repr(value)
            problems.append(Problem("indicator_text", f"{where} › {key}", shown))
    for key, choices in form.choices.items():
        if table.get(key, choices[0]) not in choices:
            details = {"choices": ", ".join(choices)}
            place = f"{where} › {key}"
            problems.append(Problem("analysis_choice", place, repr(table[key]), details))
    values = {key: table[key] for key in (*texts, *form.choices) if key in table}
    labels = table.get("labels", {})
    if not isinstance(labels, Mapping) or not all(isinstance(v, str) for v in labels.values()):
        problems.append(Problem("indicator_labels", f"{where} › labels", repr(labels)))
    values["base"] = read_base(table, where, problems)
    if "where" in table:
        values["where"] = read_condition(table["where"], f"{where} › where", problems)
    if "terms" in form.others:
        values["terms"] = read_names(table, "terms", where, problems)
    if "coefficients" in table:
        values["coefficients"] = _coefficients(table["coefficients"], where, problems)
    return form.record(**values, labels=dict(labels)) if len(problems) == count else None


def _coefficients(given: Any, where: str, problems: list[Problem]) -> dict[str, float]:
    if isinstance(given, Mapping) and given and all(map(is_number, given.values())):
        return {level: float(value) for level, value in given.items()}
    problems.append(Problem("contrast_coefficients", f"{where} › coefficients", repr(given)))
    return {}
