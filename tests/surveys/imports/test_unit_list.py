"""A list of cases is read line by line, and every fault of it is told at once."""

import pytest

from surveys.collection.sharing import shared_out
from surveys.errors import SurveyError
from surveys.imports.list_reader import phone_digits
from surveys.imports.unit_list import read_unit_list

GOOD = "case_id,stratum,psu,base_weight,phone,city\nc1,A,p1,2.5,138 0000 0000,Hangzhou\n"


def read(text, known=(), team=()):
    return read_unit_list(text.encode(), "list.csv", known, team)


def test_a_line_becomes_a_case_with_contact_and_further_columns():
    (line,), problems = read(GOOD)
    assert problems == []
    assert (line.line, line.case_id, line.stratum, line.base_weight) == (2, "c1", "A", 2.5)
    assert line.contact == {"phone": "138 0000 0000"}
    assert line.attributes == {"city": "Hangzhou"}


def test_all_faults_are_told_with_their_lines():
    text = (
        "case_id,stratum,base_weight,inclusion_probability,interviewer,pilot\n"
        ",A,1,,,\n"
        "c2,,0,2,,\n"
        "c3,A,,,who@test.example,perhaps\n"
        "c4,A,1,,,\n"
        "c4,A,1,,,\n"
    )
    lines, problems = read(text)
    assert [line.case_id for line in lines] == ["c4"]
    assert [(problem.code, problem.where) for problem in problems] == [
        ("unit_case", "list.csv › row 2 › case_id"),
        ("unit_weight", "list.csv › row 3 › base_weight"),
        ("unit_probability", "list.csv › row 3 › inclusion_probability"),
        ("unit_stratum", "list.csv › row 3 › stratum"),
        ("unit_interviewer", "list.csv › row 4 › interviewer"),
        ("unit_pilot", "list.csv › row 4 › pilot"),
        ("unit_without_weight", "list.csv › row 4 › base_weight"),
        ("unit_case_twice", "list.csv › row 6 › case_id"),
    ]


def test_a_known_case_may_leave_out_what_it_has():
    (line,), problems = read("case_id,psu\nc1,p9\n", known={"c1"})
    assert problems == []
    assert (line.stratum, line.psu, line.contact, line.interviewer) == (None, "p9", None, None)


def test_a_list_without_a_column_of_strata_is_one_stratum():
    (new, known), problems = read("case_id,base_weight\nc1,2\nc2,2\n", known={"c2"})
    assert problems == []
    assert (new.stratum, known.stratum) == ("all", None)


def test_an_address_to_which_no_mail_can_go_is_told():
    text = "case_id,base_weight,email\nc1,1,li.na at example\nc2,1,\nc3,1,li@example.org\n"
    problems = read(text)[1]
    assert [(problem.code, problem.where) for problem in problems] == [
        ("contact_email", "list.csv › row 2 › email")
    ]


def test_a_stratum_and_a_cluster_have_an_end():
    text = f"case_id,stratum,psu,base_weight\nc1,{'s' * 65},{'p' * 65},1\n"
    assert [problem.code for problem in read(text)[1]] == ["unit_stratum", "unit_psu"]


def test_without_a_column_of_cases_it_is_no_list():
    with pytest.raises(SurveyError) as error:
        read("id,stratum\n1,A\n")
    assert error.value.problems[0].code == "unit_column_missing"


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("+86 138-0000-0000", "13800000000"),
        ("0086 138 0000 0000", "13800000000"),
        ("138 0000 0000", "13800000000"),
        ("+66 2 123 4567", "+6621234567"),
        ("", ""),
    ],
)
def test_one_number_is_known_in_every_writing(written, digits):
    assert phone_digits(written) == digits


def test_cases_are_shared_evenly_in_each_cluster_and_in_all():
    cases = [(number, "abc"[number % 3]) for number in range(15)]  # five in each of three
    given = shared_out(cases, ["Li", "Wang"])
    assert sorted(map(len, given.values())) == [7, 8]
    for cluster in "abc":
        per_person = [sum((key, cluster) in cases for key in keys) for keys in given.values()]
        assert sorted(per_person) == [2, 3]


@pytest.mark.parametrize(
    ("point", "codes"),
    [("30.2,120.1", []), (",", []), ("30.2,", ["unit_point"]), ("120.1,30.2", ["unit_point"])],
)
def test_a_place_needs_both_numbers(point, codes):
    text = f"case_id,stratum,base_weight,latitude,longitude\nc1,A,1,{point}\n"
    assert [problem.code for problem in read(text)[1]] == codes
