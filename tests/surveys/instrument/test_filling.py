"""Filling asks like ODK Collect and writes what Collect would send."""

import numpy as np
import pytest
from lxml import etree

from tests.surveys.instrument.forms import answered, form, nse
from tests.surveys.instrument.respondents import ELIGIBLE, RandomRespondent

ROUTED = """
| survey |                       |        |            |                          |            |          |                        |
|        | type                  | name   | label      | relevant                 | constraint | required | calculation            |
|        | select_one yesno      | works  | Work?      |                          |            | yes      |                        |
|        | begin group           | job    | Job        | ${works} = 'yes'         |            |          |                        |
|        | integer               | hours  | Hours      |                          | . <= 112   |          |                        |
|        | decimal               | wage   | Wage       |                          |            |          |                        |
|        | note                  | thanks | Thanks     |                          |            |          |                        |
|        | end group             |        |            |                          |            |          |                        |
|        | calculate             | weekly |            |                          |            |          | ${hours} * ${wage}     |
|        | text                  | why    | Why not?   | ${works} = 'no'          |            |          |                        |
| choices |           |      |       |
|         | list_name | name | label |
|         | yesno     | yes  | Yes   |
|         | yesno     | no   | No    |
"""


def body(xml):
    """The submission's nodes and texts in order, metadata left out."""
    root = etree.fromstring(xml)
    nodes = [(node.tag, node.text) for node in root.iter() if node is not root]
    return [node for node in nodes if node[0] not in ("meta", "instanceID", "instanceName")]


def test_what_is_not_relevant_is_left_out_and_what_is_blank_is_empty():
    yes = answered(form(ROUTED), {"works": "yes", "hours": "40"})
    no = answered(form(ROUTED), {"works": "no", "why": "study & rest"})

    assert body(yes) == [
        ("works", "yes"),
        ("job", None),
        ("hours", "40"),
        ("wage", None),
        ("thanks", None),
        ("weekly", None),
    ]
    assert body(no) == [("works", "no"), ("weekly", None), ("why", "study & rest")]


def test_numbers_are_written_as_collect_writes_them():
    filled = dict(body(answered(form(ROUTED), {"works": "yes", "hours": "040", "wage": "25"})))

    assert (filled["hours"], filled["wage"], filled["weekly"]) == ("40", "25.0", "1000")


@pytest.mark.parametrize(
    ("answers", "rule"),
    [
        ({}, "works.*required"),
        ({"works": "perhaps"}, "works.*choice.*yes no"),
        ({"works": "yes", "hours": "113"}, "hours.*constraint"),
        ({"works": "yes", "hours": "4.5"}, "hours.*type"),
        ({"works": "yes", "wage": "12,5"}, "wage.*type"),
    ],
)
def test_an_answer_that_breaks_a_rule_names_the_question(answers, rule):
    with pytest.raises(ValueError, match=rule):
        answered(form(ROUTED), answers)


def test_the_respondent_is_asked_in_order_and_sees_earlier_answers():
    seen = []

    def respondent(question, choices, answers):
        seen.append((question.name, [choice.name for choice in choices], dict(answers)))
        return {"works": "yes", "hours": "40", "wage": "12.5"}[question.name]

    answered(form(ROUTED), respondent)

    assert [(name, choices) for name, choices, _ in seen] == [
        ("works", ["yes", "no"]),
        ("hours", []),
        ("wage", []),
    ]
    assert {"works": "yes", "hours": "40"}.items() <= seen[-1][2].items()


def test_a_repeat_is_asked_as_often_as_its_count_says():
    repeated = form(
        """
        | survey |              |       |       |              |                  |
        |        | type         | name  | label | repeat_count | calculation      |
        |        | integer      | jobs  | Jobs  |              |                  |
        |        | begin repeat | job   | Job   | ${jobs}      |                  |
        |        | calculate    | place |       |              | position(..)     |
        |        | integer      | hours | Hours |              |                  |
        |        | end repeat   |       |       |              |                  |
        |        | calculate    | total |       |              | sum(${hours})    |
        """
    )
    hours = iter(["10", "20", "30"])
    three = answered(repeated, lambda q, choices, answers: "3" if q.name == "jobs" else next(hours))
    none = answered(repeated, {"jobs": "0"})

    assert [text for tag, text in body(three) if tag == "place"] == ["1", "2", "3"]
    assert dict(body(three))["total"] == "60"
    assert dict(body(none)) == {"jobs": "0", "total": "0"}


def test_a_later_answer_can_make_an_earlier_one_wrong():
    late = form(
        """
        | survey |         |       |       |                |
        |        | type    | name  | label | constraint     |
        |        | integer | least | Least | . <= ${most}   |
        |        | integer | most  | Most  |                |
        """
    )
    with pytest.raises(ValueError, match=r"least.*constraint"):
        answered(late, {"least": "5", "most": "3"})


def test_choices_of_a_cascade_are_filtered():
    cascade = form(
        """
        | survey  |                 |      |       |                        |
        |         | type            | name | label | choice_filter          |
        |         | select_one city | city | City  |                        |
        |         | select_one area | area | Area  | city = ${city}         |
        | choices |                 |      |       |                        |
        |         | list_name       | name | label | city                   |
        |         | city            | hz   | HZ    |                        |
        |         | city            | cd   | CD    |                        |
        |         | area            | xh   | Xihu  | hz                     |
        |         | area            | wh   | Wuhou | cd                     |
        """
    )
    assert dict(body(answered(cascade, {"city": "cd", "area": "wh"})))["area"] == "wh"
    with pytest.raises(ValueError, match=r"area.*choice"):
        answered(cascade, {"city": "cd", "area": "xh"})


def test_the_envelope_names_form_version_instance_and_times():
    xml = answered(nse(), RandomRespondent(1), instance_id="uuid:abc", device_id="phone-7")
    root = etree.fromstring(xml)

    assert (root.tag, root.get("id"), root.get("version")) == ("data", "nse_ss_2021", "2021040101")
    assert root.findtext("start") == "2021-04-06T09:00:12.345+08:00"
    assert root.findtext("end") == "2021-04-06T09:30:12.345+08:00"
    assert root.findtext("today") == "2021-04-06"
    assert root.findtext("deviceid") == "phone-7"
    assert root.findtext("meta/instanceID") == "uuid:abc"
    case, city = root.findtext("grp_a/a_case_id"), root.findtext("grp_a/a_city")
    assert root.findtext("meta/instanceName") == f"{case}-{city}"


def test_chance_is_drawn_once_from_the_generator_given():
    def bids(seed):
        person = RandomRespondent(3, **ELIGIBLE)
        root = etree.fromstring(answered(nse(), person, random=np.random.default_rng(seed)))
        return tuple(root.findtext(f"grp_main/grp_h/{name}") for name in ("h_set", "h_b1", "h_bl"))

    assert bids(5) == bids(5)
    assert {bids(seed) for seed in range(30)} == {
        ("1", "20", "10"),
        ("2", "40", "20"),
        ("3", "70", "40"),
        ("4", "110", "70"),
        ("5", "160", "110"),
    }


def test_text_that_xml_cannot_hold_is_made_safe():
    free = form("| survey | | | |\n| | type | name | label |\n| | text | note | Note |")

    assert dict(body(answered(free, {"note": "<b>\x00&\ud800 ok"})))["note"] == "<b>& ok"


def test_a_required_note_ends_the_interview_as_on_the_phone():
    stop = form(
        """
        | survey |         |      |       |            |          |
        |        | type    | name | label | relevant   | required |
        |        | integer | age  | Age   |            |          |
        |        | note    | stop | Stop  | ${age} < 9 | yes      |
        """
    )

    with pytest.raises(ValueError, match=r"stop.*required"):
        answered(stop, {"age": "8"})
    assert dict(body(answered(stop, {"age": "9"}))) == {"age": "9"}


CHOOSING = """
| survey |                    |       |       |              |                          |               |
|        | type               | name  | label | repeat_count | parameters               | choice_filter |
|        | begin repeat       | child | Child | 2            |                          |               |
|        | text               | nick  | Nick  |              |                          |               |
|        | end repeat         |       |       |              |                          |               |
|        | select_one ${nick} | dear  | Dear  |              |                          |               |
|        | select_one list    | mixed | Mixed |              | randomize=true, seed=42  | n > 1         |
| choices |           |      |       |   |
|         | list_name | name | label | n |
|         | list      | a    | A     | 1 |
|         | list      | b    | B     | 2 |
|         | list      | c    | C     | 3 |
"""


def test_choices_may_be_earlier_answers_or_a_list_in_random_order():
    offered = {}
    nicks = iter(["Ann", ""])

    def respondent(question, choices, answers):
        offered[question.name] = [choice.name for choice in choices]
        return next(nicks) if question.name == "nick" else choices[0].name

    xml = answered(form(CHOOSING), respondent)

    assert offered == {"nick": [], "dear": ["Ann"], "mixed": ["b", "c"]}
    assert dict(body(xml))["dear"] == "Ann"
