"""A questionnaire asked page by page gives the XML that Collect would send."""

import pytest

from surveys.collection.answers import parse_submission
from surveys.collection.checks import check_submission
from surveys.interviewing.closing import outcome_of, submission_of
from surveys.interviewing.kept import Kept
from surveys.interviewing.roles import not_for_respondents
from surveys.interviewing.showing import Reader
from tests.surveys.instrument.forms import answered as filled
from tests.surveys.instrument.forms import form, nse
from tests.surveys.instrument.respondents import ELIGIBLE, RandomRespondent
from tests.surveys.interviewing.people import answered, go_through, run

ALONE = {"a_case_id": "HZ1-012-345", "a_city": "330100", "a_stratum": "1", "a_source": "1"}
ALONE["a_mode"] = "3"

WORK = """
| survey  |              |        |            |              |          |            |
|         | type         | name   | label      | relevant     | required | constraint |
|         | select_one y | works  | Work?      |              | yes      |            |
|         | integer      | hours  | Hours      | ${works}='1' | yes      | . <= 112   |
|         | decimal      | wage   | Wage       | ${works}='1' |          |            |
|         | note         | told   | ${hours} h | ${hours} > 0 |          |            |
| choices |              |        |            |              |          |            |
|         | list_name    | name   | label      |              |          |            |
|         | y            | 1      | Yes        |              |          |            |
|         | y            | 0      | No         |              |          |            |
"""
JOBS = """
| survey |              |         |            |          |
|        | type         | name    | label      | required |
|        | begin repeat | job     | Job        |          |
|        | text         | title   | Title      | yes      |
|        | end repeat   |         |            |          |
"""


def faults(running):
    return {
        key: fault.code
        for page in running.pages
        for key, fault in running.faults(running.shown(page)).items()
    }


@pytest.mark.parametrize("seed", range(6))
def test_a_whole_interview_passes_every_check(seed):
    running = go_through(nse(), RandomRespondent(seed, **ELIGIBLE))
    xml = submission_of(running, "11")
    assert outcome_of(running, finished=True) == "11"
    assert check_submission(nse(), parse_submission(xml)) == ()


@pytest.mark.parametrize("works", ["1", "0"])
def test_the_xml_is_the_one_of_the_phone(works):
    questionnaire = form(WORK)
    answers = {"works": works, "hours": "040", "wage": "12"}
    xml = submission_of(answered(questionnaire, answers), "11")
    assert xml == filled(questionnaire, answers)


def test_who_answers_alone_meets_no_question_of_interviewers():
    silent = not_for_respondents(nse())
    running = go_through(nse(), RandomRespondent(1, **ELIGIBLE), silent=silent, fixed=ALONE)
    met = {place.slot.node.name for page in running.pages for place in running.shown(page)}
    assert met & {*ALONE, "a_coupon", "j_others", "j_int", "j_outcome", "j_note"} == set()
    xml = submission_of(running, "11")
    sent = parse_submission(xml).root
    assert sent.findtext("grp_a/a_case_id") == "HZ1-012-345"
    assert sent.findtext("grp_j/j_outcome") == "11"
    issues = check_submission(nse(), parse_submission(xml))
    assert {(issue.code, issue.question) for issue in issues} <= {
        ("required", name) for name in ("j_others", "j_underst", "j_coop", "j_attempts", "j_int")
    }


def test_the_questionnaire_says_itself_who_answers():
    questionnaire = form(
        """
        | survey   |      |           |       |                       |
        |          | type | name      | label | bind::portal:asked_by |
        |          | text | a_case_id | Case  |                       |
        |          | text | seen      | Seen  | interviewer           |
        |          | text | town      | Town  | preload               |
        | settings |      |           |       |                       |
        |          | namespaces |     |       |                       |
        |          | portal="urn:portal:xforms" | | |       |
        """
    )
    assert not_for_respondents(questionnaire) == {"/data/seen", "/data/town"}


def test_what_a_skip_hides_stays_and_comes_back():
    questionnaire = form(WORK)
    running = answered(questionnaire, {"works": "0", "hours": "40"})
    assert [place.key for place in running.shown(running.pages[0])] == ["works"]
    assert b"hours" not in submission_of(running, "11")
    again = run(questionnaire, running.kept.with_answers({"works": "1"}))
    assert again.places["hours"].value == "40"
    assert Reader(again, "en").field(again.places["told"]).label == "40 h"


def test_what_depends_on_a_question_comes_after_its_answer():
    """Nobody is told that they are not asked before they have said who they are."""
    answers = {"grp_a/a_work7": "0", "grp_a/a_absent": "0"}
    early, late = (
        answered(nse(), {**answers, **age}, silent=not_for_respondents(nse()))
        for age in ({}, {"grp_a/a_age": "15", "grp_a/a_consent": "1"})
    )
    assert early.places["grp_a/a_stop"].relevant
    assert "grp_a/a_stop" not in [place.key for page in early.pages for place in early.shown(page)]
    assert "grp_a/a_stop" in [place.key for page in late.pages for place in late.shown(page)]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, {"works": "required"}),
        ({"works": "2"}, {"works": "choice"}),
        ({"works": "1"}, {"hours": "required"}),
        ({"works": "1", "hours": "many", "wage": "x"}, {"hours": "type", "wage": "type"}),
        ({"works": "1", "hours": "113"}, {"hours": "constraint"}),
        ({"works": "0", "hours": "113"}, {}),
    ],
)
def test_all_faults_are_told_at_once(answers, expected):
    assert faults(answered(form(WORK), answers)) == expected


def test_instances_are_added_and_removed_with_their_answers():
    questionnaire = form(JOBS)
    kept = Kept()
    assert run(questionnaire).neighbour(-1, 1) == 0
    assert run(questionnaire).growing(run(questionnaire).pages[0]) == ["job"]
    for _ in range(3):
        kept = kept.with_instance("job")
    kept = kept.with_answers({f"job[{n}]/title": f"job {n}" for n in (1, 2, 3)})
    left = run(questionnaire, kept.without_instance("job[2]"))
    titles = {key: place.value for key, place in left.places.items() if key.endswith("title")}
    assert titles == {"job[1]/title": "job 1", "job[2]/title": "job 3"}
    assert left.kept.without_instance("job[9]") == left.kept
    assert left.kept.without_instance("invented") == left.kept


def test_what_chance_gave_stays():
    running = answered(nse(), {f"grp_a/{name}": value for name, value in ELIGIBLE.items()})
    drawn = running.drawn()
    assert drawn["grp_main/grp_h/h_set"] in {"1", "2", "3", "4", "5"}
    kept = running.kept.with_answers(drawn)
    assert [run(nse(), kept).drawn() for _ in range(5)] == [drawn] * 5


@pytest.mark.parametrize(
    ("answers", "finished", "outcome"),
    [
        ({"a_consent": "0"}, True, "211"),
        ({"a_consent": "1"}, False, "212"),
        ({"a_consent": "1", "a_age": "15", "a_work7": "0", "a_absent": "0"}, True, "41"),
        (ELIGIBLE, False, "212"),
        (ELIGIBLE, True, "11"),
    ],
)
def test_outcomes(answers, finished, outcome):
    running = answered(nse(), {f"grp_a/{name}": value for name, value in answers.items()})
    assert outcome_of(running, finished=finished) == outcome


def test_half_of_the_questions_make_a_partial_interview():
    running = go_through(nse(), RandomRespondent(3, **ELIGIBLE))
    cut = {key: value for key, value in running.kept.answers.items() if "/grp_i/" not in key}
    assert outcome_of(answered(nse(), cut), finished=False) == "12"


SHUFFLED = """
| survey  |              |      |       |                              |
|         | type         | name | label | parameters                   |
|         | integer      | s    | Seed  |                              |
|         | select_one y | one  | One   | randomize=true, seed=${s}    |
|         | select_one y | two  | Two   | randomize=true               |
|         | select_one y | tri  | Three | randomize=true, seed=42      |
| choices |              |      |       |                              |
|         | list_name    | name | label |                              |
|         | y            | n1   | N1    |                              |
|         | y            | n2   | N2    |                              |
|         | y            | s1   | S1    |                              |
"""


def order(running, key):
    reader = Reader(running, "en")
    return " ".join(option.code for option in reader.field(running.places[key]).options)


def test_a_seed_gives_the_order_that_phones_show():
    """The orders are those of JavaRosa for these seeds (tests/data/expressions/javarosa.tsv)."""
    questionnaire = form(SHUFFLED)
    assert order(answered(questionnaire, {"s": "1"}), "one") == "n2 n1 s1"
    assert order(answered(questionnaire, {"s": "-5"}), "one") == "n2 s1 n1"
    assert order(answered(questionnaire, {}), "tri") == "n1 n2 s1"


def test_an_order_by_chance_is_one_persons_own_and_stays():
    questionnaire = form(SHUFFLED)

    def seen(name):
        return order(answered(questionnaire, {}, recorded={"instance_id": name}), "two")

    orders = {name: seen(name) for name in ("uuid:1", "uuid:2", "uuid:3", "uuid:4", "uuid:5")}
    assert len(set(orders.values())) > 1
    assert {name: seen(name) for name in orders} == orders
