"""Workbooks: the real ones convert, broken ones get one list of everything that is wrong."""

import io
import zipfile

import pytest

from surveys.errors import SurveyError
from surveys.instrument.questionnaire import read_questionnaire
from surveys.instrument.xlsform import convert, convert_workbook
from tests.surveys.instrument.forms import DATA, workbook

SETTINGS = "| form_id | version |\n| study | 1 |"
SURVEY = "| type | name | label |\n| text | who | Who? |"


def problems(content, filename="study.xlsx"):
    with pytest.raises(SurveyError) as refused:
        convert_workbook(content, filename)
    return [(problem.code, problem.where) for problem in refused.value.problems]


def package(**parts):
    """A zip file with these parts, each `name=bytes`; `_` in a name stands for `/`."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def test_the_test_questionnaire_converts_and_keeps_its_curly_quotes():
    xform = convert_workbook((DATA / "oracle_open" / "nsw2026.xlsx").read_bytes(), "nsw2026.xlsx")
    age = read_questionnaire(xform).question("age")

    assert age.required_messages["zh-hans"] == "请回答此题，或选择“不愿回答”。"
    assert xform == convert_workbook(
        (DATA / "oracle_open" / "nsw2026.xlsx").read_bytes(), "NSW2026.XLSX"
    )


def test_quotes_come_back_around_quoted_answers_and_in_choices():
    content = workbook(
        survey="""
        | type           | name | label::English (en)       | label::中文 (zh)   |
        | text           | who  | Your “name”               | 您的“姓名”         |
        | select_one yn  | ok   | Is ${who} “right”?        | “${who}”对吗?      |
        """,
        choices="""
        | list_name | name | label::English (en) | label::中文 (zh) |
        | yn        | y    | ‘Yes’               | “是”             |
        | yn        | n    | No                  | 否               |
        """,
        settings=SETTINGS,
    )
    form = read_questionnaire(convert_workbook(content, "study.xlsx"))

    assert form.question("who").labels == {"en": "Your “name”", "zh-hans": "您的“姓名”"}
    assert form.question("ok").labels == {"en": "Is ${who} “right”?", "zh-hans": "“${who}”对吗?"}
    assert form.question("ok").choices[0].labels == {"en": "‘Yes’", "zh-hans": "“是”"}


def test_every_fault_of_the_logic_is_listed_with_its_cell():
    content = workbook(
        survey="""
        | type         | name  | label | relevant          | calculation     | constraint              | repeat_count |
        | integer      | age   | Age   |                   |                 | . > 15 and (. < 99      |              |
        | date         | birth | Birth |                   |                 | . < '2010-01-01'        |              |
        | text         | phone | Phone |                   |                 | regex(., '^(a+)+$')     |              |
        | calculate    | a     |       |                   | ${b} + 1        |                         |              |
        | calculate    | b     |       |                   | ${a} + 1        |                         |              |
        | begin group  | g     | G     | selectd(., 'x')   |                 |                         |              |
        | text         | in_g  | In    | ${in_g} = 'x'     |                 |                         |              |
        | end group    |       |       |                   |                 |                         |              |
        | begin repeat | job   | Job   |                   |                 |                         | floor(2.5)   |
        | integer      | hours | Hours |                   |                 |                         |              |
        | end repeat   |       |       |                   |                 |                         |              |
        | calculate    | sum   |       |                   | ${hours} + 1    |                         |              |
        | calculate    | file  |       |                   | document('/etc/passwd') |                 |              |
        | calculate    | lost  |       |                   | /data/agee      |                         |              |
        | calculate    | pulled |      |                   | jr:itext('a')                 |            |              |
        """,
        settings=SETTINGS,
    )

    assert set(problems(content)) == {
        ("function_refused", "survey › row 16 › calculation"),
        ("expression_unreadable", "survey › row 2 › constraint"),
        ("date_compared_with_text", "survey › row 3 › constraint"),
        ("pattern_refused", "survey › row 4 › constraint"),
        ("expression_circular", "survey › row 5 › calculation"),
        ("function_unknown", "survey › row 7 › relevant"),
        ("expression_circular", "survey › row 8 › relevant"),
        ("function_unknown", "survey › row 10 › repeat_count"),
        ("expression_many_values", "survey › row 13 › calculation"),
        ("function_unknown", "survey › row 14 › calculation"),
        ("path_unknown", "survey › row 15 › calculation"),
    }


def test_every_fault_of_the_sheets_is_listed_with_its_cell():
    content = workbook(
        survey="""
        | type           | name   | label::English (en) | label::中文 (zh) | hint::English (en) | hint::中文 (zh) |
        | text           | who    | Who?                |                  |                    |                 |
        | text           | what-a | What?               | 什么?            | Think              | -               |
        | select_one yn  | 好     | Good?               | 好吗?            |                    |                 |
        """,
        choices="""
        | list_name | name    | label::English (en) | label::中文 (zh) |
        | yn        | yes sir | Yes                 | 是               |
        | yn        | n       |                     | 否               |
        """,
        settings="""
        | form_id | submission_url                | public_key |
        | ../x    | https://elsewhere.example/sub | MIIB       |
        """,
    )

    assert set(problems(content)) == {
        ("settings_form_id", "settings › row 2 › form_id"),
        ("settings_submission_url", "settings › row 2 › submission_url"),
        ("settings_public_key", "settings › row 2 › public_key"),
        ("question_name", "survey › row 3 › name"),
        ("question_name", "survey › row 4 › name"),
        ("choice_name", "choices › row 2 › name"),
    }


def test_every_row_at_which_pyxform_stops_is_listed_with_its_cell():
    content = workbook(
        survey="""
        | type            | name  | label  | relevant       | constraint | calculation |
        | integer         | age   | Age    |                | . >= (0    |             |
        | select_one sexx | sex   | Sex    | ${agee} > 3    |            |             |
        | begin group     | job   | Job    |                |            |             |
        | begin repeat    | child | Child  |                |            |             |
        | txt             | who   | Who?   |                |            |             |
        | end group       |       |        |                |            |             |
        | text            | age   | ${wh}? |                |            |             |
        | calculate       | sum   |        |                |            |             |
        |                 | lost  | Lost   |                |            |             |
        | text            |       | Blank  |                |            |             |
        | end repeat      |       |        |                |            |             |
        """,
        choices="""
        | list_name | name | label |
        | sex       | f    | F     |
        | sex       | f    | G     |
        | sex       |      | H     |
        """,
        settings=SETTINGS,
    )

    assert set(problems(content)) == {
        ("expression_unreadable", "survey › row 2 › constraint"),
        ("list_unknown", "survey › row 3 › type"),
        ("path_unknown", "survey › row 3 › relevant"),
        ("begin_alone", "survey › row 5 › type"),
        ("type_unknown", "survey › row 6 › type"),
        ("name_twice", "survey › row 8 › name"),
        ("path_unknown", "survey › row 8 › label"),
        ("calculation_missing", "survey › row 9 › calculation"),
        ("type_unknown", "survey › row 10 › type"),
        ("question_name", "survey › row 11 › name"),
        ("end_alone", "survey › row 12 › type"),
        ("choice_twice", "choices › row 3 › name"),
        ("choice_name", "choices › row 4 › name"),
    }


@pytest.mark.parametrize(
    ("survey", "expected"),
    [
        (
            "| type | name | label |\n| text | a | |\n| integer | b | |",
            [
                ("label_missing", "survey › row 2 › label"),
                ("label_missing", "survey › row 3 › label"),
            ],
        ),
        (
            "| type | name | label |\n| begin_kobomatrix | m | M |\n| end_kobomatrix | | |",
            [("type_unknown", "survey › row 2 › type"), ("type_unknown", "survey › row 3 › type")],
        ),
        (
            "| type | name | label |\n| Text | a | A |\n| | | A remark |",
            [("type_unknown", "survey › row 2 › type"), ("type_unknown", "survey › row 3 › type")],
        ),
        (
            "| typ | name | label |\n| text | a | A |",
            [("type_column_missing", "survey › row 1")],
        ),
        (
            "| type | name | label |\n| select_one yn | a | A |",
            [("list_unknown", "survey › row 2 › type")],
        ),
    ],
)
def test_what_people_bring_from_elsewhere_is_told_in_words_of_ours(survey, expected):
    assert problems(workbook(survey=survey, settings=SETTINGS)) == expected


def test_what_else_pyxform_finds_stands_beside_ours():
    content = workbook(
        survey="| type | name | label | parameters |\n| range | r | R | start=a |",
        settings="| form_id |\n| ../x |",
    )

    assert problems(content) == [
        ("settings_form_id", "settings › row 2 › form_id"),
        ("xlsform_rule", "survey › row 2"),
    ]


def test_duplicate_choices_are_listed_row_by_row():
    content = workbook(
        survey="| type | name | label |\n| select_one yn | ok | OK? |",
        choices="| list_name | name | label |\n| yn | 1 | A |\n| yn | 1 | B |\n| yn | 1 | C |",
        settings=SETTINGS,
    )

    assert problems(content) == [
        ("choice_twice", "choices › row 3 › name"),
        ("choice_twice", "choices › row 4 › name"),
    ]


def test_a_problem_says_what_to_do():
    with pytest.raises(SurveyError) as refused:
        convert_workbook(
            workbook(survey="| type | name | label |\n| text | a-b | A |", settings=SETTINGS),
            "a.xlsx",
        )

    assert "Rename the question" in str(refused.value)


@pytest.mark.parametrize(
    ("filename", "content", "code"),
    [
        ("form.pdf", b"%PDF-1.7", "workbook_type"),
        ("form.csv", b"type,name", "sheet_missing"),
        ("form.md", b"# Study", "sheet_missing"),
        ("form.csv", b"survey,\xff\xff", "workbook_unreadable"),
        ("form.csv", b" \n", "workbook_unreadable"),
        ("form", b"PK\x03\x04", "workbook_type"),
        ("form.xlsx", b"", "workbook_unreadable"),
        ("form.xlsx", b"not a workbook", "workbook_unreadable"),
        ("form.xlsx", b"PK\x03\x04 cut off", "workbook_unreadable"),
        ("form.xls", b"PK\x03\x04", "workbook_unreadable"),
        ("form.xlsx", b"PK\x03\x04" + b"0" * 5_000_001, "workbook_too_large"),
    ],
)
def test_what_is_no_workbook_is_refused_unopened(filename, content, code):
    assert problems(content, filename) == [(code, filename)]


def test_bombs_are_refused_by_their_table_of_contents():
    assert problems(package(bomb=b"\0" * 60_000_000)) == [("workbook_too_large", "study.xlsx")]
    many = package(**{f"part{number}": b"" for number in range(501)})
    assert problems(many) == [("workbook_too_large", "study.xlsx")]


@pytest.mark.parametrize(
    "parts",
    [
        {"hello.txt": b"no workbook"},
        {"xl/workbook.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"},
    ],
    ids=["no workbook inside", "a document type"],
)
def test_odd_archives_are_refused_by_the_child(parts):
    assert problems(package(**parts)) == [("workbook_unreadable", "study.xlsx")]


def test_rows_that_would_not_be_read_are_refused():
    lost = workbook(survey=SURVEY + "\n| |" * 61 + "\n| text | why | Why? |", settings=SETTINGS)

    assert problems(lost) == [("workbook_gap", "study.xlsx")]


def test_sheets_beyond_the_limits_are_refused():
    wide = workbook(survey="|" + " x |" * 201, settings=SETTINGS)

    assert problems(wide) == [("workbook_too_large", "study.xlsx")]


def test_a_picture_without_a_largest_size_is_told_in_words_of_ours():
    content = workbook(survey="| type | name | label |\n| image | card | Card |", settings=SETTINGS)

    told = [(each.code, each.where) for each in convert(content, "study.xlsx").warnings]
    assert ("picture_size", "survey › row 2 › parameters") in told
    assert "pyxform_warning" not in dict(told)
