"""Rows tell apart what was not asked (None) and what was left blank ("")."""

from surveys.collection.answers import parse_submission
from surveys.collection.rows import column_names, flat_row, repeat_rows
from tests.surveys.instrument.forms import form, nse, oracle, oracle_submissions

FIRST = parse_submission(oracle_submissions()["00069.xml"])


def test_a_row_has_a_column_per_question_outside_repeats():
    row = flat_row(oracle(), FIRST)

    assert row["age"] == "16"
    assert row["platforms"] == "p1 p2 p4"
    assert row["total_hours"] == "217"
    assert row["today"] == "2026-11-22"
    assert row["where"] == "", "asked, and left blank"
    assert row["mat_days"] is None, "not asked of men"
    assert not {"hours", "job", "intro", "instanceID"} & row.keys()


def test_every_row_has_the_same_columns():
    rows = [flat_row(oracle(), parse_submission(xml)) for xml in oracle_submissions().values()]

    assert {tuple(row) for row in rows} == {tuple(rows[0])}


def test_repeats_have_rows_of_their_own():
    jobs = repeat_rows(oracle(), FIRST)["job"]

    assert [job["_key"] for job in jobs] == [f"work/job[{place}]" for place in (1, 2, 3, 4)]
    assert [job["hours"] for job in jobs] == ["51", "91", "8", "67"]
    assert list(jobs[0]) == ["_key", "job_no", "job_name", "contract", "hours", "income", "hourly"]


def test_nested_repeats_keep_the_key_of_their_parent():
    nested = form(
        """
        | survey |              |       |       |
        |        | type         | name  | label |
        |        | begin repeat | house | House |
        |        | begin repeat | child | Child |
        |        | text         | who   | Who?  |
        |        | end repeat   |       |       |
        |        | end repeat   |       |       |
        """
    )
    xml = """<data id="data">
      <house><child><who>a</who></child><child><who>b</who></child></house>
      <house><child><who>c</who></child></house>
      <meta><instanceID>1</instanceID></meta></data>"""
    children = repeat_rows(nested, parse_submission(xml.encode()))["child"]

    assert [(child["_key"], child["who"]) for child in children] == [
        ("house[1]/child[1]", "a"),
        ("house[1]/child[2]", "b"),
        ("house[2]/child[1]", "c"),
    ]


def test_a_name_that_stands_twice_gives_columns_named_by_path():
    twice = form(
        """
        | survey |             |      |       |
        |        | type        | name | label |
        |        | begin group | a    | A     |
        |        | text        | who  | Who?  |
        |        | end group   |      |       |
        |        | begin group | b    | B     |
        |        | text        | who  | Who?  |
        |        | end group   |      |       |
        """
    )
    assert list(column_names(twice).values()) == ["a-who", "b-who"]


def test_columns_of_the_real_questionnaire_are_its_names():
    columns = column_names(nse())

    assert columns["/data/grp_main/grp_d/d_net"] == "d_net"
    assert all("-" not in column for column in columns.values())
