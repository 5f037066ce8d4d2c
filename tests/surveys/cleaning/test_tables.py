"""CSV files become typed frames; every fault of the form is told with its line."""

import pytest

from surveys.cleaning.build import frame_of_answers, frame_of_table
from surveys.cleaning.csv_table import read_table
from surveys.cleaning.frame import Edit
from surveys.errors import SurveyError
from tests.nse import nse_questionnaire


def codes(content):
    with pytest.raises(SurveyError) as caught:
        read_table(content, "a.csv")
    return [(problem.code, problem.where) for problem in caught.value.problems]


def test_empty_cells_and_declared_codes_are_missing():
    table = read_table("\ufeffa,b\n1,NA\n,x\n".encode(), "a.csv", missing=["NA"])
    assert table["a"].isna().tolist() == [False, True]
    assert table["b"].isna().tolist() == [True, False]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", [("empty_table", "a.csv")]),
        (b"a,b\n", [("empty_table", "a.csv")]),
        (b"a,b\n\n\n", [("empty_table", "a.csv")]),
        (b'a\n1\n"2\n' + b"3\n" * 70_000, [("cell_length", "a.csv › line 3")]),
        ("a,b\n1,é\n".encode("latin-1"), [("not_utf8", "a.csv › line 2")]),
        (b"a,b\n1,\x00\n", [("null_character", "a.csv › line 2")]),
        (
            b"a,,a\n1,2\n",
            [
                ("column_name", "a.csv › line 1 › 1"),
                ("column_name", "a.csv › line 1 › 2"),
                ("column_name", "a.csv › line 1 › 3"),
                ("cell_count", "a.csv › line 2"),
            ],
        ),
    ],
)
def test_faults_are_told_with_their_line(content, expected):
    assert codes(content) == expected


def test_columns_are_typed_as_declared_or_as_they_look():
    table = read_table(b"code,hours,city\n01,40.5,HZ\n02,,CD\n", "a.csv")
    frame = frame_of_table(table, {"code": {"kind": "category"}}, "design.toml")
    kinds = {name: variable.kind for name, variable in frame.variables.items()}
    assert kinds == {"code": "category", "hours": "number", "city": "category"}
    assert frame.data["code"].tolist() == ["01", "02"]
    assert frame.data["city"].cat.categories.tolist() == ["CD", "HZ"]


def test_a_declared_number_that_is_none_is_told_with_line_and_column():
    table = read_table(b"hours\n40\n4o\ninf\n", "a.csv")
    with pytest.raises(SurveyError) as caught:
        frame_of_table(table, {"hours": {"kind": "number"}}, "design.toml")
    assert [(each.where, each.found) for each in caught.value.problems] == [
        ("line 3 › hours", "'4o'"),
        ("line 4 › hours", "'inf'"),
    ]


@pytest.mark.parametrize(
    ("declarations", "code", "where"),
    [
        (5, "variables_form", ""),
        ({"hours": "money"}, "variable_form", " › hours"),
        ({"hours": {"kind": "cash"}}, "unknown_kind", " › hours › kind"),
        ({"hours": {"kind": []}}, "unknown_kind", " › hours › kind"),
        ({"hours": {"kind": ""}}, "unknown_kind", " › hours › kind"),
        ({"hours": {"sort": "money"}}, "unknown_key", " › hours › sort"),
        ({"hours": {"unit": 5}}, "not_a_text", " › hours › unit"),
        ({"hours": {"labels": 5}}, "labels_form", " › hours › labels"),
        ({"hours": {"level_labels": 5}}, "labels_by_code", " › hours › level_labels"),
        ({"hours": {"level_labels": {"1": 5}}}, "labels_form", " › hours › level_labels › 1"),
        ({"days": {}}, "unknown_column", " › days"),
    ],
)
def test_a_malformed_declaration_is_a_problem_with_its_place(declarations, code, where):
    table = read_table(b"hours\n40\n", "a.csv")
    with pytest.raises(SurveyError) as caught:
        frame_of_table(table, declarations, "design")
    assert [(each.code, each.where) for each in caught.value.problems] == [
        (code, f"design › variables{where}")
    ]


def test_answers_take_kinds_and_labels_from_the_questionnaire():
    rows = [
        {"a_city": "330100", "c_hours": "48.5", "f_injury": "1 4", "f_nbr": "3", "unit_psu": "HZ1"},
        {"a_city": None, "c_hours": "", "f_injury": None, "f_nbr": "", "unit_psu": "HZ2"},
    ]
    frame = frame_of_answers(rows, nse_questionnaire())
    kinds = {name: variable.kind for name, variable in frame.variables.items()}
    assert kinds == {
        "a_city": "category",
        "c_hours": "number",
        "f_injury": "text",
        "f_nbr": "number",
        "unit_psu": "category",
    }
    assert frame.variables["a_city"].level_labels["330100"] == {"en": "Hangzhou", "zh-hans": "杭州"}
    assert frame.data["c_hours"].isna().tolist() == [False, True]


def test_an_answer_that_is_no_number_counts_as_missing_and_is_logged():
    rows = [{"c_hours": "48"}, {"c_hours": "NaN"}, {"c_hours": "1e999"}]
    frame = frame_of_answers(rows, nse_questionnaire())
    assert frame.data["c_hours"].isna().tolist() == [False, True, True]
    assert frame.log == (Edit("not_a_number_set_missing", "c_hours", 2),)


def test_one_odd_value_does_not_make_a_calculation_text():
    rows = [{"f_nbr": "3"}, {"f_nbr": "0"}, {"f_nbr": "odd"}]
    frame = frame_of_answers(rows, nse_questionnaire())
    assert frame.variables["f_nbr"].kind == "number"
    assert frame.log == (Edit("not_a_number_set_missing", "f_nbr", 1),)
