"""Quotas count interviews, warn, and name who would be too many."""

import pytest
from django.core.cache import cache

from surveys.models import Quota
from surveys.queries.quotas import full_quotas, quota_counts, quota_reached
from surveys.services.intake import receive_submission
from surveys.services.quotas import keep_quota, note_counted
from tests.factories import make_unit

ADDRESS = "/admin/surveys/work/quotas/"


@pytest.fixture(autouse=True)
def lead(client, person, survey):
    cache.clear()
    user = person("researcher")
    client.force_login(user)
    return user


def interview(survey, name, state="received", unit=None, pilot=False, **row):
    return survey.submissions.create(
        survey=survey, instance_id=name, sha256=name, state=state, unit=unit, row=row, pilot=pilot
    )


def quota(survey, target=1, kind="hard", **conditions):
    return keep_quota(
        survey=survey, name=f"q{conditions}", conditions=conditions, target=target, kind=kind
    )


def count(survey, made):
    return quota_counts(survey, [made])[made.pk]


def test_approved_and_waiting_interviews_count(survey):
    women = quota(survey, sex=["2"])
    for state in ("received", "hasIssues", "edited", "returned", "approved", "rejected"):
        interview(survey, state, state=state, sex="2")
    interview(survey, "man", sex="1")
    interview(survey, "pilot", pilot=True, sex="2")
    interview(survey, "screened", sex="2", j_outcome="41")
    interview(survey, "whole", sex="2", j_outcome="11")
    assert count(survey, women) == 6


def test_one_of_several_choices_and_the_stratum_count(survey):
    riders = quota(survey, forms=["3"], unit_stratum=["HZ × 1"])
    inside, outside = make_unit(survey, stratum="HZ × 1"), make_unit(survey, stratum="GZ × 1")
    for place, (unit, forms) in enumerate(
        [(inside, "3"), (inside, "1 3"), (inside, "3 5"), (inside, "1 3 5"), (inside, "13 35"),
         (outside, "3")]
    ):  # fmt: skip
        interview(survey, f"i{place}", unit=unit, forms=forms)
    assert count(survey, riders) == 4


def test_a_full_hard_quota_stops_who_fits(survey):
    hard, soft = quota(survey, sex=["2"]), quota(survey, kind="soft", sex=["1"])
    assert quota_reached(survey, {"sex": "2"}) is None
    interview(survey, "one", sex="2")
    interview(survey, "two", sex="1")
    cache.clear()
    assert quota_reached(survey, {"sex": "2"}) == hard
    assert quota_reached(survey, {"sex": ""}) is None
    assert quota_reached(survey, {"sex": "1"}) is None
    assert full_quotas(survey, {"sex": "1"}) == [soft]


def test_an_interview_over_quota_is_taken_and_marked(survey, interviews):
    first = receive_submission(survey=survey, xml=interviews[0]).submission
    quota(survey, kind="soft", a_consent=["1"])
    cache.clear()
    second = receive_submission(survey=survey, xml=interviews[1]).submission
    assert second.row["a_consent"] == first.row["a_consent"] == "1"
    assert "over_quota" in {mark["code"] for mark in second.notices}
    assert second.issues == []
    assert second.state == "received"


def test_a_quota_is_kept_replaced_and_removed(client, survey):
    data = {"name": "Women", "conditions": "unit_stratum = HZ × 1\n", "target": 5, "kind": "soft"}
    client.post(ADDRESS, data)
    client.post(ADDRESS, {**data, "target": 7})
    kept = Quota.objects.get()
    assert (kept.conditions, kept.target) == ({"unit_stratum": ["HZ × 1"]}, 7)
    client.post(f"{ADDRESS}{kept.pk}/remove/")
    assert not Quota.objects.exists()


def test_all_faults_of_the_conditions_are_told(client):
    conditions = "a_consnt = 1\na_consent = 7\nnonsense\n"
    answer = client.post(
        ADDRESS, {"name": "x", "conditions": conditions, "target": 0, "kind": "soft"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The nearest are: a_consent" in page
    assert "codes of the question’s choices" in page or "codes of the question&#x27;s" in page
    assert "a line such as variable = code code" in page
    assert "greater than or equal to 1" in page


def stored(survey):
    return dict(survey.submissions.values_list("instance_id", "counted"))


def test_what_quotas_read_is_noted_and_counted_without_the_answers(
    survey, django_assert_num_queries
):
    """The answers of interviews that came before a quota are read until they are noted too."""
    women = quota(survey, sex=["2"], unit_stratum=["north"])
    north = make_unit(survey, stratum="north")
    for place, sex in enumerate("2212"):
        interview(survey, f"i{place}", unit=north, sex=sex)
    interview(survey, "long", unit=north, sex="2", remark="x" * 1_000)
    with django_assert_num_queries(2):
        assert count(survey, women) == 4
    assert note_counted() == 5
    assert note_counted() == 0
    with django_assert_num_queries(1):
        assert count(survey, women) == 4

    before = stored(survey)
    long = {"remark": ["x" * 1_000]}
    remarks = keep_quota(survey=survey, name="long", conditions=long, target=1, kind="soft")
    both = [women, remarks]
    assert quota_counts(survey, both) == {women.pk: 4, remarks.pk: 1}
    interview(survey, "later", unit=north, sex="2")
    assert note_counted() == 6
    assert all(stored(survey)[name] != text for name, text in before.items())
    assert note_counted() == 0  # a text that is too long for a note is not tried again
    with django_assert_num_queries(2):
        assert quota_counts(survey, both) == {women.pk: 5, remarks.pk: 1}


def test_the_intake_notes_what_quotas_read(survey, interviews):
    sexes = quota(survey, b_sex=["1", "2"])
    receive_submission(survey=survey, xml=interviews[0])
    assert note_counted() == 0
    assert count(survey, sexes) == 1
