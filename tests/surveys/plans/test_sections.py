"""A plan document is cut into texts that somebody edits, and put together again."""

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.errors import SurveyError
from surveys.plans.sections import (
    Sections,
    cut,
    insert_step,
    kind_of,
    move_step,
    read_sections,
    remove_step,
    step_text,
    steps_of,
    totals_text,
    without_tables,
)
from surveys.plans.suggestions import KEYS, KINDS, suggested_step
from surveys.plans.weighting.reading import read_weighting_plan
from tests.surveys.plans.weighting.example import CITY, CITY_SEX, CONTROLS

PLAN = """\
# The sample.
[design]
strata = ["city"]
status_codes = { respondent = ["R"] }

# First this.
[[weighting.steps]]  # a remark
kind = "nonresponse_classes"
by = ["city"]

[[ weighting.steps ]]
kind = 'rake'
margins = [
  "city",
]

[control_totals.city]
variables = ["city"]
totals = { a = 60, b = 40 }

[control_totals.city.source]
en = '''
[design]
'''

[estimation]
domains = [
  ["sex"]
]
"""


def test_a_document_is_cut_at_its_headings_and_keeps_its_remarks():
    sections = cut(PLAN)
    assert sections.steps.startswith("# First this.\n[[weighting.steps]]  # a remark\n")
    assert sections.steps.endswith('"city",\n]')
    assert sections.totals.startswith("[control_totals.city]\n")
    assert sections.totals.endswith("[design]\n'''")
    assert "[estimation]" in sections.rest
    assert "# The sample." in sections.rest
    assert tomllib.loads(sections.text) == tomllib.loads(PLAN)


def test_the_demonstration_s_plan_is_cut_and_put_together():
    text = Path("surveys/fixtures/nse/plan.toml").read_text("utf-8")
    sections = cut(text)
    assert len(steps_of(sections.steps)) == 2
    assert tomllib.loads(sections.text) == tomllib.loads(text)


@pytest.mark.parametrize("text", ["", "a = [", "weighting.steps = []\ncontrol_totals = {}\n"])
def test_what_cannot_be_cut_stays_together(text):
    assert cut(text) == Sections(rest=text.strip("\n"))


def test_every_text_tells_its_own_fault():
    names = Sections("Steps", "Totals", "Rest")
    with pytest.raises(SurveyError) as raised:
        read_sections(Sections("[[weighting", "a =", "[design]"), names, "Plan")
    assert [(each.code, each.where) for each in raised.value.problems] == [
        ("not_toml", "Steps"),
        ("not_toml", "Totals"),
    ]
    with pytest.raises(SurveyError, match="Plan"):
        read_sections(Sections("[design]", "", "[design]"), names, "Plan")
    whole = read_sections(cut(PLAN), names, "Plan")
    assert whole == tomllib.loads(PLAN)


class TestSteps:
    text = cut(PLAN).steps
    eligibility = step_text({"kind": "unknown_eligibility", "by": ["city"]})

    def kinds(self, text):
        return [step["kind"] for step in tomllib.loads(text).get("weighting", {}).get("steps", [])]

    def test_each_is_found_with_its_kind(self):
        assert [kind_of(each) for each in steps_of(self.text)] == ["nonresponse_classes", "rake"]
        assert steps_of("# nothing") == []
        assert kind_of("[[weighting.steps]]") == ""

    @pytest.mark.parametrize(
        ("kind", "place"), [("unknown_eligibility", 0), ("nonresponse_propensity", 1), ("trim", 2)]
    )
    def test_a_step_is_inserted_where_its_order_allows(self, kind, place):
        kinds = self.kinds(insert_step(self.text, step_text({"kind": kind})))
        assert kinds.index(kind) == place
        assert len(kinds) == 3

    def test_the_first_step_keeps_what_stood_there(self):
        assert insert_step("# none yet", self.eligibility) == f"# none yet\n\n{self.eligibility}"

    @pytest.mark.parametrize(
        ("number", "by", "kinds"),
        [
            (2, -1, ["rake", "nonresponse_classes"]),
            (1, 1, ["rake", "nonresponse_classes"]),
            (1, -1, ["nonresponse_classes", "rake"]),
            (2, 1, ["nonresponse_classes", "rake"]),
            (9, 1, ["nonresponse_classes", "rake"]),
        ],
    )
    def test_a_step_is_moved(self, number, by, kinds):
        assert self.kinds(move_step(self.text, number, by)) == kinds

    def test_a_step_is_removed(self):
        assert self.kinds(remove_step(self.text, 1)) == ["rake"]
        assert remove_step(remove_step(self.text, 1), 1) == ""


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)
VALUES = st.recursive(
    TEXTS | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(TEXTS, inner, max_size=4),
)


@given(name=TEXTS, table=st.dictionaries(TEXTS, VALUES, max_size=5))
def test_tables_are_written_as_they_are_read(name, table):
    assert tomllib.loads(totals_text(name, table)) == {"control_totals": {name: table}}


def test_tables_that_say_what_is_stored_are_left_out():
    other = {**CITY, "date": "2022-01-01"}
    text = "\n\n".join([totals_text("city", CITY), "# mine", totals_text("own", CITY_SEX)])
    assert without_tables(text, {"city": CITY}) == "# mine\n\n" + totals_text("own", CITY_SEX)
    assert without_tables(text, {"city": other}) == text
    assert without_tables("", {}) == ""


@pytest.mark.parametrize("kind", KINDS)
def test_the_keys_that_are_offered_are_known_to_the_reader(kind):
    keys = [part.split(" = ")[0] for part in re.sub(r"\[.*?\]", "", KEYS[kind]).split(", ")]
    problems = []
    document = {"weighting": {"steps": [{"kind": kind, **dict.fromkeys(keys, "")}]}}
    read_weighting_plan(document, "plan", problems)
    assert "unknown_key" not in {problem.code for problem in problems}
    assert KEYS.keys() == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("names", [(["stratum"], list(CONTROLS)), ([], [])])
def test_every_suggested_step_is_a_step(kind, names):
    document = {**tomllib.loads(suggested_step(kind, *names)), "control_totals": CONTROLS}
    problems = []
    plan = read_weighting_plan(document, "plan", problems)
    assert [step.kind for step in plan.steps] == [kind]
    assert problems == []
