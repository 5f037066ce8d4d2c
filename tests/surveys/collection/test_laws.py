"""Whatever a phone sends, judging and flattening come to an end without an error."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.collection.answers import parse_submission
from surveys.collection.checks import CODES, check_submission
from surveys.collection.rows import flat_row, repeat_rows
from surveys.errors import SurveyError
from tests.surveys.instrument.forms import oracle, oracle_submissions

ODD = ["", "NaN", "1e99", "-0", "٣", "9" * 60, "2026-99-99", "0 0 0 0 0", "a a", "T", "x" * 999]
VALUES = st.sampled_from(ODD) | st.text(
    st.characters(blacklist_categories=("Cs", "Cc")), max_size=9
)


@settings(max_examples=60, deadline=None)
@given(name=st.sampled_from(sorted(oracle_submissions())), data=st.data())
def test_any_answers_can_be_judged(name, data):
    xml = oracle_submissions()[name].decode()
    for _ in range(3):
        places = list(re.finditer(r">([^<>]+)<", xml))
        place = data.draw(st.sampled_from(places))
        value = data.draw(VALUES).replace("&", "&amp;").replace("<", "&lt;")
        xml = xml[: place.start(1)] + value + xml[place.end(1) :]
    try:
        parsed = parse_submission(xml.encode())
    except SurveyError:
        return
    assert {issue.code for issue in check_submission(oracle(), parsed)} <= set(CODES)
    assert set(flat_row(oracle(), parsed)) >= {"age", "sex"}
    assert set(repeat_rows(oracle(), parsed)) == {"job"}


@settings(max_examples=60, deadline=None)
@given(name=st.sampled_from(sorted(oracle_submissions())), data=st.data())
def test_any_bytes_are_read_or_refused(name, data):
    xml = bytearray(oracle_submissions()[name])
    for _ in range(4):
        xml[data.draw(st.integers(0, len(xml) - 1))] = data.draw(st.integers(0, 255))
    try:
        parsed = parse_submission(bytes(xml))
    except SurveyError:
        return
    check_submission(oracle(), parsed)
