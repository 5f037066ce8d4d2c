"""A sampling plan and a frame: what is drawn, what to expect, and every fault at once."""

import tomllib

import numpy as np
import pandas as pd
import pytest

from surveys.errors import SurveyError
from surveys.plans import drawing
from surveys.plans.sample import read_sample_plan

# Two cities, six and four clusters of ten persons.
FRAME = pd.DataFrame(
    {
        "id": [str(number) for number in range(100)],
        "city": ["N"] * 60 + ["S"] * 40,
        "sex": ["F", "M"] * 50,
        "psu": [str(number // 10) for number in range(100)],
        "age": [str(15 + (7 * number) % 50) for number in range(100)],
        "staff": [str(1 + number % 10) for number in range(100)],
    },
    dtype="str",
)
CLUSTERS = """
[sample]
completes = 20
strata = ["city"]
cluster = "psu"
take = 4
"""
ROWS = """
[sample]
completes = 20
strata = ["city", "sex"]
"""


def plan_of(text):
    return read_sample_plan(tomllib.loads(text), "sample.toml")


def drawn(text, seed=1, frame=FRAME):
    plan = plan_of(text)
    read = drawing.read_frame(frame, plan, "frame.csv")
    units = drawing.allocate(read, plan, "sample.toml")
    draw = drawing.draw(read, plan, units, np.random.default_rng(seed))
    return drawing.drawn_table(frame, draw), drawing.expect(read, plan, units)


def test_clusters_are_drawn_in_proportion_and_persons_within():
    table, (whole, north, south) = drawn(CLUSTERS)
    assert table.groupby("city")["psu"].nunique().to_dict() == {"N": 3, "S": 2}
    assert set(table.groupby("psu").size()) == {4}
    assert table["base_weight"].to_numpy() == pytest.approx(5)
    assert table["probability_1"].tolist() == [0.5] * 20
    assert table["probability_2"].tolist() == [0.4] * 20
    assert (north.name, north.population, north.units, north.issued) == ("N", 60, 3, 12)
    assert (whole.population, whole.units, whole.completes) == (100, 5, 20)
    assert south.margin_of_error > whole.margin_of_error > 0


def test_more_are_issued_where_not_all_answer():
    table, (whole, *_) = drawn(CLUSTERS + "[expected]\nanswering = 0.5\nicc = 0.1")
    assert (whole.issued, whole.completes, len(table)) == (40, 20, 40)
    table, (whole, *_) = drawn(ROWS + "[expected]\neligible = 0.8\nanswering = 0.5")
    assert (whole.issued, whole.completes, len(table)) == (50, 20, 50)


def test_strata_cross_and_a_sorted_list_is_drawn_evenly():
    table, planned = drawn(ROWS.replace('["city", "sex"]\n', '["city"]\norder = ["age"]\n'))
    assert [row.name for row in planned] == ["", "N", "S"]
    north = FRAME[FRAME["city"] == "N"].astype({"age": int}).sort_values("age", kind="stable")
    places = sorted(north.index.get_loc(row) for row in table[table["city"] == "N"].index)
    assert [place // 5 for place in places] == list(range(12))
    names = [row.name for row in drawn(ROWS)[1]]
    assert names == ["", "N × F", "N × M", "S × F", "S × M"]


def test_texts_sort_by_their_letters():
    text = '[sample]\ncompletes = 2\norder = ["city"]'
    assert drawn(text)[0]["city"].tolist() == ["N", "S"]


def test_lines_that_are_clusters_are_drawn_by_their_size():
    text = '[sample]\ncompletes = 20\nmeasure = "staff"\ntake = 2'
    table, (whole, only) = drawn(text)
    assert (len(table), whole.units, only.name, whole.population) == (10, 10, "", 550)
    sizes = table["staff"].astype(float)
    assert table["inclusion_probability"].to_numpy() == pytest.approx(10 * sizes / 550)
    assert "probability_2" not in table


@pytest.mark.parametrize(
    ("allocation", "units"),
    [
        ("", [12, 8]),
        ('method = "equal"', [10, 10]),
        ('method = "power"\nexponent = 0', [10, 10]),
        ('method = "neyman"\nspreads = { N = 1, S = 3 }', [7, 13]),
        ("minimum = 9", [11, 9]),
        ('domains = ["city"]\ndomain_minimum = 10', [10, 10]),
    ],
)
def test_the_sample_is_shared_out_as_the_plan_says(allocation, units):
    text = '[sample]\ncompletes = 20\nstrata = ["city"]\n[allocation]\n' + allocation
    planned = drawn(text)[1]
    assert [row.units for row in planned if row.part == "strata"] == units


EXPECTED = "[expected]\neligible = 0.8\nanswering = 0.5\nicc = 0.05\ncv_of_weights = 0.5\n"
CITIES = ROWS.replace('["city", "sex"]', '["city"]')


@pytest.mark.parametrize(
    ("goal", "reached"),
    [
        ("margin = 0.15", "margin_of_error"),
        ("variation = 0.2", "variation"),
        ("difference = 0.55", "difference"),
    ],
)
def test_a_goal_takes_the_fewest_interviews_that_reach_it(goal, reached):
    """The interviews of the whole are as many as needed; with one unit less it is missed."""
    wanted = float(goal.rpartition("=")[2])
    text = CITIES.replace("completes = 20\n", "") + "[expected]\nanswering = 0.8\n[goal]\n" + goal
    whole = drawn(text)[1][0]
    assert whole.needed <= whole.completes < whole.needed + 1
    assert getattr(whole, reached) <= wanted
    few = drawn(CITIES.replace("20", str(whole.needed - 1)) + "[expected]\nanswering = 0.8")[1][0]
    assert few.units < whole.units
    assert getattr(few, reached) > wanted


def test_more_is_planned_where_the_goal_asks_for_more_than_was_wanted():
    text = CITIES + "[expected]\nanswering = 0.8\n[goal]\nmargin = "
    assert [drawn(text + margin)[1][0].completes for margin in ("0.5", "0.1")] == [20, 49.6]


@pytest.mark.parametrize("parts", ["all", "strata", "domains"])
def test_each_part_reaches_the_goal(parts):
    text = f'{CITIES}[allocation]\ndomains = ["city"]\n[goal]\nmargin = 0.3\nparts = "{parts}"'
    planned = drawn(text.replace("completes = 20", "completes = 4"))[1]
    meant = [row for row in planned if row.needed is not None]
    assert {row.part for row in meant} == {parts}
    assert all(row.margin_of_error <= 0.3 and row.completes >= row.needed for row in meant)


def test_a_goal_counts_interviews_and_the_plan_issues_cases():
    text = CLUSTERS.replace("completes = 20", "") + EXPECTED + "[goal]\nmargin = 0.3"
    _, (whole, *_) = drawn(text)
    effect = (1 + 3 * 0.05) * 1.25
    infinite = effect * 0.25 / (0.3 / 1.959964) ** 2
    assert whole.needed == int(np.ceil(infinite / (1 + infinite / 100)))
    assert (whole.completes, whole.issued) == (4 * whole.units, 10 * whole.units)


def test_a_stratum_without_a_sample_has_no_margin_of_error():
    text = '[sample]\ncompletes = 1\nstrata = ["city"]'
    assert [row.margin_of_error is None for row in drawn(text)[1]] == [False, False, True]


def test_the_same_seed_gives_the_same_sample():
    once, again, other = (drawn(CLUSTERS, seed)[0]["id"].tolist() for seed in (7, 7, 8))
    assert once == again != other


def faults(call):
    with pytest.raises(SurveyError) as raised:
        call()
    return {(problem.code, problem.where.rpartition(" › ")[2]) for problem in raised.value.problems}


def test_all_faults_of_a_plan_are_told_at_once():
    text = """
    samples = 1
    [sample]
    completes = 0
    strata = "city"
    cluster = "psu"
    measure = 3
    size = 4
    [allocation]
    method = "best"
    exponent = 2
    domains = ["city"]
    spreads = { N = 0, S = true }
    [expected]
    answering = "half"
    icc = true
    [goal]
    margin = 0
    variation = "low"
    parts = "towns"
    power = 1
    """
    assert faults(lambda: plan_of(text)) == {
        ("unknown_key", "samples"),
        ("step_whole_number", "completes"),
        ("names_form", "strata"),
        ("design_column_name", "measure"),
        ("unknown_key", "size"),
        ("allocation_method", "method"),
        ("sample_number", "exponent"),
        ("allocation_domains", "domains"),
        ("allocation_spread", "N"),
        ("allocation_spread", "S"),
        ("sample_number", "answering"),
        ("sample_number", "icc"),
        ("sample_number", "margin"),
        ("sample_number", "variation"),
        ("sample_number", "power"),
        ("goal_parts", "parts"),
    }


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("sample = 1", ("sample_table", "sample")),
        ("[sample]\ntake = 1", ("sample_size", "completes")),
        ('[goal]\nmargin = 0.1\nparts = "domains"', ("goal_domains", "parts")),
        ("[sample]\ncompletes = 4\n[allocation]\nspreads = 1", ("sample_table", "spreads")),
        ("[sample]\ncompletes = 4\ntake = 2", ("sample_take", "take")),
        (CLUSTERS + 'measure = "staff"', ("sample_cluster_or_measure", "sample")),
    ],
)
def test_a_plan_that_contradicts_itself_is_refused(text, fault):
    assert fault in faults(lambda: plan_of(text))


@pytest.mark.parametrize(
    ("text", "frame", "fault"),
    [
        (ROWS, FRAME.drop(columns="sex"), ("unknown_variable", "frame.csv")),
        (ROWS, FRAME.assign(base_weight="1"), ("frame_column_reserved", "frame.csv")),
        (ROWS, FRAME.replace({"sex": {"M": None}}), ("missing_in_design", "line 3, line 5")),
        (
            '[sample]\ncompletes = 2\nmeasure = "staff"',
            FRAME.replace({"staff": {"1": "0"}}),
            ("size_not_positive", "line 2, line 12"),
        ),
        (ROWS.replace("20", "2000"), FRAME, ("allocation_total", "allocation")),
        (
            ROWS + '[goal]\ndifference = 0.2\nparts = "strata"',
            FRAME,
            ("allocation_bounds", "allocation"),
        ),
        (
            ROWS + '[allocation]\nmethod = "neyman"\nspreads = { N = 1 }',
            FRAME,
            ("allocation_strata", "spreads"),
        ),
    ],
)
def test_a_frame_that_does_not_fit_the_plan_is_refused(text, frame, fault):
    code, place = fault
    found = faults(lambda: drawn(text, frame=frame))
    assert any(code == each and where.startswith(place) for each, where in found)
