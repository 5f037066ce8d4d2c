"""Files of answers that are damaged or made to harm: told as such, and whoever asked lives on."""

import io
import zipfile
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from surveys.errors import SurveyError
from surveys.imports.sources import read_sources

TABLE = pd.DataFrame(
    {"key": ["a", "b", "c"] * 50, "x": [1.5, 2, None] * 50, "t": ["甲", "乙", "text"] * 50}
)
SHEET = "xl/worksheets/sheet1.xml"


def problem_of(folder, name, content):
    path = folder / name
    path.write_bytes(content)
    with pytest.raises(SurveyError) as refused:
        read_sources({name: path})
    (problem,) = refused.value.problems
    assert problem.where == name
    return problem.code


def workbook(**changed):
    """A workbook whose parts of these names have other contents; a blank one is left out."""
    book = io.BytesIO()
    TABLE.to_excel(book, index=False, engine="openpyxl")
    made = io.BytesIO()
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in {
            **{each: old.read(each) for each in old.namelist()},
            **changed,
        }.items():
            if content:
                new.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize(
    "changed",
    [
        {SHEET: b"<worksheet><sheetData><row r='1'><c t='inlineStr'>"},
        {SHEET: b""},
        {"xl/styles.xml": b"\0\0\0"},
        {"xl/workbook.xml": b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"},
    ],
    ids=["torn", "missing", "noise", "entity"],
)
def test_a_damaged_workbook(tmp_path, changed):
    code = problem_of(tmp_path, "a.xlsx", workbook(**changed))
    assert code in ("import_unreadable", "empty_table")


def test_a_workbook_damaged_below_its_first_rows(tmp_path):
    """What cannot be read to its end is not read at all."""
    rows = b"".join(b"<row r='%d'><c t='str'><v>x</v></c></row>" % n for n in range(1, 50))
    sheet = b"<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>"
    sheet += b"<sheetData>" + rows + b"<row r='50'><c"
    assert problem_of(tmp_path, "a.xlsx", workbook(**{SHEET: sheet})) == "import_unreadable"


@pytest.mark.parametrize("megabytes", [60, 450])
def test_a_workbook_that_unpacks_to_much_more_than_its_size(tmp_path, megabytes):
    """A megabyte of these strings would keep the library busy for five minutes."""
    content = workbook(**{"xl/sharedStrings.xml": b"<si><t>y</t></si>" * (megabytes * 62_500)})
    assert problem_of(tmp_path, "a.xlsx", content) == "import_size"


@pytest.fixture(scope="module")
def statistics(tmp_path_factory):
    """The bytes of the table in both formats."""
    folder = tmp_path_factory.mktemp("statistics")
    pyreadstat.write_sav(TABLE, str(folder / "a.sav"), compress=True)
    pyreadstat.write_dta(TABLE, str(folder / "a.dta"))
    return {each.suffix: each.read_bytes() for each in folder.iterdir()}


@pytest.mark.parametrize("kind", [".sav", ".dta"])
@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9])
def test_a_file_that_was_cut_off(tmp_path, statistics, kind, share):
    content = statistics[kind]
    cut = content[: int(len(content) * share)]
    assert problem_of(tmp_path, f"a{kind}", cut) == "import_unreadable"


def test_a_file_that_crashes_the_library(tmp_path, statistics):
    """The version of the library that is used here ends its process on this one."""
    content = bytearray(statistics[".sav"])
    content[180] = 0o320
    assert problem_of(tmp_path, "a.sav", bytes(content)) == "import_unreadable"


def test_sound_files_are_read_to_their_end(tmp_path, statistics):
    """So that a reader that refuses everything fails."""
    for kind, content in {**statistics, ".xlsx": workbook()}.items():
        path = Path(tmp_path, f"a{kind}")
        path.write_bytes(content)
        (source,) = read_sources({path.name: path})
        rows = list(source.rows())
        assert (len(rows), rows[-1]) == (150, (151, ["c", "", "text"]))
