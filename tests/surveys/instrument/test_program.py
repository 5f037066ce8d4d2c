"""Compiled logic: what depends on what, and what cannot run."""

import datetime as dt

from surveys.instrument.program import program_of
from tests.surveys.instrument.forms import form, nse, oracle

NOW = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)


def test_both_real_questionnaires_compile_without_fault():
    for questionnaire in (nse(), oracle()):
        program = program_of(questionnaire)
        assert (program.faults, program.scattered, program.judged_late) == ([], [], [])


def test_an_answer_changes_what_depends_on_it_and_a_skip_keeps_the_answer():
    small = form(
        """
        | survey |           |      |       |             |               |
        |        | type      | name | label | relevant    | calculation   |
        |        | integer   | kids | Kids  |             |               |
        |        | integer   | age  | Age   | ${kids} > 0 |               |
        |        | calculate | twice |      |             | ${age} * 2    |
        """
    )
    program = program_of(small)
    slots = {slot.node.name: slot for slot in program.slots}
    main = program.interview(now=NOW, today=NOW.date()).main

    main.answer(slots["kids"], "1")
    main.answer(slots["age"], "7")
    assert main.written(slots["twice"]) == "14"
    main.answer(slots["kids"], "0")
    assert main.written(slots["twice"]) == ""
    main.answer(slots["kids"], "2")
    assert main.written(slots["twice"]) == "14"


def test_a_rule_that_reads_a_later_answer_through_others_is_judged_late():
    small = form(
        """
        | survey |           |       |       |            |             |                 |
        |        | type      | name  | label | relevant   | calculation | constraint      |
        |        | integer   | first | First |            |             | . < ${behind}   |
        |        | integer   | then  | Then  |            |             | . > ${first}    |
        |        | integer   | last  | Last  | ${then}>1  |             | . > ${then}     |
        |        | calculate | twice |       |            | ${last} * 2 |                 |
        |        | calculate | behind |      |            | ${twice}    |                 |
        """
    )
    program = program_of(small)
    slots = {slot.node.name: slot for slot in program.slots}

    assert program.judged_late == [slots["first"]]
    affected = [slot.node.name for slot in slots["then"].affects]
    assert affected == ["last", "twice", "behind"]


def test_a_form_that_runs_in_circles_fails_softly():
    circular = form(
        """
        | survey |           |      |       |             |
        |        | type      | name | label | calculation |
        |        | calculate | a    |       | ${b} + 1    |
        |        | calculate | b    |       | ${a} + 1    |
        |        | text      | who  | Who?  |             |
        """
    )
    program = program_of(circular)
    interview = program.interview(now=NOW, today=NOW.date())
    a = next(slot for slot in program.slots if slot.node.name == "a")

    assert interview.main.value(a.index) == ""
    assert "depends on itself" in " ".join(interview.failures.values())
