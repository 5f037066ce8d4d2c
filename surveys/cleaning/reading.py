"""Reading the derived variables of a plan, and holding them against a frame.

[[recodes]]                         # yes/no: 1, 0, or missing where the condition is unknown
name = "unemployment_insured"
yes = {column = "f_unemp", one_of = ["1", "3"]}
among = {column = "a_elig", at_least = 1}             # outside: missing

[[recodes]]                         # groups: the first level whose condition holds
name = "age_group"
[[recodes.levels]]
code = "16-24"
when = {column = "a_age", at_most = 24}

[[recodes]]                         # sums: missing where a term is, unless blank counts as zero
name = "net_income"
plus = ["d_gross"]
minus = ["d_costs"]
blank_is_zero = ["d_costs"]
unit = "CNY"
kind = "money"
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from surveys.cleaning.conditions import Condition, is_number, read_condition
from surveys.cleaning.frame import Frame, Kind, Variable
from surveys.cleaning.labels import read_labels, read_text
from surveys.cleaning.recodes import Level, Recode
from surveys.cleaning.variable import KINDS, NUMERIC
from surveys.errors import Problem
from surveys.errors.documents import check_keys, read_names, unknown_variable

KEYS_OF = {
    "yes": ("among",),
    "levels": (),
    "plus": ("minus", "blank_is_zero", "times", "kind", "unit"),
}
"""The ways to derive a variable, and the keys that mean something beside each."""


def read_recodes(
    document: Mapping[str, Any], where: str, problems: list[Problem]
) -> tuple[Recode, ...]:
    """The `[[recodes]]` of a plan; what is wrong is appended to `problems`."""
    given = document.get("recodes", [])
    if not isinstance(given, list):
        problems.append(Problem("recodes_form", f"{where} › recodes", repr(given)))
        return ()
    recodes = []
    for number, data in enumerate(given, start=1):
        recode = _read_recode(data, f"{where} › recodes[{number}]", problems)
        if recode is not None:
            recodes.append(recode)
    return tuple(recodes)


def _read_recode(data: Any, where: str, problems: list[Problem]) -> Recode | None:
    if not isinstance(data, Mapping):
        problems.append(Problem("recode_form", where, repr(data)))
        return None
    forms = [form for form in KEYS_OF if form in data]
    if not isinstance(data.get("name"), str) or not data["name"] or len(forms) != 1:
        problems.append(Problem("recode_form", where, ", ".join(sorted(data)) or "—"))
        return None
    form = forms[0]
    check_keys(data, ("name", "labels", form, *KEYS_OF[form]), where, problems)

    def condition(key: str) -> Condition | None:
        return read_condition(data[key], f"{where} › {key}", problems) if key in data else None

    levels = _read_levels(data["levels"], where, problems) if form == "levels" else ()
    variable = Variable(
        data["name"],
        "category" if form == "levels" else _read_kind(data, where, problems),
        read_labels(data, "labels", where, problems),
        {level.code: level.labels for level in levels},
        read_text(data, "unit", where, problems),
    )
    return Recode(
        variable,
        condition("yes"),
        condition("among"),
        levels,
        read_names(data, "plus", where, problems) if form == "plus" else (),
        read_names(data, "minus", where, problems, needed=False),
        read_names(data, "blank_is_zero", where, problems, needed=False),
        _read_factor(data, where, problems),
    )


def _read_kind(data: Mapping[str, Any], where: str, problems: list[Problem]) -> Kind:
    kind: Kind = data.get("kind", "number")
    if kind in NUMERIC:
        return kind
    details = {"kinds": ", ".join(NUMERIC)}
    problems.append(Problem("recode_kind", f"{where} › kind", repr(kind), details))
    return "number"


def _read_factor(data: Mapping[str, Any], where: str, problems: list[Problem]) -> float:
    factor = data.get("times", 1.0)
    if is_number(factor):
        return float(factor)
    problems.append(Problem("condition_number", f"{where} › times", repr(factor)))
    return 1.0


def _read_levels(given: Any, where: str, problems: list[Problem]) -> tuple[Level, ...]:
    if not isinstance(given, list) or not given:
        problems.append(Problem("recode_levels", f"{where} › levels", repr(given)))
        return ()
    levels: dict[str, Level] = {}
    for number, data in enumerate(given, start=1):
        place = f"{where} › levels[{number}]"
        level = _read_level(data, place, problems)
        if level is not None and level.code in levels:
            problems.append(Problem("level_twice", f"{place} › code", repr(level.code)))
        elif level is not None:
            levels[level.code] = level
    return tuple(levels.values())


def _read_level(data: Any, where: str, problems: list[Problem]) -> Level | None:
    code = data.get("code") if isinstance(data, Mapping) else None
    if not isinstance(code, str) or not code or "when" not in data:
        problems.append(Problem("recode_level", where, repr(data)))
        return None
    check_keys(data, ("code", "when", "labels"), where, problems)
    labels = read_labels(data, "labels", where, problems)
    when = read_condition(data["when"], f"{where} › when", problems)
    return None if when is None else Level(code, when, labels)


def check_recodes(recodes: Sequence[Recode], frame: Frame, where: str) -> list[Problem]:
    """Columns that nothing provides before the recode that reads them, or of an unsuitable kind."""
    kinds = {name: variable.kind for name, variable in frame.variables.items()}
    problems: list[Problem] = []
    for number, recode in enumerate(recodes, start=1):
        place = f"{where} › recodes[{number}] › {recode.variable.name}"
        for name, suitable, code in dict.fromkeys(_needs(recode)):
            if name not in kinds:
                problems.append(unknown_variable(name, kinds, place))
            elif kinds[name] not in suitable:
                problems.append(Problem(code, place, repr(name)))
        kinds[recode.variable.name] = recode.variable.kind
    return problems


def _needs(recode: Recode) -> Iterator[tuple[str, tuple[Kind, ...], str]]:
    """Each column a recode reads, the kinds that suit, and the problem of any other kind."""
    for name in sorted(recode.terms()):
        yield name, NUMERIC, "numbers_needed"
    for comparison in recode.comparisons():
        if comparison.test == "one_of":
            yield comparison.column, KINDS, ""
        elif comparison.test == "contains_any":
            yield comparison.column, ("category", "text"), "codes_needed"
        else:
            yield comparison.column, NUMERIC, "numbers_needed"
