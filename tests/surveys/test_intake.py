"""The intake keeps everything: it stores, flags or holds, and never refuses for content."""

import re

import pytest
from django.db import IntegrityError, transaction

from surveys.models import HeldSubmission, Submission
from surveys.services.submissions import approve_submissions, receive_submission


def receive(survey, xml):
    return receive_submission(survey=survey, xml=xml)


def changed(xml, question, value):
    """The interview with another answer to one question."""
    pattern = rf"(<{question}>)[^<]*(</{question}>)".encode()
    assert re.search(pattern, xml)
    return re.sub(pattern, rb"\g<1>" + value.encode() + rb"\g<2>", xml, count=1)


def test_a_submission_is_stored_as_it_came(survey, interviews):
    receipt = receive(survey, interviews[0])
    stored = survey.submissions.get()
    assert receipt.outcome == "stored"
    assert bytes(stored.xml) == interviews[0]
    assert stored.instance_id == receipt.instance_id
    assert stored.row["a_consent"] == "1"
    assert stored.instrument.form_id == "nse_ss_2021"
    assert stored.state == Submission.State.RECEIVED


def test_the_device_s_own_offset_is_kept(survey, interviews):
    receive(survey, interviews[0])
    stored = survey.submissions.get()
    assert stored.utc_offset == 8 * 60
    assert stored.started_at.utcoffset().total_seconds() == 0


def test_the_same_content_again_changes_nothing(survey, interviews):
    receive(survey, interviews[0])
    assert receive(survey, interviews[0]).outcome == "known"
    assert survey.submissions.count() == 1
    assert survey.held_submissions.count() == 0


def test_other_content_under_a_known_id_is_held_and_the_first_kept(survey, interviews):
    receive(survey, interviews[0])
    other = changed(interviews[0], "c_hours", "1")
    assert receive(survey, other).outcome == "conflict"
    assert bytes(survey.submissions.get().xml) == interviews[0]
    held = survey.held_submissions.get()
    assert bytes(held.content) == other
    assert held.reason == HeldSubmission.Reason.CONFLICT


@pytest.mark.parametrize(
    ("question", "value", "code"),
    [
        ("c_days", "9", "constraint"),
        ("c_hours", "NaN", "type"),
        ("b_sex", "7", "choice"),
        ("f_nbr", "4444", "calculate_differs"),
    ],
)
def test_a_broken_rule_is_flagged_and_the_submission_stored(
    survey, interviews, question, value, code
):
    receipt = receive(survey, changed(interviews[0], question, value))
    assert receipt.outcome == "stored"
    issues = survey.submissions.get().issues
    assert (question, code) in {(issue["question"], issue["code"]) for issue in issues}


def test_a_flagged_submission_waits_for_a_person(survey, interviews):
    receive(survey, interviews[0])
    receive(survey, changed(interviews[1], "c_days", "9"))
    assert approve_submissions(survey=survey, actor=None) == 1
    assert survey.submissions.get(state=Submission.State.RECEIVED).issue_count == 1


def test_an_unknown_form_is_stored_and_flagged(survey, interviews):
    xml = interviews[0].replace(b'id="nse_ss_2021"', b'id="another"')
    assert receive(survey, xml).outcome == "stored"
    assert survey.submissions.get().issues[0]["code"] == "unknown_form"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no xml",
        b"<data><meta/></data>",
        b'<!DOCTYPE a [<!ENTITY b "c">]><data id="x"><meta><instanceID>&b;</instanceID></meta></data>',
        b'<data id="nse_ss_2021" version="1"><meta><instanceID> </instanceID></meta></data>',
    ],
    ids=["empty", "text", "no instance ID", "entity", "blank instance ID"],
)
def test_what_is_no_submission_is_held_with_the_reason(survey, content):
    receipt = receive(survey, content)
    assert receipt.outcome == "unreadable"
    held = survey.held_submissions.get()
    assert bytes(held.content) == content
    assert held.detail


def test_the_database_holds_one_submission_per_instance(survey, interviews):
    receive(survey, interviews[0])
    stored = survey.submissions.get()
    stored.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        stored.save()
