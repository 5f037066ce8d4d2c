"""Our verdicts and values are JavaRosa's, the engine of ODK Collect, on hundreds of submissions."""

import dataclasses

import pytest

from surveys.collection.answers import parse_submission
from surveys.collection.checks import check_submission
from surveys.instrument.questionnaire import read_questionnaire
from tests.oracle import records
from tests.oracle.engine import java_is_here
from tests.oracle.forms import SOURCES, xform
from tests.oracle.mutations import Mutator

KINDS = {"filled", *Mutator.KINDS}


def test_the_kept_results_are_many_and_of_every_kind():
    kept = [case for name in SOURCES for case in records.read(name).cases]

    assert len(kept) >= 700
    assert {case.kind for case in kept} == KINDS
    assert {code for case in kept for code, _ in case.answer.verdicts} == {
        "required",
        "constraint",
        "choice",
    }


@pytest.mark.parametrize("name", SOURCES)
def test_every_kept_submission_gets_the_engine_s_verdicts_and_values(name):
    cases = records.read(name).differences(xform(name))

    assert [(case.kind, found) for case, found in cases if found] == []


@pytest.mark.parametrize("name", SOURCES)
def test_what_the_engine_accepts_is_clean(name):
    record, form = records.read(name), read_questionnaire(xform(name))
    filled = [case for case in record.cases if case.kind == "filled" and not case.answer.verdicts]
    for case in filled:
        parsed = dataclasses.replace(parse_submission(case.xml.encode()), today=record.today)
        codes = {issue.code for issue in check_submission(form, parsed)}
        assert codes <= {"more_repeats_than_count"}


@pytest.mark.skipif(not java_is_here(), reason="needs a JDK")
@pytest.mark.parametrize("name", ["nsw2026", "widest"])
def test_new_submissions_get_the_engine_s_verdicts_and_values(name):
    record = records.make(xform(name), range(77, 79), 1)

    assert len(record.cases) > 12
    assert [found for _, found in record.differences(xform(name)) if found] == []
