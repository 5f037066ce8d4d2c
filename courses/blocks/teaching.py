"""Blocks that teach: worked examples, tables of numbers, further reading."""

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal.blocks import TEXT_FEATURES
from portal.formula_blocks import FormulaBlock, FormulaCharBlock, FormulaTextBlock
from portal.formulae import formula_problems

SEPARATOR = "|"
NUMBER = re.compile(r"[-−+(]?\d")


class TableValue(blocks.StructValue):
    """A table as its template shows it: cells with whether their column holds numbers."""

    @property
    def headings(self) -> list[tuple[str, bool]]:
        """The headings of the columns."""
        return self._beside_kinds(cells_of(self["head"]))

    @property
    def cells(self) -> list[list[tuple[str, bool]]]:
        """The rows below the headings; the first cell of a row names it."""
        return [self._beside_kinds(cells_of(row)) for row in self["rows"]]

    def _beside_kinds(self, cells: list[str]) -> list[tuple[str, bool]]:
        columns = zip_longest(*map(cells_of, self["rows"]), fillvalue="")
        kinds = [all(NUMBER.match(cell) for cell in column) for column in columns]
        return list(zip_longest(cells, kinds[: len(cells)], fillvalue=False))


def cells_of(line: str) -> list[str]:
    """The cells of a row as it is typed."""
    return [cell.strip() for cell in line.split(SEPARATOR)]


class TableBlock(blocks.StructBlock):
    """A small table of numbers."""

    caption = FormulaCharBlock(label=_("Title of the table"), max_length=200)
    head = blocks.CharBlock(
        label=_("Headings"),
        help_text=_("Divided by “|”, such as: Age | Now | In 20 years"),
    )
    rows = blocks.ListBlock(
        blocks.CharBlock(label=_("Row")),
        label=_("Rows"),
        min_num=1,
        help_text=_("Cells divided by “|”; the first cell names the row."),
    )

    class Meta:
        icon = "table"
        label = _("Table")
        template = "courses/blocks/table.html"
        description = _("A small table of numbers with a title")
        value_class = TableValue
        preview_value = {
            "caption": _("People by age"),
            "head": _("Age | Now | In 20 years"),
            "rows": ["0–19 | 220 | 178.0", "20–39 | 300 | 218.9"],
        }

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        head = formula_problems(*cells_of(cleaned["head"]))
        rows = [] if self.is_deferred_validation else [*self._wrong_lengths(cleaned)]
        rows += formula_problems(*(cell for row in cleaned["rows"] for cell in cells_of(row)))
        errors = {"head": head, "rows": rows}
        if head or rows:
            raise blocks.StructBlockValidationError(
                block_errors={
                    name: ValidationError(found) for name, found in errors.items() if found
                }
            )
        return cleaned

    def _wrong_lengths(self, table: TableValue) -> Iterator[str]:
        wanted = len(table.headings)
        for number, cells in enumerate(table.cells, start=1):
            if len(cells) != wanted:
                yield gettext(
                    "Row %(row)d: %(found)d of %(wanted)d cells. Give as many cells as there are headings."
                ) % {"row": number, "found": len(cells), "wanted": wanted}


class SolutionBlock(blocks.StreamBlock):
    """The steps of a solution."""

    text = FormulaTextBlock(features=TEXT_FEATURES)
    formula = FormulaBlock()
    table = TableBlock()

    class Meta:
        icon = "list-ol"
        label = _("Solution")


class WorkedExampleBlock(blocks.StructBlock):
    """A problem, the way to its solution and the result."""

    title = FormulaCharBlock(label=_("Title"), max_length=120)
    problem = FormulaTextBlock(label=_("Problem"), features=TEXT_FEATURES)
    solution = SolutionBlock()
    result = FormulaTextBlock(
        label=_("Result"),
        features=TEXT_FEATURES,
        help_text=_("The number with its unit, and what it means."),
    )

    class Meta:
        icon = "edit"
        label = _("Worked example")
        template = "courses/blocks/worked_example.html"
        description = _("A problem, the steps to its solution and the result")
        preview_value = {
            "title": _("Twenty payments"),
            "problem": _("What are 20 yearly payments of 12,000 worth today at $i=3\\%$?"),
            "solution": [("text", _("Multiply the payment by $\\ddot{a}_{\\angl{20}}$."))],
            "result": "183,885.59",
        }


class ResourceBlock(blocks.StructBlock):
    """Something to read or use next."""

    title = FormulaCharBlock(label=_("Title"), max_length=200)
    publisher = FormulaCharBlock(
        label=_("Author, publisher and year"), max_length=200, help_text=_("As a reader cites it.")
    )
    note = FormulaCharBlock(label=_("What it is good for"), max_length=300, required=False)
    url = blocks.URLBlock(label=_("Address"), required=False)

    class Meta:
        icon = "link"
        label = _("Further reading")
        template = "courses/blocks/resource.html"
        description = _("A work to go on with, and what it is good for")
        preview_value = {
            "title": _("Guidelines on actuarial work for social security"),
            "publisher": _("ILO and ISSA, 2016"),
            "note": _("What a valuation must contain."),
            "url": "",
        }
