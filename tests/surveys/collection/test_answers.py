"""Reading a submission: its envelope, and what is turned away at the door."""

import datetime as dt

import pytest

from surveys.collection.answers import parse_submission
from surveys.errors import SurveyError

GOOD = """<data id="study" version="7" xmlns:orx="http://openrosa.org/xforms">
  <start>2021-04-06T09:00:00.000+08:00</start><end>2021-04-06T09:31:00.000+08:00</end>
  <today>2021-04-06</today><age>30</age>
  <orx:meta><orx:instanceID>uuid:2</orx:instanceID><orx:deprecatedID>uuid:1</orx:deprecatedID></orx:meta>
</data>"""


def refusal(xml):
    with pytest.raises(SurveyError) as refused:
        parse_submission(xml)
    return [problem.code for problem in refused.value.problems]


def test_the_envelope_is_read_and_times_keep_their_offset():
    parsed = parse_submission(GOOD.encode())

    assert (parsed.form_id, parsed.version) == ("study", "7")
    assert (parsed.instance_id, parsed.deprecated_id) == ("uuid:2", "uuid:1")
    assert parsed.started == dt.datetime.fromisoformat("2021-04-06T09:00:00+08:00")
    assert parsed.started.utcoffset() == dt.timedelta(hours=8)
    assert parsed.ended - parsed.started == dt.timedelta(minutes=31)
    assert parsed.today == parsed.day == dt.date(2021, 4, 6)


def test_times_may_be_missing_or_nonsense():
    parsed = parse_submission(
        b"<data id='s'><start>soon</start><today/><meta><instanceID>1</instanceID></meta></data>"
    )

    assert (parsed.started, parsed.ended, parsed.today, parsed.day) == (None, None, None, None)
    assert parsed.version == ""


def test_the_day_is_the_device_s_own():
    just_after_midnight = GOOD.replace("2021-04-06T09:00", "2021-04-06T00:10").replace(
        "<today>2021-04-06</today>", ""
    )
    assert parse_submission(just_after_midnight.encode()).day == dt.date(2021, 4, 6)


@pytest.mark.parametrize(
    "hostile",
    [
        b"",
        b"not xml",
        b"<data id='s'>",
        b"\xff\xfe\x00",
        b"<!DOCTYPE data><data id='s'/>",
        '<!DOCTYPE data [<!ENTITY a "b">]><data id="s">&a;</data>'.encode("utf-16"),
        b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d id="s">&x;</d>',
        b"<data id='s'>&undefined;</data>",
        b"<data id='s'>" + b"<g>" * 300 + b"</g>" * 300 + b"</data>",
        b"<data id='s'>" + b"<g/>" * 20_001 + b"</data>",
        b"<data id='s'>" + b"x" * 2_000_000 + b"</data>",
    ],
    ids=range(11),
)
def test_hostile_or_malformed_xml_is_refused(hostile):
    assert refusal(hostile) == ["submission_unreadable"]


def test_both_names_are_missed_at_once():
    assert refusal(b"<data/>") == ["submission_form_id", "submission_instance_id"]
    long = b"<data id='s'><meta><instanceID>" + b"u" * 201 + b"</instanceID></meta></data>"
    assert refusal(long) == ["submission_instance_id"]
