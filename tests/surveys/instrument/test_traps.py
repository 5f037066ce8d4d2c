"""What pyxform lets pass, or changes, without a word: each case is told, with its cell."""

import pytest

from surveys.errors import SurveyError
from surveys.instrument.languages import site_code
from surveys.instrument.questionnaire import read_questionnaire
from surveys.instrument.xlsform import convert
from tests.surveys.instrument.forms import workbook

BOTH = "label::English (en) | label::中文 (zh)"
SETTINGS = "| form_id | version |\n| study | 1 |"


def found(survey, choices="| list_name | name | label |", settings=SETTINGS, weighting=()):
    """The codes and places of problems, or else of warnings, and the questionnaire."""
    content = workbook(survey=survey, choices=choices, settings=settings)
    try:
        converted = convert(content, "study.xlsx", weighting)
    except SurveyError as error:
        return [(problem.code, problem.where) for problem in error.problems], None
    told = [(problem.code, problem.where) for problem in converted.warnings]
    return told, read_questionnaire(converted.xform)


def told(survey, *args, **kwargs):
    """Without the remark that these small forms lack a language."""
    return [each for each in found(survey, *args, **kwargs)[0] if each[0] != "language_missing"]


def test_a_form_in_one_language_keeps_its_quotes_too():
    _, form = found(
        """
        | type          | name | label        | constraint | constraint_message |
        | text          | who  | Your “name”? | . != 'x'   | No ‘x’, please     |
        | select_one yn | ok   | ${who}: “ok” |            |                    |
        """,
        "| list_name | name | label |\n| yn | y | “Yes” |",
        "| form_title | form_id | version |\n| A “study” | study | 1 |",
    )

    assert form.title == "A “study”"
    assert form.question("who").labels == {"und": "Your “name”?"}
    assert form.question("who").constraint_messages == {"und": "No ‘x’, please"}
    assert form.question("ok").labels == {"und": "${who}: “ok”"}
    assert form.question("ok").choices[0].labels == {"und": "“Yes”"}


def test_runs_of_spaces_in_a_text_of_an_expression():
    assert told(
        "| type | name | label | relevant |\n| text | a | A | |\n| text | b | B | ${a} = 'x  y' |"
    ) == [("spaces_collapse", "survey › row 3 › relevant")]


def test_a_missing_translation_becomes_a_dash():
    survey = f"| type | name | {BOTH} |\n| text | who | Who? | |\n| text | what | What? | - |"

    assert found(survey)[0] == [
        ("translation_missing", "survey › row 2 › label::中文 (zh)"),
        ("translation_missing", "survey › row 3 › label::中文 (zh)"),
    ]


def test_a_form_in_one_language_lacks_the_other():
    assert found("| type | name | label |\n| text | who | Who? |")[0] == [
        ("language_missing", "survey")
    ]


@pytest.mark.parametrize("name", ["中文 (zh)", "中文 (zh-CN)", "中文 (zh_Hans)", "简体中文"])
def test_names_of_a_language_that_mean_the_site_s(name):
    assert site_code(name) == "zh-hans"


@pytest.mark.parametrize(
    ("column", "code"),
    [("submission_url", "settings_submission_url"), ("public_key", "settings_public_key")],
)
def test_answers_that_would_go_elsewhere_or_could_not_be_read(column, code):
    settings = f"| form_id | version | {column} |\n| study | 1 | https://example.org/x |"

    assert found("| type | name | label |\n| text | a | A |", settings=settings)[0] == [
        (code, f"settings › row 2 › {column}")
    ]


def test_what_a_phone_does_by_itself_is_told():
    settings = "| form_id | version | auto_send |\n| study | 1 | true |"

    assert told("| type | name | label |\n| text | a | A |", settings=settings) == [
        ("settings_automatic", "settings › row 2 › auto_send")
    ]


def test_a_form_without_identity_gets_one_from_its_content():
    warnings, form = found("| type | name | label |\n| text | a | A |", settings="| x |\n| y |")
    _, other = found("| type | name | label |\n| text | a | Another |", settings="| x |\n| y |")

    assert ("settings_missing", "settings › row 2 › version") in warnings
    assert form.form_id == "questionnaire"
    assert len(form.version) == 12
    assert form.version != other.version


def test_a_default_with_a_zone_breaks_its_expression():
    survey = "| type | name | label | default |\n| dateTime | a | A | 2026-01-01T08:00:00+08:00 |"

    assert found(survey)[0] == [("default_with_zone", "survey › row 2 › default")]


def test_one_name_in_two_groups_is_two_questions():
    _, form = found(
        """
        | type        | name | label |
        | begin group | one  | One   |
        | text        | x    | X     |
        | end group   |      |       |
        | begin group | two  | Two   |
        | text        | x    | X     |
        | end group   |      |       |
        """
    )

    assert {path for path in form.questions if path.endswith("/x")} == {
        "/data/one/x",
        "/data/two/x",
    }


def test_select_one_codes_with_spaces():
    choices = "| list_name | name | label |\n| yn | yes sir | Yes |"

    assert ("choice_name", "choices › row 2 › name") in found(
        "| type | name | label |\n| select_one yn | a | A |", choices
    )[0]


@pytest.mark.parametrize("name", ["../secret.csv", "a/b.csv", "https://example.org/list.csv"])
def test_files_outside_the_questionnaire(name):
    codes = [
        code
        for code, _ in found(f"| type | name | label |\n| select_one_from_file {name} | a | A |")[0]
    ]

    assert {"file_name", "outside_address", "xlsform_rule"} & set(codes)


def test_weighting_questions_stand_before_a_quota_stop():
    survey = """
    | type            | name    | label | calculation     | relevant     | required |
    | integer         | age     | Age   |                 |              | yes      |
    | calculate       | quota   |       | if(${age}>30,1,0) |            |          |
    | note            | full    | Sorry |                 | ${quota}=1   |          |
    | select_one sex  | b_sex   | Sex   |                 | ${quota}=0   | yes      |
    | text            | trade   | Trade |                 | ${quota}=0   | yes      |
    | text            | name    | Name  |                 |              |          |
    """
    choices = "| list_name | name | label |\n| sex | 1 | Man |\n| sex | 2 | Woman |"

    assert told(survey, choices) == [("weighting_after_quota", "survey › row 5")]
    assert told(survey, choices, weighting={"trade"}) == [
        ("weighting_after_quota", "survey › row 5"),
        ("weighting_after_quota", "survey › row 6"),
    ]


def test_an_eligibility_screen_is_no_quota_stop():
    assert not told(
        """
        | type      | name    | label | calculation       | relevant      | required |
        | integer   | age     | Age   |                   |               | yes      |
        | calculate | elig    |       | if(${age}>30,1,0) |               |          |
        | text      | city    | City  |                   | ${elig} = 1   | yes      |
        """
    )


def test_blanks_as_terms_of_a_sum():
    survey = """
    | type      | name   | label  | calculation                          | relevant  | required |
    | integer   | first  | First  |                                      |           | yes      |
    | integer   | second | Second |                                      |           |          |
    | integer   | third  | Third  |                                      | ${first}>1 | yes     |
    | calculate | bad    |        | ${first} + ${second} + ${third}      |           |          |
    | calculate | good   |        | ${first} + coalesce(${second}, 0)    |           |          |
    | calculate | guard  |        | if(${second} > 0, ${first} + 1, 0)   |           |          |
    """

    assert told(survey) == [("blank_in_sum", "survey › row 5 › calculation")] * 2


def test_counted_repeats_guard_what_is_beyond_the_count():
    survey = """
    | type         | name | label | relevant             | repeat_count | required |
    | integer      | n    | N     |                      |              | yes      |
    | begin repeat | job  | Job   |                      | ${n}         |          |
    | begin group  | in   | In    | %s                   |              |          |
    | text         | what | What  |                      |              |          |
    | end group    |      |       |                      |              |          |
    | end repeat   |      |       |                      |              |          |
    """

    assert told(survey % "") == [("repeat_without_guard", "survey › row 3 › repeat_count")]
    assert not told(survey % "position(..) <= ${n}")


def test_none_excludes_the_others():
    survey = """
    | type              | name | label | constraint |
    | select_multiple x | a    | A     | %s         |
    """
    choices = "| list_name | name | label |\n| x | 1 | One |\n| x | 0 | None of these |"

    assert told(survey % "", choices) == [("none_with_others", "survey › row 2 › constraint")]
    assert not told(survey % "not(selected(., '0') and count-selected(.) > 1)", choices)


def test_sensitive_questions_offer_a_way_not_to_answer():
    survey = "| type | name | label | required |\n| %s | d_income | Income | %s |"
    choices = "| list_name | name | label |\n| x | 1 | Low |\n| x | 9 | Prefer not to say |"

    assert told(survey % ("integer", "yes")) == [("refusal_missing", "survey › row 2 › required")]
    assert not told(survey % ("integer", ""))
    assert not told(survey % ("select_one x", "yes"), choices)


def test_kinds_that_no_page_can_ask_are_named():
    assert told("| type | name | label |\n| geotrace | a | A |") == [
        ("browser_refused", "survey › row 2 › type")
    ]


def test_rows_that_no_respondent_meets():
    _, form = found(
        """
        | type        | name | label | bind::portal:asked_by |
        | text        | id   | Id    | preload               |
        | text        | who  | Who?  |                       |
        | begin group | end1 | End   | interviewer           |
        | text        | how  | How   |                       |
        | end group   |      |       |                       |
        """
    )

    assert [form.question(name).asked_by for name in ("id", "who", "how")] == [
        "preload", "", "interviewer",
    ]  # fmt: skip
    assert found("| type | name | label | bind::portal:asked_by |\n| text | id | Id | boss |")[
        0
    ] == [("asked_by_unknown", "survey › row 2 › bind::portal:asked_by")]


def test_a_picture_without_a_language_adds_none():
    _, form = found(
        f"| type | name | {BOTH} | media::image |\n| text | a | A | 甲 | a.png |\n| text | b | B | 乙 | |"
    )

    assert form.languages == ("en", "zh-hans")
    assert form.question("a").labels == {"en": "A", "zh-hans": "甲"}
