"""What is missing and why, in the files of SPSS and Stata, as another program reads them."""

import pytest

from surveys.exports.cases import Case
from surveys.exports.layout import layout_of
from surveys.exports.writing import Options, write
from surveys.instrument.nodes import Choice
from tests.surveys.exports.test_layout import form, question

pyreadstat = pytest.importorskip("pyreadstat")
WORDS = {"blank": "left blank", "lost": "no value of this type", "not_asked": "not asked"}
ANSWERS = ("1", None, "", "x", "98", "99")


def written(tmp_path, kind, answers, codes=("1", "98", "99")):
    choices = tuple(Choice(code, {"en": f"label {code}"}) for code in codes)
    layout = layout_of([form("1", question("q", "select_one", choices=choices))])
    cases = [Case({"q": answer}) for answer in answers]
    out = tmp_path / f"a.{kind}"
    write(kind, layout, cases, out, Options(words=WORDS))
    return out


def test_spss_has_a_number_with_a_label_for_each_kind_and_calls_them_missing(tmp_path):
    path = written(tmp_path, "sav", ANSWERS)
    data, meta = pyreadstat.read_sav(path, user_missing=True)
    assert data["q"].astype(object).fillna("system-missing").tolist() == [
        1,
        "system-missing",
        -9,
        100,
        98,
        99,
    ]
    assert meta.missing_ranges["q"] == [{"lo": 98, "hi": 100}, {"lo": -9, "hi": -9}]
    assert meta.variable_value_labels["q"] == {
        1: "label 1", 98: "label 98", 99: "label 99", -9: "left blank", 100: "no value of this type",
    }  # fmt: skip
    as_analysed, _meta = pyreadstat.read_sav(path)
    assert as_analysed["q"].dropna().tolist() == [1]


def test_spss_has_three_numbers_where_nothing_is_blank(tmp_path):
    path = written(tmp_path, "sav", ["1", "x", "98", "99"])
    data, meta = pyreadstat.read_sav(path, user_missing=True)
    assert data["q"].tolist() == [1, -8, 98, 99]
    assert [each["lo"] for each in meta.missing_ranges["q"]] == [-8, 98, 99]


def test_no_value_of_spss_is_called_missing(tmp_path):
    taken = written(tmp_path, "sav", [*ANSWERS, "100"], codes=("1", "98", "99", "100"))
    data, meta = pyreadstat.read_sav(taken, user_missing=True)
    assert data["q"].astype(object).fillna("none").tolist() == [1, "none", -9, "none", 98, 99, 100]
    assert [each["lo"] for each in meta.missing_ranges["q"]] == [-9, 98, 99]
    sent = written(tmp_path, "sav", ["-9", "-8", "", "x"])
    data, _meta = pyreadstat.read_sav(sent, user_missing=True)
    assert data["q"].tolist()[:2] == [-9, -8]
    assert len(set(data["q"])) == 4


def test_stata_has_a_letter_with_a_label_for_each_kind(tmp_path):
    data, meta = pyreadstat.read_dta(written(tmp_path, "dta", ANSWERS), user_missing=True)
    assert data["q"].tolist() == [1, "a", "b", "c", "d", "r"]
    assert meta.variable_value_labels["q"] == {
        1: "label 1", "a": "not asked", "b": "left blank", "c": "no value of this type",
        "d": "label 98", "r": "label 99",
    }  # fmt: skip
