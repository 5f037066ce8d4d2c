"""Tables over all versions of a questionnaire, and the names SPSS and Stata take."""

import pytest
from lxml import etree

from surveys.exports.cases import CaseReader, Interview
from surveys.exports.cells import text_of
from surveys.exports.layout import Column, layout_of
from surveys.exports.variable_names import Rules, variable_names
from surveys.exports.writing import Options, write
from surveys.instrument.nodes import Choice, Group, Question, Repeat
from surveys.instrument.prompts import prompt
from surveys.instrument.questionnaire import Questionnaire

YES, NO = Choice("1", {"en": "Yes"}), Choice("0", {"en": "No"})
MAYBE = Choice("2", {"en": "Maybe"})


def form(version, *nodes):
    return Questionnaire("form", version, "Form", ("en",), "en", "data", nodes)


def question(path, kind="text", data_type="string", **fields):
    return Question(f"/data/{path}", path.rpartition("/")[2], kind, data_type, **fields)


def headers(layout, table=0):
    return [column.name for column in layout.tables[table].columns]


def test_a_question_of_two_versions_is_one_column_with_the_choices_of_both():
    old = form("1", question("q", "select_one", choices=(YES, MAYBE)), question("gone"))
    new = form("2", question("q", "select_one", choices=(YES, NO)), question("fresh"))
    layout = layout_of([old, new])
    assert headers(layout)[:4] == ["SubmissionDate", "q", "fresh", "gone"]
    assert set(layout.tables[0].columns[1].choices) == {"0", "1", "2"}


def test_a_question_that_changed_its_type_is_text():
    versions = [form("1", question("n", "integer", "int")), form("2", question("n"))]
    assert layout_of(versions).tables[0].columns[1].kind == "text"


def test_one_name_in_two_groups_is_told_apart_by_its_path():
    groups = [
        Group(f"/data/{name}", name, (question(f"{name}/age", "integer", "int"),)) for name in "ab"
    ]
    assert headers(layout_of([form("1", *groups)]))[1:3] == ["a-age", "b-age"]


def nested():
    inner = Repeat("/data/g/job/task", "task", (question("g/job/task/name"),))
    outer = Repeat("/data/g/job", "job", (question("g/job/title"), inner))
    return form("1", Group("/data/g", "g", (outer,)))


def test_a_repeat_in_a_repeat_links_to_the_instance_around_it():
    questionnaire = nested()
    repeats = {
        "job": [{"_key": "g/job[1]", "title": "a"}, {"_key": "g/job[2]", "title": "b"}],
        "task": [{"_key": "g/job[2]/task[1]", "name": "c"}],
    }
    case = CaseReader().read(Interview(questionnaire, {}, repeats, {"KEY": "uuid:x"}))
    layout = layout_of([questionnaire])
    assert [table.name for table in layout.tables] == ["", "job", "task"]
    assert headers(layout, 2) == ["name", "PARENT_KEY", "KEY"]
    (task,) = case.entries(layout.tables[2])
    cells = [text_of(column, task) for column in layout.tables[2].columns]
    assert cells == ["c", "uuid:x/g/job[2]", "uuid:x/g/job[2]/task[1]"]


@pytest.mark.parametrize(
    ("headers", "names"),
    [
        (["a-b-age", "age2"], ["age", "age2"]),
        (["a-age", "b-age"], ["a_age", "b_age"]),
        (["Age", "g-age"], ["Age", "age_2"]),
        (["with", "if", "1st", "中文"], ["with1", "if1", "v1st", "v"]),
        (["q/1", "q/-1"], ["q_1", "q_1_2"]),
        (["x" * 40, "x" * 41], ["x" * 32, "x" * 30 + "_2"]),
    ],
)
def test_variable_names_are_valid_short_and_unique(headers, names):
    columns = [
        Column(name, "text", name.replace("-", "/") if "/" not in name else name.partition("/")[0])
        for name in headers
    ]
    assert variable_names(columns, Rules(32)) == names


def test_the_codebook_has_the_structure_of_ddi(tmp_path):
    asked = question(
        "q", "select_one", labels={"en": "Do you?", "zh-hans": "是吗?"}, relevant="${a}=1",
        choices=(YES, Choice("98", {"en": "Don't know"})),
    )  # fmt: skip
    layout = layout_of([form("1", asked, question("n", "integer", "int"), *nested().nodes)])
    out = tmp_path / "book.xml"
    options = Options(title={"en": "Study", "zh-hans": "调查"}, identifier="study")
    case = CaseReader().read(Interview(None, {}, {}, {"KEY": "k"}))
    write("ddi", layout, [case, case], out, options)
    root = etree.parse(out).getroot()
    space = {"d": "ddi:codebook:2_5"}
    assert root.tag == "{ddi:codebook:2_5}codeBook"
    assert [etree.QName(part).localname for part in root] == [
        "stdyDscr", "fileDscr", "fileDscr", "fileDscr", "dataDscr",
    ]  # fmt: skip
    order = ["labl", "qstn", "universe", "txt", "catgry", "varFormat"]
    files = set(root.xpath("//d:fileDscr/@ID", namespaces=space))
    for variable in root.xpath("//d:var", namespaces=space):
        places = [order.index(etree.QName(part).localname) for part in variable]
        assert places == sorted(places)
        assert variable.get("files") in files
    (asked_in_book,) = root.xpath("//d:var[@name='q']", namespaces=space)
    assert asked_in_book.xpath("d:catgry[@missing='Y']/d:catValu/text()", namespaces=space) == [
        "98"
    ]
    assert asked_in_book.xpath("d:universe/text()", namespaces=space) == ["${a} = 1"]
    assert root.xpath("//d:caseQnty/text()", namespaces=space) == ["2", "0", "0"]
    assert "zh-Hans" in root.xpath("//@xml:lang")
    identifiers = root.xpath("//@ID")
    assert len(identifiers) == len(set(identifiers))


def test_labels_are_plain_texts_without_their_style():
    """The writers of SPSS files take nothing but plain texts."""
    label = {"en": prompt("Your **full** name")}
    choice = Choice("1", {"en": prompt("*Yes*")})
    layout = layout_of([form("1", question("q", "select_one", labels=label, choices=(choice,)))])
    column = layout.tables[0].columns[1]
    assert (column.labels["en"], column.choices["1"]["en"]) == ("Your full name", "Yes")
    assert {type(column.labels["en"]), type(column.choices["1"]["en"])} == {str}
