"""Expressions mean what JavaRosa, the engine of ODK Collect, takes them to mean."""

import datetime as dt
import math

import pytest

from surveys.instrument.compiler import KNOWN_FUNCTIONS
from surveys.instrument.expressions import (
    Binary,
    Call,
    ExpressionError,
    Number,
    Path,
    Step,
    Text,
    parse,
    parts,
)
from surveys.instrument.values import EvaluationError, text
from tests.surveys.instrument.forms import DATA, ask

NAN = math.nan
TYPES = {float: "Double", str: "String", bool: "Boolean"}


def measured(table="javarosa"):
    lines = (DATA / "expressions" / f"{table}.tsv").read_text("utf-8").split("\n")
    return [tuple((line.split("\t") + [""])[:4]) for line in lines if line]


def functions(tree):
    """The names of all functions in an expression."""
    origins = {part.origin.name for part in parts(tree) if isinstance(part, Path) and part.origin}
    return origins | {part.name for part in parts(tree) if isinstance(part, Call)}


@pytest.mark.parametrize(("context", "expression", "kind", "printed"), measured())
def test_every_measured_expression_has_the_engine_s_value(context, expression, kind, printed):
    if kind == "ERROR":
        with pytest.raises((ExpressionError, EvaluationError)):
            ask(expression, context)
        return
    value = ask(expression, context)
    assert (TYPES.get(type(value), "Date"), text(value)) == (kind, printed)


@pytest.mark.parametrize(("context", "expression", "kind", "printed"), measured("refused"))
def test_what_is_refused_has_no_value_rather_than_another(context, expression, kind, printed):
    with pytest.raises((ExpressionError, EvaluationError)):
        ask(expression, context)


def test_every_function_was_measured():
    measurements = [row[1] for row in measured() if row[2] != "ERROR"]
    used = {name for source in measurements for name in functions(parse(source))}

    # Chance has no expected value, and pulldata() is Collect's own: see test_case_lists.py.
    assert KNOWN_FUNCTIONS - used == {"random", "uuid", "pulldata"}


# In the form: i = 3, d = 2026-03-01, m = "ab c", job/x = 5, blank, 7; blank_i and blank are blank.
SURPRISES = [
    # blank
    ("/data/blank_i + 1", NAN),
    ("/data/blank_i = 0", False),
    ("/data/blank_i < 1", False),
    ("/data/blank_i != 5", True),
    ("not(/data/blank_i > 5)", True),
    ("if(/data/blank, 'then', 'else')", "else"),
    ("boolean('0')", True),
    # aggregates
    ("sum(/data/job/x)", 5 + 7.0),
    ("sum(/data/empty_job/y)", 0.0),
    ("count(/data/job/x)", 3.0),
    ("count-non-empty(/data/job/x)", 2.0),
    ("min(/data/job/x)", 5.0),
    ("max(/data/empty_job/y)", NAN),
    ("join(',', /data/job/x)", "5,,7"),
    ("concat(/data/job/x)", "57"),
    # numbers
    ("concat(12345678.25, '')", "1.234567825E7"),
    ("concat(0.0005, '')", "5.0E-4"),
    ("concat(5.0000000000001, '')", "5"),
    ("concat(4.9999999999, '')", "4.9999999999"),
    ("round(2.5)", 3.0),
    ("round(-2.5)", -2.0),
    ("round(1.005, 2)", 1.01),
    ("round(1234.5, -2)", 1200.0),
    ("int(-2.7)", -2.0),
    ("-5 mod 3", -2.0),
    ("'01' = '1'", False),
    ("'01' = 1", True),
    ("/data/i = '3.0'", True),
    ("1 < 2 < 3", True),
    ("3 > 2 > 1", False),
    # dates
    ("/data/d > '2026-01-01'", False),
    ("/data/d < '2027-01-01'", False),
    ("/data/d = '2026-03-01'", True),
    ("/data/d > date('2026-01-01')", True),
    ("date('2026-03-01') - date('2026-02-28')", 1.0),
    ("'2026-03-01' - '2026-02-28'", NAN),
    ("date(/data/d + 1)", dt.date(2026, 3, 2)),
    ("date('')", ""),
    ("format-date(/data/d, '%y/%n/%e')", "26/3/1"),
    # choices
    ("selected('ab c', 'b')", False),
    ("selected(/data/blank, '')", True),
    ("selected(/data/m, 'ab c')", True),
    ("count-selected(/data/blank)", 0.0),
    ("selected-at(/data/m, 1)", "c"),
    ("selected-at(/data/m, 2)", ""),
    # repeats
    ("indexed-repeat(/data/job/x, /data/job, 4)", ""),
    ("indexed-repeat(/data/job/x, /data/job, 0)", 5.0),
    ("/data/job[position()=2]/n", "second"),
    ("/data/job[x > 5]/x", 7.0),
    # texts
    ("regex('abcd', '^abc')", False),
    ("regex('٣', '\\d+')", False),
    ("substr('hello', -3, -1)", "ll"),
    ("string-length('😀')", 2.0),
]


@pytest.mark.parametrize(("expression", "value"), SURPRISES)
def test_where_the_engine_departs_from_xpath(expression, value):
    found = ask(expression)

    assert type(found) is type(value)
    assert found == value or (value != value and found != found)


def test_several_nodes_where_one_is_wanted_are_an_error():
    with pytest.raises(EvaluationError, match="3 values where one is wanted"):
        ask("/data/job/x + 1")


def test_inside_a_repeat_a_path_means_the_same_instance():
    assert ask("/data/job/n", "/data/job[2]/n") == "second"
    assert ask("../n", "/data/job[1]/x") == "first"
    assert ask("sum(../../job/x)", "/data/job[1]/x") == 12.0
    assert ask("position(..)", "/data/job[3]/n") == 3.0


def test_operators_bind_as_in_xpath():
    assert parse("1 + 2 * 3") == Binary("+", Number(1), Binary("*", Number(2), Number(3)))
    assert parse("a - b - c") == Binary("-", Binary("-", _path("a"), _path("b")), _path("c"))
    assert parse("a or b and c") == Binary("or", _path("a"), Binary("and", _path("b"), _path("c")))


def test_a_hyphen_belongs_to_a_name_unless_a_space_sets_it_off():
    assert parse("a-1") == _path("a-1")
    assert parse("a -1") == Binary("-", _path("a"), Number(1))


def test_operator_words_are_names_where_an_operand_is_wanted():
    assert parse("div div mod") == Binary("div", _path("div"), _path("mod"))


def test_paths_keep_their_predicates():
    tree = parse("instance('x')/root/item[name = 'a']/label")

    steps = (Step("root"), Step("item", (Binary("=", _path("name"), Text("a")),)), Step("label"))
    assert tree == Path(Call("instance", (Text("x"),)), False, steps)


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "1 +",
        "(1",
        "1)",
        "'a",
        "a b",
        "f(1,",
        "/data//x",
        "a | b",
        "@id",
        "[1]",
        "1 2",
        "${x}",
        "()",
    ],
)
def test_what_is_no_expression_is_refused(broken):
    with pytest.raises(ExpressionError):
        parse(broken)


def test_size_and_depth_are_bounded():
    for monster in (
        "(" * 5000 + "1" + ")" * 5000,
        "-" * 30_000 + "1",
        "not(" * 900 + "1" + ")" * 900,
    ):
        with pytest.raises(ExpressionError):
            parse(monster)


def _path(name):
    return Path(None, False, (Step(name),))
