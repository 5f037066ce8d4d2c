"""How a questionnaire is cut into pages."""

from surveys.interviewing.pages import FEW, pages_of
from surveys.interviewing.roles import not_for_respondents
from tests.surveys.instrument.forms import form, nse

NOBODY = frozenset()


def names(questionnaire, silent=NOBODY):
    pages = pages_of(questionnaire, silent)
    return [[path.rpartition("/")[2] for path in page.paths] for page in pages]


def rows(*cells):
    lines = ["| survey | | | | |", "| | type | name | label | appearance |"]
    return form("\n".join([*lines, *(f"| | {' | '.join(each)} |" for each in cells)]))


def texts(prefix, count):
    return [("text", f"{prefix}{n}", "Text", "") for n in range(count)]


def test_a_page_per_group_and_one_for_what_stands_between():
    questionnaire = rows(
        *texts("a", 2),
        ("begin group", "one", "One", ""), *texts("b", 2), ("end group", "", "", ""),
        *texts("c", 1),
    )  # fmt: skip
    assert names(questionnaire) == [["a0", "a1"], ["b0", "b1"], ["c0"]]


def test_a_long_group_takes_several_pages_of_the_same_length():
    questionnaire = rows(
        ("begin group", "one", "One", ""), *texts("b", 24), ("end group", "", "", "")
    )
    assert [len(each) for each in names(questionnaire)] == [8, 8, 8]
    assert [page.part for page in pages_of(questionnaire, NOBODY)] == [1, 2, 3]


def test_a_field_list_stays_together():
    listed = ("begin group", "one", "One", "field-list")
    questionnaire = rows(listed, *texts("b", 24), ("end group", "", "", ""))
    assert names(questionnaire) == [["one"]]


def test_groups_in_a_long_group_take_their_own_pages():
    pages = pages_of(nse(), not_for_respondents(nse()))
    assert pages[1].labels["en"].startswith("B. ")
    assert max(len(page.paths) for page in pages) <= FEW
    assert not any("a_case_id" in path for page in pages for path in page.paths)
