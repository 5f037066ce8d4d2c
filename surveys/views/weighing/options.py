"""What can be ticked in the fields of a plan: columns and tables of control totals, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.words import in_language
from surveys.errors.documents import MOST_LEVELS
from surveys.forms.plan_fields import Offered
from surveys.templatetags import numbers, vocabulary

if TYPE_CHECKING:
    from surveys.cleaning.frame import Frame

NO_CLASSES = {"case_id", "unit_base_weight", "status"}
"""What tells cases apart, and what classes are to explain."""


def offered(frame: Frame | None, totals: Mapping[str, Any]) -> Offered:
    """The columns that are known for every case, and the control totals of a plan."""
    margins = [(name, _margin_words(name, table, frame)) for name, table in totals.items()]
    if frame is None:
        return Offered((), margins)
    return Offered([(name, _variable_words(name, frame)) for name in _complete(frame)], margins)


def _complete(frame: Frame) -> Iterable[str]:
    """Columns that may group cases."""
    for name, column in frame.data.items():
        if name not in NO_CLASSES and column.notna().all() and column.nunique() <= MOST_LEVELS:
            yield str(name)


def _variable_words(name: str, frame: Frame | None) -> str:
    """The label of a column with its name, or the name alone."""
    variable = frame.variables.get(name) if frame is not None else None
    label = in_language(variable.labels) if variable else ""
    label = label or str(vocabulary.COLUMNS.get(name, ""))
    return _("%(label)s (%(name)s)") % {"label": label, "name": name} if label else name


def _margin_words(name: str, table: Any, frame: Frame | None) -> str:
    """The name of a table of control totals with what it holds, as far as that can be read."""
    if not isinstance(table, Mapping):
        return name
    if "numeric" in table:
        return _("%(name)s: the total of %(variable)s, for calibration only") % {
            "name": name,
            "variable": table["numeric"],
        }
    variables, cells = table.get("variables"), table.get("totals")
    if not isinstance(variables, list) or not isinstance(cells, list | Mapping):
        return name
    words = ngettext(
        "%(name)s: %(variables)s, %(cells)s cell",
        "%(name)s: %(variables)s, %(cells)s cells",
        len(cells),
    )
    return words % {
        "name": name,
        "variables": " × ".join(_label(str(each), frame) for each in variables),
        "cells": numbers.decimal(len(cells), 0),
    }


def _label(name: str, frame: Frame | None) -> str:
    variable = frame.variables.get(name) if frame is not None else None
    return (in_language(variable.labels) if variable else "") or name
