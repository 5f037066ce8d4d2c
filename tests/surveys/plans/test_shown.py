"""Fields of a form stand for the text of a plan: nothing is lost on the way there and back."""

import tomllib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.errors.fields import Names, allowed_in
from surveys.plans.replicates import KEYS, ReplicatePlan, read_replicates
from surveys.plans.shown import shown_in, with_shown
from surveys.plans.step_texts import step_of
from surveys.plans.suggestions import suggested_replicates, suggested_step
from surveys.plans.toml_text import remarks, with_value
from surveys.plans.weighting.plan import Calibrate, NonresponsePropensity, Rake, Trim
from surveys.plans.weighting.reading import STEPS, read_weighting_plan
from tests.surveys.plans.weighting.example import CONTROLS

RAKE = """\
# Four margins.
[[weighting.steps]]  # the last step
kind = "rake"
# Official totals:
margins = [
  "city",  # of residence
  "sex#1",
]
tolerance = 1e-8  # enough
"""


def table(text):
    return step_of(text).table


def changed(text, record, **then):
    return with_shown(text, record, shown_in(record, table(text)), then)


def test_what_is_not_changed_stays_as_it_was_typed():
    now = shown_in(Rake, table(RAKE))
    assert now == {"margins": ["city", "sex#1"], "tolerance": "1e-08", "iterations": ""}
    assert changed(RAKE, Rake, **now) == RAKE
    # Ticks come in the order of the page.
    assert changed(RAKE, Rake, margins=["sex#1", "city"]) == RAKE


def test_a_changed_field_keeps_every_remark():
    text = changed(RAKE, Rake, margins=["age", "sex#1"], tolerance="1e-7", iterations="50")
    assert table(text) == {
        "kind": "rake", "margins": ["sex#1", "age"], "tolerance": 1e-7, "iterations": 50,
    }  # fmt: skip
    assert Counter(remarks(text)) == Counter(remarks(RAKE))
    assert "tolerance = 1e-07  # enough\n" in text
    assert text.index("# of residence") < text.index("margins =")


def test_a_field_that_is_emptied_takes_its_key_out_and_leaves_its_remark():
    text = changed(RAKE, Rake, margins=[], tolerance=" ")
    assert table(text) == {"kind": "rake"}
    assert remarks(text) == remarks(RAKE)


@pytest.mark.parametrize(
    ("record", "name", "typed", "value"),
    [
        (Rake, "iterations", "12", 12),
        (Rake, "iterations", "1,000", "1,000"),
        (Rake, "iterations", "nan", "nan"),
        (Rake, "tolerance", " 1e-9 ", 1e-9),
        (Calibrate, "bounds", "0.3, 3", [0.3, 3]),
        (Calibrate, "bounds", "0.3，3.0", [0.3, 3.0]),
        (Calibrate, "bounds", "2", [2]),
        (Calibrate, "bounds", "low", "low"),
        (Calibrate, "distance", "logit", "logit"),
        (Trim, "strict", False, False),
        (NonresponsePropensity, "variables", ["a", "b"], ["a", "b"]),
    ],
)
def test_what_is_typed_is_what_is_shown_again(record, name, typed, value):
    text = changed(f'[[weighting.steps]]\nkind = "{record.kind}"', record, **{name: typed})
    assert table(text)[name] == value
    again = shown_in(record, table(text))[name]
    assert changed(text, record, **{name: again}) == text


@pytest.mark.parametrize(
    "given",
    [
        {"margin": "city"},
        {"margins": "city"},
        {"margins": [1]},
        {"margins": ["city", "city"]},
        {"iterations": "5"},
        {"tolerance": True},
        {"margins": ["city"], "tolerance": [1]},
    ],
)
def test_a_table_that_fields_cannot_say_is_not_shown_in_them(given):
    assert shown_in(Rake, {"kind": "rake", **given}) is None


def test_true_and_words_are_not_taken_for_others():
    assert shown_in(Trim, {"strict": "yes"}) is None
    assert shown_in(Calibrate, {"distance": 3}) is None
    assert shown_in(Trim, {"upper": float("inf")})["upper"] == "inf"


NUMBERS = st.integers(-(10**9), 10**9) | st.floats(allow_nan=False, allow_infinity=False)
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
GIVEN = st.fixed_dictionaries(
    {"margins": st.lists(TEXTS.filter(bool), max_size=4, unique=True)},
    optional={"tolerance": NUMBERS, "iterations": NUMBERS, "bounds": st.lists(NUMBERS, max_size=3)},
)


@given(before=GIVEN, after=GIVEN, note=TEXTS)
def test_every_plan_can_become_every_other_in_its_fields(before, after, note):
    text = "[[weighting.steps]]"
    for key, value in {"kind": "calibrate", **before}.items():
        text = with_value(text, key, value) + f"  # {note}"
    then = shown_in(Calibrate, after)
    there = changed(text, Calibrate, **then)
    now = shown_in(Calibrate, table(there))
    assert Counter(now.pop("margins")) == Counter(then.pop("margins"))
    assert now == then
    assert Counter(remarks(there)) == Counter(remarks(text))


@pytest.mark.parametrize("kind", STEPS)
def test_every_suggested_step_is_a_step_and_can_be_shown(kind):
    text = suggested_step(kind, ["stratum"], list(CONTROLS))
    problems = []
    document = {**tomllib.loads(text), "control_totals": CONTROLS}
    plan = read_weighting_plan(document, "plan", problems)
    assert [step.kind for step in plan.steps] == [kind]
    assert problems == []
    assert shown_in(STEPS[kind], table(text)) is not None


@pytest.mark.parametrize("kind", STEPS)
def test_without_names_to_suggest_the_step_says_what_it_lacks(kind):
    problems = []
    read_weighting_plan(tomllib.loads(suggested_step(kind, [], [])), "plan", problems)
    needs = [
        name
        for name, each in allowed_in(STEPS[kind]).items()
        if name == "margin" or (isinstance(each, Names) and each.needed)
    ]
    assert [problem.where.rpartition(" › ")[2] for problem in problems] == needs


@pytest.mark.parametrize("method", allowed_in(ReplicatePlan)["method"].words)
def test_every_suggested_table_of_replicates_can_be_read(method):
    problems = []
    document = tomllib.loads(suggested_replicates(method))
    assert read_replicates(document, "plan", problems).method == method
    assert problems == []
    assert document["replicates"].keys() - {"method"} <= set(KEYS.get(method, ()))
