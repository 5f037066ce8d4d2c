"""Filters of the numbered tables of findings: what their heads, headings and rows say."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import TYPE_CHECKING

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.words import in_language
from surveys.templatetags import numbers, wording
from surveys.templatetags.findings import unit_name

if TYPE_CHECKING:
    from surveys.findings.naming import Part
    from surveys.findings.tables import Column, Row, RowGroup, Table

register = template.Library()


@register.filter
def continued(number: int) -> str:
    """What the head of a page says of a table that began on an earlier one."""
    return _("Table %(number)s (continued)") % {"number": number}


@register.filter
def under_headings(group: RowGroup) -> list[tuple[str, list[Row]]]:
    """The rows of a breakdown under its variable, those of a crossed one under each outer level."""
    names = [in_language(labels) for labels in group.variables]
    if len(names) < 2:
        return [("".join(names), list(group.rows))]
    found = groupby(group.rows, key=lambda row: row.parts[:-1])
    return [(_outer(names, parts), list(rows)) for parts, rows in found]


def _outer(names: list[str], parts: tuple[Part, ...]) -> str:
    levels = (in_language(part.level_labels) for part in parts)
    named = (wording.qualified(*each) for each in zip(names, levels, strict=False))
    return pgettext("levels of a cross table", ", ").join(named)


@register.filter
def counted(row: Row) -> str:
    """The respondents behind a row: one number, or a range where items were left blank."""
    if row.n is None:
        return numbers.SUPPRESSED
    low, high = (numbers.decimal(n, 0) for n in row.n)
    return low if low == high else f"{low}–{high}"


@register.filter
def row_label(row: Row) -> str:
    """The level of a row under its heading; "All" for the whole population."""
    if not row.parts:
        return pgettext("group of respondents", "All")
    return in_language(row.parts[-1].level_labels)


@register.filter
def column_label(column: Column) -> str:
    """What a column shows, with its unit."""
    text = in_language(column.level_labels or column.labels)
    return wording.with_unit(text, unit_name(column.unit))


@register.filter
def sampled_label(column: Column) -> str:
    """An indicator with its level and unit, for a table that has one row per estimate."""
    name = wording.qualified(in_language(column.labels), in_language(column.level_labels))
    return wording.with_unit(name, unit_name(column.unit))


@register.filter
def measures(table: Table) -> str:
    """What the columns of a table show, for its title: tables of one chapter differ by it."""
    between = pgettext("measures in the title of a table", "; ")
    shown = between.join(
        in_language(column.level_labels or column.labels) for column in table.columns
    )
    if not table.columns[0].level:
        return shown
    measure = in_language(table.columns[0].labels)
    return _("%(measure)s (%(answers)s)") % {"measure": measure, "answers": shown}


@register.filter
def domains(table: Table) -> list[Mapping[str, str]]:
    """The labels of the variables a table is broken down by."""
    return list(
        {str(labels): labels for group in table.groups for labels in group.variables}.values()
    )
