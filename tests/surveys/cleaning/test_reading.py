"""Derived variables of a plan: every fault is a problem with its place, never a traceback."""

import tomllib

import pandas as pd
import pytest

from surveys.cleaning.frame import Frame, Variable
from surveys.cleaning.reading import check_recodes, read_recodes

KINDS = {"age": "number", "gross": "money", "city": "category", "injury": "text"}
FRAME = Frame(
    pd.DataFrame({name: [] for name in KINDS}),
    {name: Variable(name, kind) for name, kind in KINDS.items()},
)


def faults(text):
    problems = []
    read_recodes(tomllib.loads(text), "plan", problems)
    return [(problem.code, problem.where) for problem in problems]


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ("recodes = 5", "recodes_form", "plan › recodes"),
        ("recodes = ['a']", "recode_form", "plan › recodes[1]"),
    ],
)
def test_recodes_are_a_list_of_tables(text, code, where):
    assert faults(text) == [(code, where)]


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("plus = ['age']\nlevels = []", "recode_form", ""),
        ("", "recode_form", ""),
        ("plus = ['age']\nround = 2", "unknown_key", " › round"),
        ("plus = 'abc'", "names_form", " › plus"),
        ("plus = []", "names_form", " › plus"),
        ("plus = ['age']\nminus = [3]", "names_form", " › minus"),
        ("plus = ['age']\nblank_is_zero = 5", "names_form", " › blank_is_zero"),
        ("plus = ['age']\ntimes = 'x'", "condition_number", " › times"),
        ("plus = ['age']\ntimes = true", "condition_number", " › times"),
        ("plus = ['age']\ntimes = nan", "condition_number", " › times"),
        ("plus = ['age']\nkind = 'cash'", "recode_kind", " › kind"),
        ("plus = ['age']\nkind = 'category'", "recode_kind", " › kind"),
        ("plus = ['age']\nkind = []", "recode_kind", " › kind"),
        ("plus = ['age']\nunit = 5", "not_a_text", " › unit"),
        ("plus = ['age']\nlabels = 3", "labels_form", " › labels"),
        ("plus = ['age']\nlabels = {en = 3}", "labels_form", " › labels"),
        ("yes = 1", "condition_form", " › yes"),
        ("yes = {column = 'age', above = 1}\ntimes = 2", "unknown_key", " › times"),
        ("levels = 3", "recode_levels", " › levels"),
        ("levels = []", "recode_levels", " › levels"),
        ("levels = [3]", "recode_level", " › levels[1]"),
        ("levels = [{code = 1}]", "recode_level", " › levels[1]"),
        ("levels = [{code = '1', when = 2}]", "condition_form", " › levels[1] › when"),
    ],
)
def test_a_malformed_recode_is_a_problem_with_its_place(text, code, place):
    assert faults(f"[[recodes]]\nname = 'a'\n{text}") == [(code, f"plan › recodes[1]{place}")]


def test_a_recode_has_a_name():
    assert faults("[[recodes]]\nplus = ['age']") == [("recode_form", "plan › recodes[1]")]
    assert faults("[[recodes]]\nname = ''\nplus = ['age']") == [
        ("recode_form", "plan › recodes[1]")
    ]


def test_every_level_has_a_code_of_its_own():
    level = "{code = '1', when = {column = 'age', above = 1}}"
    assert faults(f"[[recodes]]\nname = 'a'\nlevels = [{level}, {level}]") == [
        ("level_twice", "plan › recodes[1] › levels[2] › code")
    ]


def test_a_level_has_no_key_that_nothing_reads():
    level = "{code = '1', when = {column = 'age', above = 1}, title = 'x', labels = 3}"
    assert faults(f"[[recodes]]\nname = 'a'\nlevels = [{level}]") == [
        ("unknown_key", "plan › recodes[1] › levels[1] › title"),
        ("labels_form", "plan › recodes[1] › levels[1] › labels"),
    ]


def checked(text):
    problems = []
    recodes = read_recodes(tomllib.loads(text), "plan", problems)
    assert problems == []
    return [(each.code, each.where, each.found) for each in check_recodes(recodes, FRAME, "plan")]


def test_a_recode_may_read_an_earlier_one_but_no_later_one():
    text = """
        [[recodes]]
        name = "a"
        plus = ["b"]
        [[recodes]]
        name = "b"
        plus = ["age"]
        [[recodes]]
        name = "c"
        plus = ["b"]
    """
    assert checked(text) == [("unknown_variable", "plan › recodes[1] › a", "'b'")]


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("plus = ['city']", "numbers_needed", "city"),
        ("plus = ['age']\nminus = ['injury']", "numbers_needed", "injury"),
        ("yes = {column = 'city', at_least = 1}", "numbers_needed", "city"),
        ("yes = {not = {column = 'injury', at_most = 1}}", "numbers_needed", "injury"),
        (
            "yes = {column = 'age', above = 1}\namong = {column = 'city', below = 1}",
            "numbers_needed",
            "city",
        ),
        (
            "levels = [{code = '1', when = {column = 'city', above = 1}}]",
            "numbers_needed",
            "city",
        ),
        ("yes = {column = 'age', contains_any = ['1']}", "codes_needed", "age"),
    ],
)
def test_a_column_of_an_unsuitable_kind_is_named(text, code, column):
    assert checked(f"[[recodes]]\nname = 'a'\n{text}") == [
        (code, "plan › recodes[1] › a", repr(column))
    ]


@pytest.mark.parametrize(
    "text",
    [
        "plus = ['age', 'gross']",
        "yes = {column = 'gross', below = 1}",
        "yes = {column = 'age', one_of = ['1']}",
        "yes = {column = 'city', contains_any = ['1']}",
        "yes = {column = 'injury', contains_any = ['1']}",
    ],
)
def test_a_suitable_column_is_no_problem(text):
    assert checked(f"[[recodes]]\nname = 'a'\n{text}") == []


def test_yes_or_no_can_be_added_up_and_groups_cannot():
    text = """
        [[recodes]]
        name = "old"
        yes = {column = "age", at_least = 60}
        [[recodes]]
        name = "group"
        levels = [{code = "1", when = {column = "old", at_least = 1}}]
        [[recodes]]
        name = "sum"
        plus = ["old", "group"]
    """
    assert checked(text) == [("numbers_needed", "plan › recodes[3] › sum", "'group'")]
