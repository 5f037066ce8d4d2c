"""Judging submissions: no false alarm on what the phone's engine made, every tampering found."""

import datetime as dt
import re

import numpy as np
import pytest
from pyxform.xls2xform import convert

from surveys.collection.answers import parse_submission
from surveys.collection.checks import check_submission
from surveys.instrument.program import program_of
from surveys.instrument.questionnaire import read_questionnaire
from tests.oracle.agreement import leaves, same
from tests.surveys.instrument.forms import answered, form, nse, oracle, oracle_submissions
from tests.surveys.instrument.respondents import ELIGIBLE, RandomRespondent

SAMPLE = "00069.xml"


def issues(questionnaire, xml):
    return check_submission(questionnaire, parse_submission(xml))


def tampered(old, new, name=SAMPLE):
    xml = oracle_submissions()[name].decode()
    assert len(re.findall(old, xml, re.DOTALL)) >= 1
    return issues(oracle(), re.sub(old, new, xml, count=1, flags=re.DOTALL).encode())


def test_javarosa_s_submissions_are_clean_but_for_surplus_repeats():
    found = {name: issues(oracle(), xml) for name, xml in oracle_submissions().items()}
    odd = {name: [issue.code for issue in each] for name, each in found.items() if each}

    assert len(found) == 100
    assert len(odd) == 13
    assert all(codes == ["more_repeats_than_count"] for codes in odd.values())
    for name in odd:
        assert b"<n_jobs>0</n_jobs><job>" in oracle_submissions()[name]


def test_the_same_answers_filled_again_give_the_same_tree():
    repeats = frozenset({"/data/work/job"})
    machine = {"/data/start", "/data/end", "/data/username"}
    compared = 0
    for xml in oracle_submissions().values():
        if b"<n_jobs>0</n_jobs><job>" in xml:  # an instance more than `fill` makes
            continue
        sent = leaves(xml, repeats)
        given = {}
        for path, answer in sent.items():
            given.setdefault(re.sub(r"\[\d+\]", "", path), []).append(answer)
        again = answered(
            oracle(),
            lambda question, choices, answers, given=given: given[question.path].pop(0),
            started=dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC),
            device_id=sent["/data/deviceid"],
        )
        made = leaves(again, repeats)
        assert made.keys() == sent.keys()
        slots = {slot.path: slot for slot in program_of(oracle()).slots}
        for path in sent.keys() - machine:
            assert same(made[path], sent[path], slots[re.sub(r"\[\d+\]", "", path)]), path
        compared += 1

    assert compared == 100 - 13


@pytest.mark.parametrize("seed", range(30))
def test_what_fill_writes_passes_the_check(seed):
    person = RandomRespondent(seed, **(ELIGIBLE if seed % 3 else {}))
    xml = answered(nse(), person, random=np.random.default_rng(seed))

    assert issues(nse(), xml) == ()


TAMPERINGS = [
    # a type
    ("<age>16<", "<age>16.5<", "type", "/data/demo/age"),
    ("<age>16<", "<age>１６<", "type", "/data/demo/age"),
    ("<age>16<", "<age>sixteen<", "type", "/data/demo/age"),
    ("<age>16<", "<age>99999999999<", "type", "/data/demo/age"),
    ("<arrived>2016-08-12<", "<arrived>2016-13-12<", "type", "/data/demo/arrived"),
    ("<arrived>2016-08-12<", "<arrived>12.8.2016<", "type", "/data/demo/arrived"),
    ("<where />", "<where>91 200<", "type", "/data/close/where"),
    ("<photo />", "<photo>../../etc/passwd<", "type", "/data/close/photo"),
    ("<start>[^<]*<", "<start>yesterday<", "type", "/data/start"),
    # a choice
    ("<sex>m<", "<sex>x<", "choice", "/data/demo/sex"),
    ("<district>bj_ft<", "<district>gz_th<", "choice", "/data/demo/district"),
    ("<platforms>p1 p2 p4<", "<platforms>p1 p7<", "choice", "/data/work/platforms"),
    ("<platforms>p1 p2 p4<", "<platforms>p1 p1<", "choice", "/data/work/platforms"),
    # a requirement
    ("<sex>m<", "<sex><", "required", "/data/demo/sex"),
    ("<sex>m</sex>", "", "required", "/data/demo/sex"),
    # a rule
    ("<age>16<", "<age>15<", "constraint", "/data/demo/age"),
    ("<kids>7<", "<kids>10<", "constraint", "/data/demo/kids"),
    ("<arrived>2016-08-12<", "<arrived>2026-11-23<", "constraint", "/data/demo/arrived"),
    ("BJ466", "bj466", "constraint", "/data/consent_g/interviewer"),
    ("<trust>0<", "<trust>11<", "constraint", "/data/ins/trust"),
    # relevance
    ("</injury>", "</injury><injury_comp>yes</injury_comp>", "answered_although_irrelevant", "/data/ins/injury_comp"),
    ("<comment>", "<phone>13265219659</phone><comment>", "answered_although_irrelevant", "/data/close/phone"),
    # calculates
    ("<migrant>1<", "<migrant>0<", "calculate_differs", "/data/demo/migrant"),
    ("<total_hours>217<", "<total_hours>218<", "calculate_differs", "/data/work/total_hours"),
    ("<total_hours>217</total_hours>", "", "calculate_differs", "/data/work/total_hours"),
    ("<hourly>8.05<", "<hourly>8.06<", "calculate_differs", "/data/work/job[2]/hourly"),
    ("NSW-20261122-bj_ft", "somebody else", "calculate_differs", "/data/meta/instanceName"),
    # repeats
    ("<n_jobs>4<", "<n_jobs>3<", "more_repeats_than_count", "/data/work/job"),
    ("<n_jobs>4<", "<n_jobs>5<", "fewer_repeats_than_count", "/data/work/job"),
    ("<hours>8<", "<hours>113<", "constraint", "/data/work/job[3]/hours"),
    # nodes
    ("<age>16</age>", "<age>16</age><height>180</height>", "unknown_node", "/data/demo/height"),
    ("<age>16</age>", "<age>16</age><age>17</age>", "unknown_node", "/data/demo/age"),
    ("<age>16</age>", "<age>16<b>bold</b></age>", "unknown_node", "/data/demo/age/b"),
    ("<trust>0</trust>", "", "missing", "/data/ins/trust"),
    # the form
    ('version="2026112201"', 'version="1"', "version", "/"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code", "path"), TAMPERINGS)
def test_tampering_is_found_where_it_happened(old, new, code, path):
    if new.endswith("<") and old.endswith(" />"):
        new = f"{new}/{old[1:-3]}>"

    assert (code, path) in [(issue.code, issue.path) for issue in tampered(old, new)]


def test_an_issue_quotes_what_was_sent_and_the_rule():
    (issue,) = tampered("<age>16<", "<age>15<")

    assert (issue.question, issue.value, issue.expected) == ("age", "15", ". >= 16 and . <= 75")


@pytest.mark.parametrize(
    "amount", ["NaN", "INF", "Infinity", "1e999", "1E30", "12,5", "٣", "0x1F", "1_0", ""]
)
def test_amounts_that_are_none_are_flagged(amount):
    found = tampered("<income>134.29<", f"<income>{amount}<")
    codes = [issue.code for issue in found if issue.path == "/data/work/job[1]/income"]

    assert codes == ([] if amount == "" else ["type"])


@pytest.mark.parametrize("amount", ["134.290", "1.3429E2"])
def test_an_amount_may_be_written_otherwise(amount):
    assert tampered("<income>134.29<", f"<income>{amount}<") == ()


def test_sums_are_compared_as_numbers():
    assert tampered("<total_income>15702.01<", "<total_income>15702.010000000002<") == ()


def test_today_is_the_day_of_the_interview():
    assert "constraint" in [i.code for i in tampered("<today>2026-11-22<", "<today>2016-08-11<")]


def test_results_of_chance_are_believed_and_what_follows_from_them_is_judged():
    xml = answered(nse(), RandomRespondent(3, **ELIGIBLE)).decode()
    bid = re.search(r"<h_set>(\d)</h_set>", xml).group(1)
    other = "1" if bid != "1" else "2"
    found = issues(nse(), xml.replace(f"<h_set>{bid}<", f"<h_set>{other}<").encode())

    assert {issue.question for issue in found} == {"h_b1", "h_bu", "h_bl"}


def test_an_expression_that_cannot_run_is_flagged_and_judges_nothing():
    broken = form(
        """
        | survey |         |      |       |                    |                  |
        |        | type    | name | label | relevant           | constraint       |
        |        | integer | age  | Age   |                    | pulldata('a', .) |
        |        | text    | name | Name  | regex('a', '(a+)+')|                  |
        """
    )
    found = issues(
        broken,
        b"<data id='data'><age>5</age><name>x</name><meta><instanceID>1</instanceID></meta></data>",
    )

    assert [(issue.code, issue.path) for issue in found] == [
        ("could_not_evaluate", "/data/age"),
        ("could_not_evaluate", "/data/name"),
    ]


def test_without_times_of_its_own_an_interview_is_as_old_as_its_arrival():
    dated = form(
        """
        | survey |      |      |       |              |
        |        | type | name | label | constraint   |
        |        | date | born | Born  | . <= today() |
        """
    )
    xml = b"<data id='data'><born>2026-03-01</born><meta><instanceID>1</instanceID></meta></data>"
    parsed = parse_submission(xml)

    def codes(received):
        return [issue.code for issue in check_submission(dated, parsed, received)]

    assert codes(dt.datetime(2026, 3, 1, tzinfo=dt.UTC)) == []
    assert codes(dt.datetime(2026, 2, 28, tzinfo=dt.UTC)) == ["constraint"]
    assert codes(None) == ["could_not_evaluate"]


def test_a_text_that_doubles_itself_without_end_is_not_made():
    rows = "".join(
        f"| | calculate | c{n} | | concat(${{c{n - 1}}}, ${{c{n - 1}}}) |\n" for n in range(1, 60)
    )
    doubling = form(
        f"| survey | | | | |\n| | type | name | label | calculation |\n| | text | c0 | T | |\n{rows}"
    )
    xml = b"<data id='data'><c0>xx</c0><meta><instanceID>1</instanceID></meta></data>"

    assert "could_not_evaluate" in {issue.code for issue in issues(doubling, xml)}


def test_a_long_list_of_issues_is_cut():
    xml = (
        b"<data id='nsw2026'>" + b"<x/>" * 5000 + b"<meta><instanceID>1</instanceID></meta></data>"
    )

    assert len(issues(oracle(), xml)) == 1000


def test_another_form_s_submission_is_flagged_not_refused():
    codes = {issue.code for issue in issues(nse(), oracle_submissions()[SAMPLE])}

    assert {"version", "unknown_node", "required"} <= codes


def test_a_range_of_texts_is_judged_like_one_of_numbers():
    """A ready XForm may give a range any type; what is no number lies outside."""
    xform = convert("| survey | | | | |\n| | type | name | label | parameters |\n"
                    "| | range | r | Sure? | start=0 end=10 step=1 |\n").xform  # fmt: skip
    texts = read_questionnaire(xform.replace('type="int"', 'type="string"').encode())
    for raw, found in (("7", []), ("11", ["constraint"]), ("much", ["constraint"])):
        xml = f'<data id="data"><r>{raw}</r><meta><instanceID>uuid:1</instanceID></meta></data>'
        codes = [issue.code for issue in issues(texts, xml.encode())]
        assert [code for code in codes if code != "version"] == found
