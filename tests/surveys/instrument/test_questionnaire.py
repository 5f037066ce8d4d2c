"""An XForm becomes records: the tree of the sheet, words in each language, logic as text."""

import pytest

from surveys.errors import SurveyError
from surveys.instrument.codebook import codebook_of
from surveys.instrument.nodes import Group, Repeat
from surveys.instrument.questionnaire import read_questionnaire
from tests.surveys.instrument.forms import form, nse, oracle


def test_the_form_is_named_and_speaks_the_site_s_languages():
    survey = nse()

    assert (survey.form_id, survey.version) == ("nse_ss_2021", "2021040102")
    assert survey.title == "NSE social security survey"
    assert survey.languages == ("en", "zh-hans")
    assert survey.default_language == "en"
    assert oracle().default_language == "zh-hans"


def test_the_tree_follows_the_sheet():
    groups = [node.name for node in nse().nodes if isinstance(node, Group)]
    repeats = {node.name: node.count for node in nse().walk() if isinstance(node, Repeat)}

    assert groups == ["grp_a", "grp_main", "grp_j", "meta"]
    assert repeats == {"d_job": "/data/grp_main/grp_d/d_njobs"}
    assert [question.name for question in nse().questions.values()][:6] == [
        "start",
        "end",
        "today",
        "deviceid",
        "a_case_id",
        "a_city",
    ]


@pytest.mark.parametrize(
    ("name", "kind", "asked"),
    [
        ("start", "start", False),
        ("a_case_id", "text", True),
        ("a_city", "select_one", True),
        ("a_forms", "select_multiple", True),
        ("a_age", "integer", True),
        ("a_elig", "calculate", False),
        ("a_stop", "note", False),
        ("c_hours", "decimal", True),
        ("j_gps", "geopoint", True),
    ],
)
def test_questions_have_a_kind(name, kind, asked):
    question = nse().question(name)

    assert (question.kind, question.asked) == (kind, asked)


def test_the_other_kinds_of_the_test_form():
    kinds = {
        name: oracle().question(name).kind for name in ("arrived", "barrier_rank", "photo", "token")
    }

    assert kinds == {"arrived": "date", "barrier_rank": "rank", "photo": "image", "token": "hidden"}
    assert oracle().question("trust").parameters == {"start": "0", "end": "10", "step": "1"}


def test_words_stand_in_every_language_and_name_the_answers_they_quote():
    question = nse().question("h_dc1")

    assert question.labels == {
        "en": "Would you join if it cost you ${h_b1} yuan a month?",
        "zh-hans": "如果您每月自己缴${h_b1}元，您愿意参加吗？",
    }
    assert [choice.labels["zh-hans"] for choice in question.choices] == ["是", "否"]
    assert nse().question("a_age").constraint_messages["en"] == "Age 14-85."


def test_curly_quotes_of_the_workbook_come_back():
    assert "“愿意”" in nse().question("h_cheap").labels["zh-hans"]


def test_logic_is_kept_as_text():
    age = nse().question("a_age")

    assert age.relevant == "/data/grp_a/a_consent ='1'"
    assert age.constraint == ". >= 14 and . <= 85"
    assert age.required == "true()"
    assert oracle().question("district").choice_filter == "province= /data/demo/province"
    assert oracle().question("district").choices[0].columns["province"] == "bj"


def test_a_form_without_languages_is_read_too():
    small = form("| survey | | | |\n| | type | name | label |\n| | text | who | Who? |")

    assert small.languages == ("und",)
    assert small.question("who").labels == {"und": "Who?"}


def test_a_name_that_stands_twice_is_no_single_question():
    small = form(
        """
        | survey |             |      |       |
        |        | type        | name | label |
        |        | begin group | a    | A     |
        |        | text        | who  | Who?  |
        |        | end group   |      |       |
        |        | begin group | b    | B     |
        |        | text        | who  | Who?  |
        |        | end group   |      |       |
        """
    )
    with pytest.raises(KeyError):
        small.question("who")
    assert {"/data/a/who", "/data/b/who"} <= set(small.questions)


@pytest.mark.parametrize(
    "bad",
    [b"", b"no xml", b"<html/>", b"<!DOCTYPE a []><a/>", "<a/>".encode("utf-16")[:7]],
)
def test_what_is_no_xform_is_refused(bad):
    with pytest.raises(SurveyError) as refused:
        read_questionnaire(bad)
    assert [problem.code for problem in refused.value.problems] == ["xform_unreadable"]


def test_a_computed_default_in_a_repeat_leaves_the_question_its_words_and_choices():
    """The action stands behind the question's control and names the same place."""
    made = form("""
        | survey  |               |      |       |                  |
        |         | type          | name | label | default          |
        |         | begin_repeat  | job  | Job   |                  |
        |         | select_one yn | own  | Own?  | if(1 = 1, 'y', '') |
        |         | end_repeat    |      |       |                  |
        | choices |               |      |       |
        |         | list_name     | name | label |
        |         | yn            | y    | Yes   |
    """)
    question = made.question("own")
    assert (question.kind, [choice.name for choice in question.choices]) == ("select_one", ["y"])
    assert list(question.labels.values()) == ["Own?"]


def test_a_codebook_tells_the_conditions_of_the_groups_around_a_question():
    questionnaire = form(
        """
        | survey |              |       |       |                      |
        |        | type         | name  | label | relevant             |
        |        | text         | a     | A     |                      |
        |        | begin group  | outer | Outer | ${a} = 1 or ${a} = 2 |
        |        | begin repeat | inner | Inner |                      |
        |        | text         | b     | B     | ${a} = 2             |
        |        | text         | c     | C     |                      |
        |        | end repeat   |       |       |                      |
        |        | end group    |       |       |                      |
        """
    )

    assert [entry.relevant for entry in codebook_of(questionnaire, "en")] == [
        "", "(${a} = 1 or ${a} = 2) and ${a} = 2", "${a} = 1 or ${a} = 2",
    ]  # fmt: skip
