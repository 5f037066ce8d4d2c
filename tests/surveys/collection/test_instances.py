"""Entries of repeats are added and removed; what counts them follows, and paths are found again."""

import pytest

from surveys.collection.answers import parse_submission
from surveys.collection.checks import check_submission
from surveys.collection.editing import edited
from surveys.collection.instances import offers, places, restored
from surveys.collection.loading import load
from surveys.collection.transcript import entries, transcript
from surveys.instrument.program import program_of
from tests.surveys.instrument.forms import form

FAMILY = """
| survey  |                          |          |           |              |             |               |               |
|         | type                     | name     | label     | repeat_count | calculation | choice_filter | relevant      |
|         | begin_repeat             | person   | Person    |              |             |               |               |
|         | integer                  | age      | Age       |              |             |               |               |
|         | begin_repeat             | job      | Job       |              |             |               |               |
|         | integer                  | hours    | Hours     |              |             |               |               |
|         | end_repeat               |          |           |              |             |               |               |
|         | end_repeat               |          |           |              |             |               |               |
|         | calculate                | people   |           |              | count(${person}) |          |               |
|         | text                     | alone    | Why alone? |             |             |               | ${people} = 1 |
|         | select_one place         | province | Province  |              |             |               |               |
|         | select_one town          | town     | Town      |              |             | province = ${province} | |
|         | integer                  | visits   | Visits    |              |             |               |               |
|         | begin_repeat             | visit    | Visit     | ${visits}    |             |               |               |
|         | text                     | when     | When      |              |             |               |               |
|         | end_repeat               |          |           |              |             |               |               |
| choices |           |      |          |          |
|         | list_name | name | label    | province |
|         | place     | zj   | Zhejiang |          |
|         | place     | gd   | Guangdong |         |
|         | town      | hz   | Hangzhou | zj       |
|         | town      | sz   | Shenzhen | gd       |
"""


@pytest.fixture(scope="module")
def family():
    return form(FAMILY)


def interview(family, people, rest="<province>zj</province><town>hz</town>"):
    """People as (age, hours of each job)."""
    body = "".join(
        f"<person><age>{age}</age>"
        + "".join(f"<job><hours>{each}</hours></job>" for each in hours)
        + "</person>"
        for age, hours in people
    )
    return (
        f'<{family.root} id="{family.form_id}" version="{family.version}">{body}'
        f"<people>{len(people)}</people>{rest}"
        "<meta><instanceID>uuid:first</instanceID></meta>"
        f"</{family.root}>"
    ).encode()


TWO = [("31", ["8", "4"]), ("29", ["6"])]


def change(family, xml, changes=(), **entries_):
    def full(path):
        return f"/{family.root}/{path}"

    made = edited(
        family, xml, {full(path): answer for path, answer in dict(changes).items()},
        instance_id="uuid:second",
        **{name: [full(path) for path in paths] for name, paths in entries_.items()},
    )  # fmt: skip
    found = entries(transcript(family, parse_submission(made)))
    cut = len(family.root) + 2
    return {path[cut:]: entry.raw for path, entry in found.items()}


def test_an_entry_is_added_with_its_questions(family):
    said = change(family, interview(family, TWO), added=["person", "person[1]/job"])
    assert (said["person[3]/age"], said["people"]) == ("", "3")
    assert said["person[1]/job[3]/hours"] == ""


def test_an_entry_is_removed_and_the_count_follows(family):
    said = change(family, interview(family, TWO), removed=["person[1]"])
    assert (said["person[1]/age"], said["people"], said["alone"]) == ("29", "1", "")
    assert "person[2]/age" not in said


def test_answers_are_set_by_the_places_before_the_removal(family):
    said = change(
        family, interview(family, TWO), {"person[2]/age": "30"}, removed=["person[1]/job[1]"]
    )
    assert (said["person[2]/age"], said["person[1]/job[1]/hours"]) == ("30", "4")


def test_a_count_does_not_bring_back_what_was_removed(family):
    visits = "<visits>2</visits><visit><when>a</when></visit><visit><when>b</when></visit>"
    xml = interview(family, TWO, visits)
    said = change(family, xml, removed=["visit[1]"])
    assert said["visit[1]/when"] == "b"
    assert "visit[2]/when" not in said
    made = edited(family, xml, {}, instance_id="uuid:second", removed=[f"/{family.root}/visit[1]"])
    codes = {issue.code for issue in check_submission(family, parse_submission(made))}
    assert "fewer_repeats_than_count" in codes


@pytest.mark.parametrize("entry", ["person[9]", "nobody[1]"])
def test_what_is_not_there_is_named(family, entry):
    with pytest.raises(KeyError):
        change(family, interview(family, TWO), removed=[entry])
    with pytest.raises(KeyError):
        change(family, interview(family, TWO), added=["age"])


@pytest.mark.parametrize(
    ("now", "removed", "before"),
    [
        ("/d/job[1]", ["/d/job[1]"], "/d/job[2]"),
        ("/d/job[1]/h", ["/d/job[1]", "/d/job[2]"], "/d/job[3]/h"),
        ("/d/job[2]/h", ["/d/job[2]", "/d/job[10]"], "/d/job[3]/h"),
        ("/d/job[2]/x[1]", ["/d/job[1]", "/d/job[3]/x[1]"], "/d/job[3]/x[2]"),
        ("/d/jobs[1]/h", ["/d/job[1]"], "/d/jobs[1]/h"),
        ("/d/job[1]/h", ["/d/job[2]"], "/d/job[1]/h"),
    ],
)
def test_a_path_is_called_what_it_was_before_the_removal(now, removed, before):
    assert restored(now, removed) == before


def test_places_and_offers_follow_the_answers(family):
    program = program_of(family)
    loaded, _strangers = load(program, parse_submission(interview(family, TWO)))
    cut = len(family.root) + 2
    assert {place.path[cut:]: place.entries for place in places(program, loaded)} == {
        "person": 2, "person[1]/job": 2, "person[2]/job": 1, "visit": 0,
    }  # fmt: skip
    found = {
        path[cut:]: [each.name for each in some] for path, some in offers(program, loaded).items()
    }
    assert found == {"town": ["hz"]}
