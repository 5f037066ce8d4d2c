"""A version of a questionnaire as pages and tables want it: contents, codebook, differences."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from django.conf import settings

from surveys import queries
from surveys.findings.spreadsheet import BYTE_ORDER_MARK, csv_bytes

if TYPE_CHECKING:
    from surveys.instrument.codebook import Entry
    from surveys.instrument.differences import Differences
    from surveys.models import InstrumentVersion

PAPER_LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def contents_of(version: InstrumentVersion) -> Mapping[str, object]:
    """How much of what a questionnaire holds."""
    from surveys.instrument.nodes import Repeat

    questionnaire = queries.questionnaire_of(version)
    questions = list(questionnaire.questions.values())
    asked = [question for question in questions if question.asked]
    by = Counter(question.asked_by for question in asked)
    return {
        "asked": by[""],
        "interviewer": by["interviewer"],
        "preload": by["preload"],
        "calculated": sum(question.kind == "calculate" for question in questions),
        "repeats": sum(isinstance(node, Repeat) for node in questionnaire.walk()),
        "lists": len({question.choice_list for question in questions if question.choice_list}),
        "languages": [language_name(code) for code in questionnaire.languages],
    }


def language_name(code: str) -> str:
    """A language in its own name, else its code."""
    return str(dict(settings.LANGUAGES).get(code, code))


def entries(version: InstrumentVersion, language: str) -> list[Entry]:
    """The codebook of a version in one language."""
    from surveys.instrument.codebook import codebook_of

    return codebook_of(queries.questionnaire_of(version), language)


def differences_between(old: InstrumentVersion, new: InstrumentVersion) -> Differences:
    """What changed from one version to another."""
    from surveys.instrument.differences import differences

    return differences(queries.questionnaire_of(old), queries.questionnaire_of(new))


def csv_table(version: InstrumentVersion, language: str) -> bytes:
    """The codebook as CSV."""
    from surveys.instrument.codebook import lines_of

    return BYTE_ORDER_MARK + csv_bytes(lines_of(entries(version, language)))


def xlsx_table(version: InstrumentVersion, language: str) -> bytes:
    """The codebook as a workbook; every cell is text, whatever it begins with."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    from surveys.instrument.codebook import lines_of

    book = Workbook(write_only=True)
    sheet = book.create_sheet("codebook")
    sheet.freeze_panes = "A2"
    for number, line in enumerate(lines_of(entries(version, language))):
        cells = [WriteOnlyCell(sheet, value=text) for text in line]
        for cell in cells:
            cell.data_type = "s"
            if number == 0:
                cell.font = Font(bold=True)
        sheet.append(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


TABLES: Mapping[str, tuple[Callable[[InstrumentVersion, str], bytes], str]] = {
    "csv": (csv_table, "text/csv; charset=utf-8"),
    "xlsx": (xlsx_table, XLSX),
}
