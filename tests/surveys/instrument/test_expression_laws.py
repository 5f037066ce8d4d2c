"""Whatever an author writes, evaluating it gives a value or one of the named errors."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.instrument.compiler import KNOWN_FUNCTIONS
from surveys.instrument.expressions import BINDING, ExpressionError, parse
from surveys.instrument.values import EvaluationError
from tests.surveys.instrument.forms import ask, expressions

NAMED = (ExpressionError, EvaluationError, ArithmeticError, RecursionError)
"""What a scope catches, notes as an issue, and survives."""
PATHS = [slot.path for slot in expressions()[0].slots]
ODD = [
    "'a b c'",
    "''",
    "'2026-03-01'",
    "'%Y-%b'",
    "'(a+)+'",
    "'😀　'",
    "'0 0;1 1'",
    "'MD5'",
    "0",
    "-1",
]
ODD += ["1.5", "1e3", "99999999999999999999", "0 div 0", "1 div 0", "-1 div 0", "true()", "today()"]
ODD += [".", "..", "../x", "current()/..", "/data/job[x > 1]/x", "/data/job[position() = 2]"]
ODD += ["instance('area')/root/item[name = 'n1']/size", "instance('none')/root/item/name"]
ATOMS = st.sampled_from([*ODD, *PATHS])


def calls(inside):
    names = st.sampled_from(sorted(KNOWN_FUNCTIONS))
    arguments = st.lists(inside, max_size=5).map(", ".join)
    return st.builds("{}({})".format, names, arguments)


def operations(inside):
    return st.builds("({} {} {})".format, inside, st.sampled_from(sorted(BINDING)), inside)


EXPRESSIONS = st.recursive(
    ATOMS,
    lambda inside: calls(inside) | operations(inside) | inside.map("-{}".format),
    max_leaves=9,
)


@settings(max_examples=1500, deadline=None)
@given(expression=EXPRESSIONS, context=st.sampled_from(["/data/i", "/data/job[2]/x", "/data/at"]))
def test_random_expressions_have_a_value_or_a_named_error(expression, context):
    try:
        value = ask(expression, context)
    except NAMED:
        return
    assert isinstance(value, float | str | bool | dt.date)


@settings(max_examples=500, deadline=None)
@given(
    st.text(st.sampled_from(list("/.[]()'\"-+*<>=!,:| abdivnot0123\n\t$@{}\\中😀")), max_size=60)
)
def test_random_texts_are_parsed_or_refused(source):
    try:
        parse(source)
    except ExpressionError:
        return
