"""Whatever people write leaves in every format and comes in again, and nothing of it is run."""

import csv
import io
import zipfile

import openpyxl
import pytest

from surveys.exports.attachments import File, write_attachments
from surveys.exports.cases import Case
from surveys.exports.layout import Column, Layout, Table
from surveys.exports.writing import Options, write
from surveys.imports.sources import read_sources

TEXTS = [
    "=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1",
    "＠x", "'=1", "''=1", " =1", "\u200f=1", "a\u202eb", "مرحبا 123 =1", "line1\nline2\r\nline3\rend",
    'quote"x', "semi;x,y\tz", "😀", "a\u2028b", "长" * 9_000, "_x000D_", "| calc", "%0A=1", "007",
]  # fmt: skip
COLUMNS = (Column("KEY", "text", "@KEY"), Column("t", "text", "t"))
LAYOUT = Layout((Table("", "", COLUMNS),), ("en",), "en")


def written(folder, kind, layout=LAYOUT, name="t", values=TEXTS):
    cases = [Case({"@KEY": str(place), name: text}) for place, text in enumerate(values)]
    path = folder / f"cases.{kind}"
    write(kind, layout, cases, path, Options())
    return path


@pytest.mark.parametrize("kind", ["csv", "xlsx", "sav", "dta", "parquet"])
def test_every_text_comes_in_again_as_it_was_written(tmp_path, kind):
    path = written(tmp_path, kind)
    [source] = read_sources({path.name: path})
    assert [cells[1] for _row, cells in source.rows()] == TEXTS


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_cell_begins_as_a_formula(tmp_path, kind):
    path = written(tmp_path, kind)
    if kind == "csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells = [row[1] for row in csv.reader(file)]
    else:
        sheet = openpyxl.load_workbook(path)["data"]
        cells = [row[1].value for row in sheet.iter_rows()]
        assert {row[1].data_type for row in sheet.iter_rows()} == {"s"}
    assert len(cells) == len(TEXTS) + 1
    assert [cell for cell in cells if cell[0] in "=+-@\t\r\n＝＋－＠"] == []


NUMBERS = ["12", "-5", "007", "110101199003078515", "9007199254740993"]


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("csv", NUMBERS),
        ("xlsx", ["12", "-5", "007", "110101199003078515", "9007199254740993"]),
        ("parquet", ["12", "-5", "7", "110101199003078515", "9007199254740993"]),
        ("sav", ["12", "-5", "7", "", ""]),
        ("dta", ["12", "-5", "7", "", ""]),
    ],
)
def test_long_numbers_keep_every_digit_or_are_told_as_lost(tmp_path, kind, found):
    column = Column("n", "integer", "n")
    layout = Layout((Table("", "", (COLUMNS[0], column)),), ("en",), "en")
    path = written(tmp_path, kind, layout, "n", NUMBERS)
    [source] = read_sources({path.name: path})
    missing = source.missing.get("n", ())
    cells = [cells[1] for _row, cells in source.rows()]
    assert ["" if cell in missing else cell for cell in cells] == found


@pytest.mark.parametrize("kind", ["sav", "dta"])
def test_computed_numbers_of_a_code_stay_texts(tmp_path, kind):
    column = Column("n", "computed", "n")
    layout = Layout((Table("", "", (COLUMNS[0], column)),), ("en",), "en")
    path = written(tmp_path, kind, layout, "n", ["0012", "33"])
    [source] = read_sources({path.name: path})
    assert [cells[1] for _row, cells in source.rows()] == ["0012", "33"]


def test_names_in_an_archive_can_be_unpacked_everywhere(tmp_path):
    picture = tmp_path / "blob"
    picture.write_bytes(b"picture")
    names = [
        "../../etc/passwd", "CON.jpg", "nul", "a\u202egpj.exe", "x" * 300 + ".jpg", "é.jpg",
        "e\u0301.jpg", "É.jpg", "...", "trailing. ", "=1.jpg", "照片 1.jpg",
    ]  # fmt: skip
    files = [File("uuid:a", name, picture, "0" * 64, 7) for name in names]
    out = tmp_path / "files.zip"
    write_attachments(files, out)
    with zipfile.ZipFile(out) as archive:
        members = archive.namelist()[:-1]
        table = list(
            csv.DictReader(io.StringIO(archive.read("attachments.csv").decode("utf-8-sig")))
        )
    assert len({member.casefold() for member in members}) == len(names)
    for member in members:
        folder, key, name = member.split("/")
        assert (folder, key) == ("media", "uuid_a")
        assert len(name) <= 110
        assert name.strip(". ") == name
        assert name.partition(".")[0].lower() not in ("con", "nul")
        assert "\u202e" not in name
    assert [row["name"].removeprefix("'") for row in table] == names
    assert any(member.endswith("照片_1.jpg") for member in members)
