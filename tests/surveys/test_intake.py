"""The intake keeps everything: it stores, flags or holds, and never refuses for content."""

import re

import pytest
from django.db import IntegrityError, transaction

from surveys.models import HeldSubmission, Submission
from surveys.queries.weighted_cases import weighted_cases as cases
from surveys.services import intake, judging
from surveys.services.blobs import keep_blob
from surveys.services.intake import receive_submission
from surveys.services.review import approve_submissions, review_submission


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
    assert bytes(stored.versions.get().xml) == interviews[0]
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
    assert bytes(survey.submissions.get().versions.get().xml) == interviews[0]
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
    assert survey.submissions.get(state=Submission.State.HAS_ISSUES).issue_count == 1


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
    assert held.problems[0]["code"].startswith("submission_")


@pytest.mark.parametrize(
    "start", ["0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-08:00", "2021-04-06T09:00:00"]
)
def test_a_start_that_is_no_moment_is_no_reason_to_lose_the_interview(survey, interviews, start):
    assert receive(survey, changed(interviews[0], "start", start)).outcome == "stored"
    assert survey.submissions.get().started_at is None


def test_what_we_fail_to_take_in_is_held(survey, interviews, monkeypatch):
    def fail(*args):
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(judging, "check_submission", fail)
    assert receive(survey, interviews[0]).outcome == "failed"
    held = survey.held_submissions.get()
    assert bytes(held.content) == interviews[0]
    assert "a fault of ours" in held.problems[0]["found"]


def issue_case(survey, xml, **fields):
    """The case of an interview, as part of the sample."""
    case_id = re.search(rb"<a_case_id>([^<]*)<", xml)[1].decode()
    return survey.units.create(
        case_id=case_id, stratum="HZ1", psu="HZ1-001", base_weight=1, **fields
    )


def codes(survey):
    return [issue["code"] for stored in survey.submissions.all() for issue in stored.issues]


def notices(survey):
    return [notice["code"] for stored in survey.submissions.all() for notice in stored.notices]


def test_an_interview_of_a_case_that_was_not_issued_is_told_without_being_an_issue(
    survey, interviews
):
    issue_case(survey, interviews[0])
    receive(survey, interviews[0])
    receive(survey, interviews[1])
    assert notices(survey) == ["unknown_case"]
    assert codes(survey) == []


def test_a_second_interview_of_a_case_is_told_and_only_one_approved(survey, interviews):
    issue_case(survey, interviews[0])
    receive(survey, interviews[0])
    receive(survey, changed(interviews[0], "instanceID", "uuid:another"))
    assert notices(survey) == ["case_twice"]
    _first, second = survey.submissions.order_by("id")
    assert approve_submissions(survey=survey, actor=None) == 1
    assert review_submission(submission=second, state="approved", actor=None) is False
    second.refresh_from_db()
    assert second.state == Submission.State.RECEIVED


def test_the_database_holds_one_submission_per_instance(survey, interviews):
    receive(survey, interviews[0])
    stored = survey.submissions.get()
    stored.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        stored.save()


def test_the_same_interview_sent_twice_at_the_same_moment_is_stored_once(survey, interviews):
    """Both look, see nothing, and store: the second finds the first by the database's promise."""
    looked = []
    known = intake._known

    def interrupted(version):
        found = known(version)
        if not looked:
            looked.append(True)
            assert receive(survey, interviews[0]).outcome == "stored"
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(intake, "_known", interrupted)
        assert receive(survey, interviews[0]).outcome == "known"
    assert survey.submissions.count() == 1
    assert survey.submission_versions.count() == 1


def edit(xml, new="uuid:edited", replaces=None):
    """The interview sent again as a phone sends an edit."""
    first = re.search(rb"<instanceID>([^<]*)<", xml)[1].decode()
    meta = f"{new}</instanceID><deprecatedID>{replaces or first}</deprecatedID>"
    return re.sub(rb"<instanceID>[^<]*</instanceID>", f"<instanceID>{meta}".encode(), xml)


def test_an_edit_becomes_the_current_version_and_the_first_bytes_stay(survey, interviews):
    receive(survey, interviews[0])
    approve_submissions(survey=survey, actor=None)
    again = edit(changed(interviews[0], "b_city_years", "0"))
    assert receive(survey, again).outcome == "edited"
    assert receive(survey, again).outcome == "known"
    stored = survey.submissions.get()
    assert stored.row["b_city_years"] == "0"
    assert stored.state == Submission.State.EDITED
    assert stored.edits == 1
    assert [bytes(version.xml) for version in stored.versions.all()] == [interviews[0], again]


def test_an_edit_of_what_is_not_current_is_held(survey, interviews):
    receive(survey, interviews[0])
    receive(survey, edit(interviews[0]))
    assert receive(survey, edit(interviews[0], new="uuid:late")).outcome == "conflict"
    assert (
        receive(survey, edit(interviews[1], new="uuid:other", replaces="uuid:never")).outcome
        == "unknown_edit"
    )
    assert survey.submission_versions.count() == 2
    assert set(survey.held_submissions.values_list("reason", flat=True)) == {"edit"}


def test_files_are_kept_with_their_interview_now_later_and_again(survey, interviews):
    photo, other = keep_blob([b"pic", b"ture"]), keep_blob([b"another"])
    receive_submission(survey=survey, xml=interviews[0], files={"photo.jpg": photo})
    receive_submission(survey=survey, xml=interviews[0], files={"photo.jpg": photo, "b.jpg": other})
    receive_submission(survey=survey, xml=interviews[0], files={"photo.jpg": other})
    attached = {each.name: each.blob for each in survey.submissions.get().attachments.all()}
    beside = f"photo~{other.sha256[:8]}.jpg"
    assert {"photo.jpg": photo, "b.jpg": other, beside: other}.items() <= attached.items()


def test_the_file_that_an_interview_names_is_expected(survey, interviews):
    xml = re.sub(rb"<audit ?/>", b"<audit>audit.csv</audit>", interviews[0])
    assert xml != interviews[0]
    receive(survey, xml)
    expected = survey.submissions.get().attachments.get()
    assert (expected.name, expected.expected, expected.blob) == ("audit.csv", True, None)


def test_a_pilot_s_interviews_stay_apart(survey, interviews):
    survey.state = survey.State.PILOT
    survey.save()
    issue_case(survey, interviews[0])
    receive(survey, interviews[0])
    approve_submissions(survey=survey, actor=None)
    assert survey.submissions.get().pilot
    assert [case.outcome for case in cases(survey)] == ["31"]


def test_what_comes_after_the_end_is_kept_and_told(survey, interviews):
    survey.state = survey.State.CLOSED
    survey.save()
    receive(survey, interviews[0])
    assert notices(survey) == ["late"]
    assert survey.submissions.get().state == Submission.State.RECEIVED
