"""What is noticed about an interview besides its answers: whose it is, when it came, what is decided."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from surveys.models import Submission
from surveys.services import judging, judging_later
from surveys.services.blobs import keep_blob
from surveys.services.contacts import sealed_contact
from surveys.services.intake import receive_submission
from surveys.services.keys import new_collector_key
from surveys.services.origins import Origin
from tests.factories import make_user
from tests.nse import make_survey
from tests.surveys.test_intake import changed, edit, issue_case, notices, receive


def send(survey, xml, **origin):
    return receive_submission(survey=survey, xml=xml, origin=Origin(**origin))


class TestWhose:
    def test_an_interview_of_a_pilot_s_case_belongs_to_the_pilot(self, survey, interviews):
        issue_case(survey, interviews[0], pilot=True)
        assert receive(survey, interviews[0]).submission.pilot

    def test_whoever_has_the_case_held_it_where_nobody_is_named(self, survey, interviews):
        interviewer = make_user("interviewer")
        issue_case(survey, interviews[0], interviewer=interviewer)
        assert receive(survey, interviews[0]).submission.interviewer == interviewer
        assert notices(survey) == []

    def test_whoever_carries_the_device_held_it_and_another_s_case_is_told(
        self, survey, interviews
    ):
        issue_case(survey, interviews[0], interviewer=make_user("interviewer"))
        carrier = make_user("interviewer")
        key = new_collector_key(survey=survey, interviewer=carrier).key
        assert send(survey, interviews[0], key=key).submission.interviewer == carrier
        assert notices(survey) == ["other_interviewers_case"]

    def test_who_edits_is_named_with_the_version(self, survey, interviews):
        interviewer = make_user("interviewer")
        receive(survey, interviews[0])
        again = send(survey, edit(interviews[0]), interviewer=interviewer).submission
        assert again.versions.latest().made_by == interviewer


class TestTelephones:
    def test_a_second_interview_of_a_case_is_not_another_case_with_its_number(
        self, survey, interviews
    ):
        unit = issue_case(survey, interviews[0])
        sealed_contact(unit, {"phone": "13800138000"}).save()
        receive(survey, interviews[0])
        receive(survey, changed(interviews[0], "instanceID", "uuid:another"))
        assert notices(survey) == ["case_twice"]

    def test_the_numbers_of_another_survey_are_its_own(self, survey, interviews):
        for each in (make_survey("other"), survey):
            unit = issue_case(each, interviews[0])
            sealed_contact(unit, {"phone": "13800138000"}).save()
            receive(each, interviews[0])
        assert notices(survey) == []


class TestWhen:
    @pytest.mark.parametrize(("hours", "told"), [(-1, ["late"]), (1, [])])
    def test_what_comes_after_the_announced_end_is_told(self, survey, interviews, hours, told):
        survey.closes_at = timezone.now() + timedelta(hours=hours)
        survey.save()
        receive(survey, interviews[0])
        assert notices(survey) == told

    def test_a_page_that_is_handed_in_later_was_answered_before(self, survey, interviews):
        survey.state = survey.State.CLOSED
        survey.save()
        send(survey, interviews[0], source=Submission.Source.PAGE)
        assert "late" not in notices(survey)

    def test_an_edit_brings_its_own_times(self, survey, interviews):
        first = receive(survey, interviews[0]).submission.started_at
        xml = changed(interviews[0], "start", "2021-04-01T09:00:00.000+07:00")
        again = receive(survey, edit(xml)).submission
        again.refresh_from_db()
        assert again.started_at < first
        assert again.utc_offset == 7 * 60


class TestDecided:
    @pytest.fixture
    def waiting(self, survey, interviews, monkeypatch):
        """An interview that the worker is to check."""
        monkeypatch.setattr(judging, "CHECKED_AT_ONCE", 0)
        return receive(survey, changed(interviews[0], "c_days", "9")).submission

    def test_checks_do_not_undo_a_decision(self, survey, waiting):
        survey.submissions.update(state="rejected")
        assert judging_later.judge_waiting(survey=survey) == 1
        waiting.refresh_from_db()
        assert (waiting.state, waiting.issue_count) == ("rejected", 1)

    def test_an_edit_waits_for_checks_of_its_own(self, survey, interviews, waiting):
        judging_later.judge_waiting(survey=survey)
        assert receive(survey, edit(interviews[0])).submission.checked_at is None
        assert judging_later.judge_waiting(survey=survey) == 1
        waiting.refresh_from_db()
        assert (waiting.state, waiting.issue_count) == ("edited", 0)

    def test_a_decision_that_comes_while_the_worker_checks_stays(
        self, survey, waiting, monkeypatch
    ):
        really = judging_later.judge

        def judge(submission, parsed):
            survey.submissions.update(state="rejected", reviewed_at=timezone.now())
            return really(submission, parsed)

        monkeypatch.setattr(judging_later, "judge", judge)
        judging_later.judge_waiting(survey=survey)
        waiting.refresh_from_db()
        assert (waiting.state, waiting.checked_at) == ("rejected", None)

    def test_what_was_decided_is_not_read_again_for_a_new_questionnaire(self, survey, interviews):
        xml = re.sub(rb'version="[^"]*"', b'version="none"', interviews[0], count=1)
        stored = receive(survey, xml).submission
        survey.submissions.update(state="rejected")
        assert judging_later.reread_submissions(version=survey.instrument_versions.get()) == 0
        assert stored.instrument is None


class TestApart:
    def test_two_surveys_may_have_the_same_instance(self, survey, interviews):
        other = make_survey("other")
        assert receive(survey, interviews[0]).outcome == "stored"
        changed_there = changed(interviews[0], "c_hours", "1")
        assert receive(other, changed_there).outcome == "stored"
        assert receive(survey, interviews[0]).submission.survey == survey
        assert other.held_submissions.count() == 0

    def test_an_edit_replaces_nothing_in_another_survey(self, survey, interviews):
        other = make_survey("other")
        receive(survey, interviews[0])
        assert receive(other, edit(interviews[0])).outcome == "unknown_edit"
        assert survey.submissions.get().edits == 0


class TestHeldFiles:
    def test_what_came_with_something_unreadable_is_kept(self, survey):
        photo = keep_blob([b"photo"])
        receive_submission(survey=survey, xml=b"no xml", files={"a.jpg": photo})
        assert survey.held_submissions.get().files.get().blob == photo

    def test_what_came_with_something_that_we_failed_to_take_in_is_kept(
        self, survey, interviews, monkeypatch
    ):
        monkeypatch.setattr(judging, "check_submission", lambda *args: 1 / 0)
        photo = keep_blob([b"photo"])
        receive_submission(survey=survey, xml=interviews[0], files={"a.jpg": photo})
        assert survey.held_submissions.get().files.get().blob == photo

    def test_a_file_that_was_waited_for_tells_when_it_came(self, survey, interviews):
        xml = re.sub(rb"<audit ?/>", b"<audit>audit.csv</audit>", interviews[0])
        receive(survey, xml)
        receive_submission(survey=survey, xml=xml, files={"audit.csv": keep_blob([b"event"])})
        assert survey.submissions.get().attachments.get().received_at is not None

    def test_an_edit_of_what_is_not_current_gives_the_file_that_is_waited_for(
        self, survey, interviews
    ):
        xml = re.sub(rb"<audit ?/>", b"<audit>audit.csv</audit>", interviews[0])
        receive(survey, xml)
        receive(survey, edit(xml))
        event = keep_blob([b"event"])
        late = edit(xml, new="uuid:late")
        receipt = receive_submission(survey=survey, xml=late, files={"audit.csv": event})
        assert receipt.outcome == "conflict"
        assert survey.submissions.get().attachments.get().blob == event
