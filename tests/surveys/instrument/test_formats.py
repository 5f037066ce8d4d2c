"""Questionnaires as CSV, Markdown and ready XForms: read alike, faults with the file's own lines."""

import pytest

from surveys.errors import SurveyError
from surveys.instrument.questionnaire import read_questionnaire
from surveys.instrument.xlsform import convert
from tests.surveys.instrument.forms import DATA, workbook

MARKDOWN = """# A study

| survey |
|        | type          | name | label::English (en) | label::中文 (zh) |
|        | ------------- | ---- | ------------------- | ---------------- |
|        | select_one yn | ok   | “Good”?             | “好”吗?          |
|        | text          | why  | Why \\| how?        | 为什么?          |

| choices |
|         | list_name | name | label::English (en) | label::中文 (zh) |
|         | yn        | y    | Yes                 | 是               |
|         | yn        | n    | No                  | 否               |

| settings |
|          | form_title | form_id | version |
|          | Study      | study   | 1       |
"""
CSV = """survey
,type,name,label::English (en),label::中文 (zh)
,select_one yn,ok,“Good”?,“好”吗?
,text,why,Why | how?,为什么?
choices
,list_name,name,label::English (en),label::中文 (zh)
,yn,y,Yes,是
,yn,n,No,否
settings
,form_title,form_id,version
,Study,study,1
"""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("study.md", MARKDOWN.encode()),
        ("study.csv", CSV.encode()),
        ("study.csv", CSV.encode("utf-8-sig")),
        ("study.csv", CSV.encode("gb18030")),
    ],
)
def test_tables_in_text_give_the_same_questionnaire(name, content):
    converted = convert(content, name)
    form = read_questionnaire(converted.xform)

    assert converted.warnings == ()
    assert (form.title, form.form_id, form.version) == ("Study", "study", "1")
    assert form.question("ok").labels == {"en": "“Good”?", "zh-hans": "“好”吗?"}
    assert form.question("why").labels["en"] == "Why | how?"
    assert [choice.name for choice in form.question("ok").choices] == ["y", "n"]


def places(content, name):
    with pytest.raises(SurveyError) as refused:
        convert(content, name)
    return {(problem.code, problem.where) for problem in refused.value.problems}


def test_the_row_of_a_fault_is_the_line_of_the_file():
    broken = MARKDOWN.replace("| why  |", "| w-y  |").replace("select_one yn", "select_oen yn")

    assert places(broken.encode(), "study.md") == {
        ("question_name", "survey › row 7 › name"),
        ("xlsform_rule", "survey › row 6 › type"),
    }
    assert places(CSV.replace(",why,", ",w-y,").encode(), "study.csv") == {
        ("question_name", "survey › row 4 › name")
    }


def test_a_ready_xform_is_kept_to_the_byte():
    content = (DATA / "oracle_open" / "nsw2026.xml").read_bytes()

    assert convert(content, "nsw2026.xml").xform == content


def xform(bind="", control="", root='id="study" version="1"', more=""):
    return f"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
      xmlns:portal="urn:portal:xforms">
      <h:head><h:title>Study</h:title><model>
        <instance><data {root}><age/><b/></data></instance>{more}
        <bind nodeset="/data/age" type="int" {bind}/>
        <bind nodeset="/data/b" type="string" calculate="/data/age + 1"/>
      </model></h:head>
      <h:body><input ref="/data/age"><label>Age</label></input>{control}</h:body>
    </h:html>""".encode()


def test_a_ready_xform_follows_the_same_rules_with_paths_as_places():
    faulty = xform(
        bind='relevant="/data/b = 2" constraint="floor(.) > 1"',
        root='version="1"',
        more='<submission action="https://example.org/x" base64RsaPublicKey="MII"/>'
        '<instance id="l" src="https://example.org/list.csv"/>',
    )

    assert places(faulty, "study.xml") == {
        ("xform_identity", "/data › id"),
        ("settings_submission_url", "submission › action"),
        ("settings_public_key", "submission › base64RsaPublicKey"),
        ("outside_address", "XForm"),
        ("function_unknown", "/data/age › constraint"),
        ("expression_circular", "/data/age › relevant"),
    }


def test_a_ready_xform_says_who_is_asked():
    form = read_questionnaire(convert(xform('portal:asked_by="interviewer"'), "study.xml").xform)

    assert form.question("age").asked_by == "interviewer"


@pytest.mark.parametrize(
    "content", [b"<data/>", b"no XML", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"]
)
def test_what_is_no_xform_is_refused(content):
    assert places(content, "study.xml") == {("xform_unreadable", "XForm")}


def test_the_workbook_and_its_own_xform_get_the_same_remarks():
    content = workbook(
        survey="| type | name | label |\n| geotrace | a | A |",
        settings="| form_id | version |\n| study | 1 |",
    )
    converted = convert(content, "study.xlsx")
    again = convert(converted.xform, "study.xml")

    assert {each.code for each in converted.warnings} >= {"browser_refused"}
    assert {each.code for each in again.warnings} >= {"browser_refused"}


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("study.md", b"| survey |\n" + b"| | text | a | A |\n" * 30_000, "workbook_too_large"),
        ("study.csv", b"survey,\n,type," + b"x" * 200_000 + b"\n", "workbook_unreadable"),
        ("study.csv", b"survey,\n," + b"a," * 20_000 + b"\n", "workbook_too_large"),
        ("study.xml", b"<a>" * 300_000, "xform_unreadable"),
        (
            "study.xml",
            b"<h><head><model><instance><d>%s</d></instance></model></head><body/></h>"
            % (b"<a/>" * 100_000),
            "workbook_too_large",
        ),
    ],
    ids=["many rows", "a huge cell", "many columns", "deep", "wide"],
)
def test_bombs_as_text_are_refused(name, content, code):
    assert {found for found, _ in places(content, name)} == {code}
