"""Where a finding stands: a cell of the workbook, or a path where there is no workbook."""

from __future__ import annotations

from surveys.instrument.program import Role
from surveys.instrument.workbook import Row, Workbook

COLUMNS: dict[Role, str] = {
    "relevant": "relevant",
    "calculate": "calculation",
    "constraint": "constraint",
    "required": "required",
    "choice_filter": "choice_filter",
    "count": "repeat_count",
    "action": "calculation",
    "order": "parameters",
}


class Places:
    """Rows of the survey sheet by the path of their node."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self.rows: dict[str, Row] = {_below_root(path): row for path, row in workbook.paths("root")}

    def of(self, path: str, column: str = "") -> str:
        """The place of a node, or of one column of it."""
        row = self.rows.get(_below_root(path))
        place = f"survey › row {row.number}" if row is not None else path
        return f"{place} › {column}" if column else place

    def of_logic(self, path: str, role: Role) -> str:
        """The cell of an expression; pyxform keeps the count of repeat `x` in a node `x_count`."""
        if _below_root(path) not in self.rows and path.endswith("_count"):
            return self.of(path.removesuffix("_count"), COLUMNS["count"])
        column = COLUMNS[role]
        row = self.rows.get(_below_root(path))
        if role == "action" and row is not None and not row.get(column).strip():
            column = "default"
        return self.of(path, column)

    def naming(self, text: str) -> str:
        """The first cell of the survey sheet that holds a text; "" where none does."""
        for row in self.workbook.survey:
            for column, cell in row.cells.items():
                if text in cell:
                    return f"survey › row {row.number} › {column}"
        return ""


def _below_root(path: str) -> str:
    """A path without the name of the form's root, which the sheet does not show."""
    return path.lstrip("/").partition("/")[2]
