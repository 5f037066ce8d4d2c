"""CSV for spreadsheet programs: nothing in it runs, numbers stay numbers."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.findings.spreadsheet import FORMULA_STARTS, csv_bytes


@pytest.mark.parametrize("cell", ["=1+1", "@SUM(A1)", "+cmd", "-cmd", "＝1+1", "\t=1"])
def test_text_that_a_spreadsheet_would_run_is_defused(cell):
    assert csv_bytes([(cell,)]).decode().rstrip("\n") == f"'{cell}"


def test_a_line_break_in_a_label_begins_no_row():
    assert csv_bytes([("a\r=1+1", "b")]).decode() == '"a\n=1+1",b\n'


def test_negative_numbers_stay_numbers():
    assert csv_bytes([("-1.5", -1.5)]).decode().strip() == "-1.5,-1.5"


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=1))
def test_no_text_can_begin_a_formula_and_none_is_lost(cells):
    (row,) = csv.reader(io.StringIO(csv_bytes([cells]).decode(), newline=""))
    for read, cell in zip(row, cells, strict=True):
        text = cell.replace("\r\n", "\n").replace("\r", "\n")
        assert read in (text, f"'{text}")
        if read.startswith(FORMULA_STARTS):
            float(read)
