"""Machines read answers: with a key, in the order of change, each change once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from surveys.models import Member, Submission, Survey
from surveys.queries import settled
from surveys.services.feed import Cursor
from surveys.services.intake import receive_submission
from surveys.services.keys import make_api_key
from surveys.services.review import approve_submissions, review_submission
from surveys.views import api
from tests.factories import make_user


@pytest.fixture
def lead(survey):
    user = make_user("researcher")
    survey.members.create(user=user, role=Member.Role.LEAD)
    return user


@pytest.fixture
def collected(survey, interviews, monkeypatch):
    monkeypatch.setattr(settled, "SETTLED", timedelta(0))
    for xml in interviews:
        receive_submission(survey=survey, xml=xml)
    approve_submissions(survey=survey, actor=None)
    return survey


@pytest.fixture
def read(client, collected, lead):
    """Reads the feed with a key for approved answers, or for all."""
    tokens = {
        every: make_api_key(survey=collected, label="institute", all_states=every, actor=lead)
        for every in (False, True)
    }

    def get(every=False, **query):
        return client.get(
            f"/api/surveys/{collected.public_id}/submissions",
            query,
            headers={"Authorization": f"Bearer {tokens[every]}"},
        )

    return get


def test_a_key_reads_approved_answers_by_path_with_repeats(read, collected):
    answer = read().json()
    approved = collected.submissions.filter(state=Submission.State.APPROVED)
    assert {each["instance_id"] for each in answer["submissions"]} == set(
        approved.values_list("instance_id", flat=True)
    )
    first = answer["submissions"][0]
    stored = approved.get(instance_id=first["instance_id"])
    assert first["answers"]["grp_main/grp_b/b_sex"] == stored.row["b_sex"]
    assert first["state"] == "approved"
    jobs = first["repeats"].get("grp_main/grp_d/d_job", [])
    assert len(jobs) == len(stored.repeats["d_job"])
    assert all(job["parent_key"] == first["instance_id"] for job in jobs)


def test_pages_hold_every_change_once_and_a_cursor_stays_good(read, collected):
    seen, cursor, more = [], "", True
    while more:
        answer = read(True, limit=2, **({"since": cursor} if cursor else {})).json()
        seen += [each["instance_id"] for each in answer["submissions"]]
        cursor, more = answer["cursor"], answer["more"]
    assert sorted(seen) == sorted(collected.submissions.values_list("instance_id", flat=True))
    assert read(True, since=cursor).json() == {
        "survey": collected.public_id, "submissions": [], "cursor": cursor, "more": False,
    }  # fmt: skip
    one = collected.submissions.first()
    review_submission(submission=one, state=Submission.State.REJECTED, actor=None)
    (again,) = read(True, since=cursor).json()["submissions"]
    assert (again["instance_id"], again["state"]) == (one.instance_id, "rejected")


def test_changes_of_one_moment_are_told_apart_by_their_row(read, collected):
    moment = timezone.now()
    collected.submissions.update(received_at=moment, reviewed_at=moment, checked_at=moment)
    first = read(True, limit=4).json()
    second = read(True, limit=4, since=first["cursor"]).json()
    ids = [each["instance_id"] for page in (first, second) for each in page["submissions"]]
    assert len(set(ids)) == len(ids) == 6


def test_an_answer_that_is_no_longer_approved_is_taken_back_without_its_answers(read, collected):
    cursor = read().json()["cursor"]
    one = collected.submissions.filter(state=Submission.State.APPROVED).first()
    review_submission(submission=one, state=Submission.State.REJECTED, actor=None)
    (told,) = read(since=cursor).json()["submissions"]
    assert told["withdrawn"] is True
    assert "answers" not in told


def test_young_changes_and_the_pilot_s_wait_outside(read, collected, monkeypatch):
    monkeypatch.setattr(settled, "SETTLED", timedelta(minutes=1))
    assert read(True).json()["submissions"] == []
    monkeypatch.setattr(settled, "SETTLED", timedelta(0))
    collected.submissions.update(pilot=True)
    assert read(True).json()["submissions"] == []


@pytest.mark.parametrize(
    "query", [{"since": "yesterday"}, {"since": "1-x"}, {"since": "9" * 39 + "-1"}, {"limit": "0"},
              {"limit": "501"}, {"limit": "-1"}, {"limit": "many"}, {"state": "lost"},
              {"sinc": "1-1"}],
)  # fmt: skip
def test_a_wrong_question_is_answered_400_with_words(read, query):
    response = read(**query)
    assert response.status_code == 400
    assert response.json()["error"]["message"].startswith("Expected")


@pytest.mark.parametrize("name", ["state", "case", "instance_id", "form_version"])
def test_it_can_be_narrowed(read, collected, name):
    collected.submissions.filter(pk=collected.submissions.first().pk).update(state="onHold")
    every = read(True).json()["submissions"]
    one = next(each for each in every if each["state"] == "onHold")
    found = read(True, **{name: one[name]}).json()["submissions"]
    assert found == [each for each in every if each[name] == one[name]]
    assert read(True, **{name: "rejected"}).json()["submissions"] == []


def test_a_transaction_that_is_open_holds_the_feed_back(read, collected, monkeypatch):
    began = collected.submissions.order_by("changed_at").first().changed_at
    one = collected.submissions.last()
    review_submission(submission=one, state=Submission.State.REJECTED, actor=None)
    monkeypatch.setattr(settled, "_oldest_writer", lambda: began)
    first = read(True).json()
    assert one.instance_id not in {each["instance_id"] for each in first["submissions"]}
    monkeypatch.setattr(settled, "_oldest_writer", lambda: None)
    rest = read(True, since=first["cursor"]).json()["submissions"]
    assert [each["instance_id"] for each in rest] == [one.instance_id]


def test_who_has_no_key_of_this_survey_gets_401(client, read, collected, lead):
    other = Survey.objects.create(slug="other", titles={"en": "Other"})
    token = make_api_key(survey=other, label="x", all_states=True, actor=lead)
    address = f"/api/surveys/{collected.public_id}/submissions"
    for header in ("", "Bearer", "Bearer invented", f"Basic {token}", f"Bearer {token}"):
        response = client.get(address, headers={"Authorization": header})
        assert response.status_code == 401
        assert response["WWW-Authenticate"].startswith("Bearer")
    collected.api_keys.update(revoked_at=timezone.now())
    assert read().status_code == 401
    client.force_login(lead)
    assert client.get(address).status_code == 401
    assert client.post(address).status_code == 405


def test_a_key_asks_so_often_a_minute_and_no_more(read, monkeypatch):
    monkeypatch.setattr(api, "PER_MINUTE", 2)
    codes = [read().status_code for _ in range(4)]
    assert codes[:2] == [200, 200]
    assert 429 in codes


def test_a_page_costs_the_same_queries_for_one_and_for_six(read):
    read(True)
    counts = []
    for limit in (1, 6):
        with CaptureQueriesContext(connection) as asked:
            read(True, limit=limit)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_cursor_reads_what_it_writes():
    cursor = Cursor(timezone.now(), 7)
    assert Cursor.read(str(cursor)) == cursor
