"""Derived variables: computed in order, logged, and the given frame stays as it was."""

import tomllib

import pandas as pd

from surveys.cleaning.frame import Edit, Frame, Variable
from surveys.cleaning.reading import read_recodes
from surveys.cleaning.recodes import apply_recodes

DATA = pd.DataFrame(
    {
        "age": [16.0, 30.0, float("nan")],
        "eligible": [1.0, 0.0, 1.0],
        "gross": [5000.0, 4000.0, float("nan")],
        "costs": [800.0, float("nan"), 10.0],
    }
)
FRAME = Frame(DATA, {name: Variable(name, "number") for name in DATA.columns})


def derive(text):
    problems = []
    recodes = read_recodes(tomllib.loads(text), "plan", problems)
    assert problems == []
    return apply_recodes(recodes, FRAME)


def listed(values):
    return [None if pd.isna(value) else value for value in values]


def test_yes_or_no_and_missing_where_unknown():
    frame = derive('[[recodes]]\nname = "young"\nyes = {column = "age", below = 25}')
    assert listed(frame.data["young"]) == [1.0, 0.0, None]


def test_outside_the_universe_is_missing():
    frame = derive(
        '[[recodes]]\nname = "young"\nyes = {column = "age", below = 90}\n'
        'among = {column = "eligible", at_least = 1}'
    )
    assert listed(frame.data["young"]) == [1.0, None, None]


def test_the_first_level_that_holds_is_taken():
    frame = derive(
        '[[recodes]]\nname = "group"\nlevels = ['
        '{code = "young", when = {column = "age", at_most = 24}},'
        '{code = "any", when = {column = "age", at_least = 0}}]'
    )
    assert listed(frame.data["group"]) == ["young", "any", None]
    assert frame.variables["group"].kind == "category"
    assert list(frame.variables["group"].level_labels) == ["young", "any"]


def test_sums_are_missing_where_a_term_is_unless_blank_counts_as_zero():
    frame = derive(
        '[[recodes]]\nname = "net"\nkind = "money"\nunit = "CNY"\nplus = ["gross"]\n'
        'minus = ["costs"]\nblank_is_zero = ["costs"]\ntimes = 2'
    )
    assert listed(frame.data["net"]) == [8400.0, 8000.0, None]
    assert frame.variables["net"].unit == "CNY"


def test_the_log_counts_what_was_filled_and_the_input_is_untouched():
    before = DATA.copy()
    frame = derive('[[recodes]]\nname = "young"\nyes = {column = "age", below = 25}')
    assert frame.log == (Edit("recode", "young", 2),)
    assert FRAME.log == ()
    pd.testing.assert_frame_equal(DATA, before)
