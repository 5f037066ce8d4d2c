"""A worker judges what nobody waited for, and what could not be judged when it came."""

from django.db import connection

from portal.models import Job
from surveys.models import Submission
from surveys.queries import CHECK_JOB
from surveys.services import judging, judging_later
from surveys.services.instruments import publish_instrument
from surveys.services.intake import receive_submission
from surveys.services.review import approve_submissions
from tests.surveys.test_intake import changed, codes, edit, receive


def test_what_came_before_its_questionnaire_was_published_is_read_again(survey, interviews):
    version = survey.instrument_versions.get()
    version.state = version.State.DRAFT
    version.save()
    receive(survey, interviews[0])
    assert codes(survey) == ["unknown_form"]
    publish_instrument(version=version)
    assert codes(survey) == []
    assert survey.submissions.get().row["a_consent"] == "1"


def test_a_long_questionnaire_is_judged_later(survey, interviews, monkeypatch):
    monkeypatch.setattr(judging, "CHECKED_AT_ONCE", 10)
    receive(survey, changed(interviews[0], "c_days", "9"))
    assert Job.objects.get(kind=CHECK_JOB).payload == {"survey": survey.pk}
    assert approve_submissions(survey=survey, actor=None) == 0
    assert judging_later.judge_waiting(survey=survey) == 1
    stored = survey.submissions.get()
    assert stored.state == Submission.State.HAS_ISSUES
    assert stored.row["c_days"] == "9"


def test_an_edit_that_comes_while_the_worker_judges_is_not_overwritten(
    survey, interviews, monkeypatch
):
    monkeypatch.setattr(judging, "CHECKED_AT_ONCE", 5)
    receipt = receive_submission(survey=survey, xml=interviews[0])

    def judge(submission, parsed):
        survey.submissions.update(sha256="of a newer version")
        return really(submission, parsed)

    really = judging_later.judge
    monkeypatch.setattr(judging_later, "judge", judge)
    judging_later.judge_waiting(survey=survey)
    receipt.submission.refresh_from_db()
    assert (receipt.submission.checked_at, receipt.submission.sha256) == (
        None, "of a newer version",
    )  # fmt: skip


def test_an_edit_that_comes_before_the_worker_judges_is_not_stored_with_older_answers(
    survey, interviews, monkeypatch
):
    """The edit comes after the worker's first look at the interview and before the second."""
    monkeypatch.setattr(judging, "CHECKED_AT_ONCE", 0)
    receive(survey, changed(interviews[0], "b_city_years", "1"))
    newer = edit(changed(interviews[0], "b_city_years", "2"))
    looks = []

    def edited_between(execute, sql, *rest):
        if sql.startswith("SELECT") and '"surveys_submission' in sql:
            looks.append(sql)
            if len(looks) == 3:  # the keys, one look, and the other
                assert receive(survey, newer).outcome == "edited"
        return execute(sql, *rest)

    with connection.execute_wrapper(edited_between):
        judging_later.judge_waiting(survey=survey)
    stored = survey.submissions.get()
    assert stored.sha256 == stored.versions.latest().sha256
    assert (stored.checked_at, stored.row.get("b_city_years")) == (None, None)
    judging_later.judge_waiting(survey=survey)
    stored.refresh_from_db()
    assert stored.row["b_city_years"] == "2"


def test_a_submission_that_cannot_be_judged_keeps_no_other_waiting(survey, interviews, monkeypatch):
    monkeypatch.setattr(judging, "CHECKED_AT_ONCE", 0)
    for xml in interviews[:3]:
        receive(survey, xml)
    faulty = survey.submissions.all()[1]
    check = judging.check_submission

    def check_or_fail(questionnaire, parsed, *others):
        if parsed.instance_id == faulty.instance_id:
            raise ZeroDivisionError
        return check(questionnaire, parsed, *others)

    monkeypatch.setattr(judging, "check_submission", check_or_fail)
    assert judging_later.judge_waiting(survey=survey) == 3
    assert not survey.submissions.filter(checked_at=None).exists()
    faulty.refresh_from_db()
    (issue,) = faulty.issues
    assert (issue["code"], faulty.issue_count) == ("could_not_evaluate", 1)
    assert faulty.state == Submission.State.HAS_ISSUES
    assert survey.submissions.filter(state=Submission.State.RECEIVED).count() == 2
