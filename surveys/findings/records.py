"""Frozen records as JSON and back.

JSON has no NaN, so NaN is written as null and read back where the record's type says `float`.
The order of a code list means something; it is written as pairs, for keys are sorted. Money is written as {"amount": "<decimal>", "currency": "<ISO 4217>"}; see `is_money`.
"""

from __future__ import annotations

import math
import re
import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from decimal import Decimal
from functools import cache
from numbers import Integral, Real
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

CURRENCY = re.compile(r"[A-Z]{3}")
MONEY_FIELDS = ("value", "standard_error", "lower", "upper")
CODE_LIST = "level_labels"


def is_money(unit: str) -> bool:
    """Whether a unit is an ISO 4217 currency code."""
    return CURRENCY.fullmatch(unit) is not None


def plain(value: Any) -> Any:
    """A record as dictionaries, lists, numbers and texts that `json` can write."""
    if is_dataclass(value):
        return _plain_record(value)
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [plain(part) for part in value]
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        number = float(value)
        return None if math.isnan(number) else number
    raise TypeError(f"a result cannot hold {type(value).__name__}")


def _plain_record(record: Any) -> dict[str, Any]:
    data = {
        item.name: plain(getattr(record, item.name))
        for item in fields(record)
        if not (_added_later(item) and getattr(record, item.name) == _default(item))
    }
    if CODE_LIST in data:
        data[CODE_LIST] = [[code, labels] for code, labels in data[CODE_LIST].items()]
    unit = data.get("unit")
    if isinstance(unit, str) and is_money(unit):
        for name in MONEY_FIELDS:
            if isinstance(data.get(name), int | float):
                data[name] = {"amount": str(Decimal(repr(data[name]))), "currency": unit}
    return data


def rounded(data: Any, digits: int) -> Any:
    """The same structure with every number written as text with that many significant digits."""
    if isinstance(data, dict):
        if data.keys() == {"amount", "currency"}:
            return {**data, "amount": rounded(float(data["amount"]), digits)}
        return {key: rounded(part, digits) for key, part in data.items()}
    if isinstance(data, list):
        return [rounded(part, digits) for part in data]
    if isinstance(data, float):
        return f"{data + 0.0:.{digits}g}"
    if isinstance(data, int) and not isinstance(data, bool):
        return str(data)
    return data


def read(kind: Any, data: Any) -> Any:
    """A value of type `kind` from what `plain` wrote.

    Raises ValueError with the place and the reason when the data does not fit the type.
    """
    origin = get_origin(kind)
    if is_dataclass(kind):
        return _read_record(kind, data)
    if origin in (Union, types.UnionType):
        return _read_union(get_args(kind), data)
    if origin is tuple:
        return _read_tuple(get_args(kind), data)
    if origin is not None and _is_mapping(origin):
        _require(isinstance(data, dict | list), data, "a table")
        pairs = data.items() if isinstance(data, dict) else data
        return {key: read(get_args(kind)[1], part) for key, part in pairs}
    return _read_single(kind, data)


def _read_union(kinds: tuple[Any, ...], data: Any) -> Any:
    """None or a text as such where the type allows it, else a value of the other type."""
    if data is None and type(None) in kinds:
        return None
    if isinstance(data, str) and str in kinds:
        return data
    return read(next(kind for kind in kinds if kind not in (str, type(None))), data)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _is_mapping(origin: Any) -> bool:
    return isinstance(origin, type) and issubclass(origin, Mapping)


def _read_record(kind: Any, data: Any) -> Any:
    _require(isinstance(data, dict), data, kind.__name__)
    hints = _hints(kind)
    unknown = data.keys() - hints.keys()
    _require(not unknown, sorted(unknown), f"no other fields in {kind.__name__}")
    later = {item.name for item in fields(kind) if _added_later(item)}
    missing = hints.keys() - data.keys() - later
    _require(not missing, sorted(missing), f"all fields of {kind.__name__}")
    return kind(**{name: read(hint, data[name]) for name, hint in hints.items() if name in data})


def _added_later(item: Field[Any]) -> bool:
    """Whether older documents lack a field; where it has its default new ones do too.

    So a stored release can be read, and keeps its hash, after its records have grown.
    """
    return bool(item.metadata.get("added_later"))


def _default(item: Field[Any]) -> Any:
    return item.default if item.default_factory is MISSING else item.default_factory()


def _read_tuple(parts: tuple[Any, ...], data: Any) -> tuple[Any, ...]:
    _require(isinstance(data, list), data, "a list")
    if len(parts) == 2 and parts[1] is Ellipsis:
        return tuple(read(parts[0], part) for part in data)
    _require(len(parts) == len(data), data, f"{len(parts)} entries")
    return tuple(read(part, item) for part, item in zip(parts, data, strict=True))


def _read_single(kind: Any, data: Any) -> Any:
    if kind is float:
        if isinstance(data, dict):
            return float(data["amount"])
        _require(data is None or isinstance(data, int | float), data, "a number")
        return math.nan if data is None else float(data)
    if get_origin(kind) is Literal:
        _require(data in get_args(kind), data, f"one of {get_args(kind)}")
    else:
        _require(isinstance(data, kind), data, kind.__name__)
    return data


def _require(fits: bool, found: Any, expected: str) -> None:
    if not fits:
        raise ValueError(f"found {str(found)[:80]!r}, expected {expected}")
