"""The questionnaires that are compared: the demonstration's, a wide one of our own, public ones."""

from __future__ import annotations

import io
import re
from functools import lru_cache

from openpyxl import load_workbook
from pyxform.xls2xform import convert

from tests.surveys.instrument.forms import DATA, NSE

FORMS = DATA / "forms"
SOURCES = {
    "nsw2026": DATA / "oracle_open" / "nsw2026.xml",
    "nse": NSE,
    "widest": FORMS / "widest.md",
    "actions": FORMS / "actions.md",
    "reach_msna_2024": FORMS / "reach_msna_2024.xlsx",
    "liberia_village": FORMS / "liberia_village.xlsx",
    "ipa_date_allows_dk": FORMS / "ipa_date_allows_dk.xlsx",
    "ipa_likert": FORMS / "ipa_likert.xlsx",
    "pyxform_spec_test": FORMS / "pyxform_spec_test.xlsx",
    "pyxform_widgets": FORMS / "pyxform_widgets.xls",
    "pyxform_repeat_date": FORMS / "pyxform_repeat_date.xls",
}
STEERED = {
    "/data/grp_a/a_consent": "1",
    "/data/grp_a/a_age": "30",
    "/data/grp_a/a_work7": "1",
    "/data/grp_a/a_forms": "1",
    "/data/consent_g/consent": "yes",
}
"""What most respondents answer, so that interviews become long."""
ADAPTED = [
    # SurveyCTO's functions, Collect's pulldata, and one value of several nodes stop the engine.
    (r' calculate="(?:device-info|duration|pulldata)\([^"]*"', ""),
    (r'(<bind nodeset="[^"]*/ind_potentially_hoh"[^>]*?) calculate="[^"]*"', r"\1"),
]


@lru_cache
def xform(name: str) -> bytes:
    """The XForm of one of the questionnaires."""
    path = SOURCES[name]
    if path.suffix == ".xml":
        return path.read_bytes()
    if path.suffix == ".md":
        return str(convert(path.read_text("utf-8")).xform).encode()
    content = path.read_bytes()
    if name == "liberia_village":
        content = _with_setting(content, "allow_choice_duplicates", "yes")
    return adapted(str(convert(content, file_type=path.suffix).xform)).encode()


def adapted(source: str) -> str:
    """The XForm without what neither engine runs."""
    for pattern, replacement in ADAPTED:
        source = re.sub(pattern, replacement, source)
    return source


def _with_setting(content: bytes, name: str, value: str) -> bytes:
    book = load_workbook(io.BytesIO(content), data_only=True)
    sheet = book["settings"]
    sheet.cell(1, sheet.max_column + 1, name)
    sheet.cell(2, sheet.max_column, value)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
