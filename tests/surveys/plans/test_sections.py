"""A plan document is cut into texts that somebody edits, and put together again."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.errors import SurveyError
from surveys.plans.sections import (
    Sections,
    are_apart,
    cut,
    read_sections,
    totals_text,
    without_tables,
)
from surveys.plans.step_texts import (
    insert_step,
    move_step,
    remove_step,
    step_of,
    step_text,
    steps_of,
)
from tests.surveys.plans.weighting.example import CITY, CITY_SEX

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

# Errors.
[replicates]
method = "rao_wu"
"""


def test_a_document_is_cut_at_its_headings_and_keeps_its_remarks():
    sections = cut(PLAN)
    assert sections.steps.startswith("# First this.\n[[weighting.steps]]  # a remark\n")
    assert sections.steps.endswith('"city",\n]')
    assert sections.totals.startswith("[control_totals.city]\n")
    assert sections.totals.endswith("[design]\n'''")
    assert sections.replicates == '# Errors.\n[replicates]\nmethod = "rao_wu"'
    assert "[estimation]" in sections.rest
    assert "# The sample." in sections.rest
    assert tomllib.loads(sections.text) == tomllib.loads(PLAN)


def test_the_demonstration_s_plan_is_cut_and_put_together():
    text = Path("surveys/fixtures/nse/plan.toml").read_text("utf-8")
    sections = cut(text)
    assert len(steps_of(sections.steps)) == 3
    assert tomllib.loads(sections.text) == tomllib.loads(text)


@pytest.mark.parametrize("text", ["", "a = [", "weighting.steps = []\ncontrol_totals = {}\n"])
def test_what_cannot_be_cut_stays_together(text):
    assert cut(text) == Sections(rest=text.strip("\n"))
    assert are_apart(cut(text)) == (not text.startswith("weighting"))


def test_every_text_tells_its_own_fault():
    names = {"rest": "Rest", "steps": "Steps", "replicates": "Replicates", "totals": "Totals"}
    with pytest.raises(SurveyError) as raised:
        read_sections(Sections("[design]", "[[weighting", "", "a ="), names, "Plan")
    assert [(each.code, each.where) for each in raised.value.problems] == [
        ("not_toml", "Steps"),
        ("not_toml", "Totals"),
    ]
    with pytest.raises(SurveyError, match="Plan"):
        read_sections(Sections("[design]", "[design]"), names, "Plan")
    whole = read_sections(cut(PLAN), names, "Plan")
    assert whole == tomllib.loads(PLAN)


class TestSteps:
    text = cut(PLAN).steps
    eligibility = step_text({"kind": "unknown_eligibility", "by": ["city"]})

    def kinds(self, text):
        return [step["kind"] for step in tomllib.loads(text).get("weighting", {}).get("steps", [])]

    def test_each_is_found_with_its_kind(self):
        first, second = steps_of(self.text)
        assert (first.kind, second.kind) == ("nonresponse_classes", "rake")
        assert first.text.startswith("# First this.\n")
        assert second.table["margins"] == ["city"]
        assert steps_of("# nothing") == steps_of("") == []
        assert (
            step_of("[[weighting.steps]]").kind == step_of("[[weighting.steps]]\nkind=3").kind == ""
        )

    @pytest.mark.parametrize(
        "text",
        ["[[weighting.steps", "[weighting]\nsteps = []", "[design]", "[[weighting.steps]]\na"],
    )
    def test_what_is_no_list_of_steps_is_not_taken_apart(self, text):
        assert steps_of(text) is None
        assert remove_step(text, 1) == move_step(text, 1, 1)[0] == text

    @pytest.mark.parametrize(
        ("kind", "place"), [("unknown_eligibility", 0), ("nonresponse_propensity", 1), ("trim", 2)]
    )
    def test_a_step_is_inserted_where_its_order_allows(self, kind, place):
        text, number = insert_step(self.text, step_text({"kind": kind}))
        kinds = self.kinds(text)
        assert kinds.index(kind) == place == number - 1
        assert len(kinds) == 3

    def test_the_first_step_keeps_what_stood_there(self):
        text = f"# none yet\n\n{self.eligibility}"
        assert insert_step("# none yet", self.eligibility) == (text, 1)

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
        text, place = move_step(self.text, number, by)
        assert self.kinds(text) == kinds
        assert place == min(max(1, number + by), 2) or number == 9
        assert text.count("#") == 2

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
