"""What the beginning, a new instance and a changed answer set off is what JavaRosa sets."""

import datetime as dt

import pytest

from surveys.collection.answers import parse_submission
from surveys.collection.checks import check_submission
from surveys.errors import SurveyError
from surveys.instrument.program import program_of
from surveys.instrument.questionnaire import read_questionnaire
from surveys.instrument.scope import Slot
from surveys.instrument.xlsform import convert_workbook
from surveys.interviewing import acting
from surveys.interviewing.closing import submission_of
from surveys.interviewing.kept import Kept
from tests.oracle import walks
from tests.oracle.agreement import PLACE, leaves, same
from tests.oracle.engine import java_is_here
from tests.oracle.forms import xform
from tests.surveys.instrument.forms import form
from tests.surveys.interviewing.people import run

REPEATS = frozenset({"/data/job", "/data/visit"})
TODAY, WALKS = walks.read()
QUESTIONNAIRE = read_questionnaire(xform(walks.FORM))
VISITS = next(
    number for number, page in enumerate(run(QUESTIONNAIRE).pages) if "/data/visit" in page.paths
)


def key_of(place):
    """`/data/job[1]/pay[1]` as a key of the interview: `job[1]/pay`."""
    steps = place.split("/")[2:]
    bare = ["/data"]
    keys = []
    for step in steps:
        name = step.partition("[")[0]
        bare.append(name)
        keys.append(step if "/".join(bare) in REPEATS else name)
    return "/".join(keys)


def again(running, kept, reached):
    """The interview with what is kept, on another page."""
    known = {**vars(running.circumstances), "reached": reached}
    return run(running.questionnaire, kept, **known)


def walk(rounds):
    """The submission after each round."""
    now = dt.datetime.combine(TODAY, dt.time(12), dt.UTC)
    running = run(QUESTIONNAIRE, Kept(instances={"job": 1}), now=now, reached=0)
    for steps in rounds:
        for step in steps:
            place, given, answer = step.partition("=")
            reached = VISITS if "/visit" in place else running.circumstances.reached
            running = again(running, running.kept, reached)
            kept = (
                acting.after_answers(running, {key_of(place): answer})
                if given
                else running.kept.with_instance("job")
            )
            running = again(running, kept, reached)
        running = again(running, running.kept, len(running.pages))
        yield submission_of(running, "11")


def differences(xml, expected):
    slots: dict[str, Slot] = {slot.path: slot for slot in program_of(QUESTIONNAIRE).slots}
    ours, theirs = leaves(xml, REPEATS), leaves(expected.encode(), REPEATS)
    return {
        path: (ours.get(path), theirs.get(path))
        for path in {**ours, **theirs}
        if path not in ours
        or path not in theirs
        or not same(ours[path], theirs[path], slots[PLACE.sub("", path)])
    }


@pytest.mark.parametrize("walked", WALKS, ids=lambda walked: walked.rounds[0][0])
def test_every_round_sets_what_the_engine_sets(walked):
    found = [
        differences(xml, expected)
        for xml, expected in zip(walk(walked.rounds), walked.xml, strict=True)
    ]
    assert found == [{}] * len(walked.rounds)


@pytest.mark.skipif(not java_is_here(), reason="needs a JDK")
def test_the_kept_walks_are_those_of_the_engine():
    fresh = [walked.xml for walked in walks.make()]
    for now, kept in zip(fresh, WALKS, strict=True):
        for new, old in zip(now, kept.xml, strict=True):
            found = differences(new.encode(), old)
            assert {*found} <= {"/data/day", "/data/dated"}


SET = """
| survey  |              |       |       |         |                    |         |
|         | type         | name  | label | default | calculation        | trigger |
|         | integer      | a     | A     |         |                    |         |
|         | integer      | b     | B     | ${a}    | ${a} * 2           | ${a}    |
|         | calculate    | seen  |       |         | concat('a', ${a})  | ${a}    |
|         | calculate    | mixed |       |         | ${a} + ${b}        | ${a}    |
|         | calculate    | code  |       | 1 + 1   |                    |         |
|         | calculate    | lot   |       | once(random()) |             |         |
"""


def test_an_answer_that_stands_as_it_stood_does_not_undo_what_another_one_sets():
    running = run(form(SET))
    kept = acting.after_answers(running, {"a": "4", "b": ""})
    assert (kept.answers["a"], kept.answers["b"]) == ("4", "8")

    running = run(form(SET), kept)
    kept = acting.after_answers(running, {"a": "5", "b": "9"})
    assert (kept.answers["b"], kept.answers["seen"]) == ("9", "a5")


def test_what_is_drawn_at_the_beginning_stays():
    running = run(form(SET))
    lot = running.kept.answers["lot"]
    assert 0 < float(lot) < 1
    kept = acting.after_answers(running, {"a": "4"})
    assert run(form(SET), kept).places["lot"].value == lot


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({}, []),
        ({"seen": "a9"}, ["calculate_differs"]),
        ({"code": "3"}, ["calculate_differs"]),
        ({"b": "77"}, []),
        ({"mixed": "1"}, []),
        ({"lot": "0.5"}, []),
        ({"a": "", "seen": ""}, []),
    ],
)
def test_what_nobody_can_change_and_follows_from_its_trigger_is_checked(changed, codes):
    questionnaire = form(SET)
    kept = acting.after_answers(run(questionnaire), {"a": "4"})
    xml = submission_of(run(questionnaire, kept.with_answers(changed)), "11")
    found = [issue.code for issue in check_submission(questionnaire, parse_submission(xml))]
    assert found == codes


def test_a_label_follows_its_question_while_somebody_answers():
    questionnaire = form("""
    | survey  |              |       |                 |                  |                            |
    |         | type         | name  | label::English (en) | label::中文 (zh) | calculation            |
    |         | select_one y | one   | One             | 一               |                            |
    |         | calculate    | words |                 |                  | jr:choice-name(${one}, '${one}') |
    | choices |              |       |                 |                  |                            |
    |         | list_name    | name  | label::English (en) | label::中文 (zh) |                        |
    |         | y            | 1     | Yes             | 是               |                            |
    |         | y            | 0     | No              | 否               |                            |
    """)
    running = run(questionnaire, Kept({"one": "1"}))
    running = run(questionnaire, Kept({**running.to_keep, "one": "0"}))
    assert running.places["words"].value == "No"


def test_a_trigger_outside_a_repeat_is_refused_with_its_cell():
    table = """
    | survey |              |      |       |             |         |
    |        | type         | name | label | calculation | trigger |
    |        | integer      | a    | A     |             |         |
    |        | begin repeat | r    | R     |             |         |
    |        | integer      | x    | X     | ${a}        | ${a}    |
    |        | end repeat   |      |       |             |         |
    """
    with pytest.raises(SurveyError) as refused:
        convert_workbook(table.encode(), "form.md")
    found = [(problem.code, problem.where) for problem in refused.value.problems]
    assert found == [("action_many_targets", "survey › row 6 › calculation")]


def test_what_the_sample_knows_is_not_set_again_and_instances_begin_all_the_same():
    questionnaire = form("""
    | survey |              |      |       |             |
    |        | type         | name | label | default     |
    |        | text         | city | City  | 'nowhere' |
    |        | integer      | odd  | Odd   | 1 div ${city} |
    |        | begin repeat | job  | Job   |             |
    |        | text         | kind | Kind  | concat('k', position(..)) |
    |        | end repeat   |      |       |             |
    """)
    running = run(questionnaire, fixed={"city": "杭州"})
    kept = acting.after_answers(running, {"odd": ""})
    running = run(
        questionnaire, kept.with_instance("job").with_instance("job"), fixed={"city": "杭州"}
    )
    values = {key: place.value for key, place in running.places.items() if key != "meta/instanceID"}
    assert values["city"] == "杭州"
    assert (values["job[1]/kind"], values["job[2]/kind"]) == ("k1", "k2")
