"""Cohorts in the admin: trainers work with their own, administrators with all."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.models import Cohort, CohortStaff
from tests.courses.makers import make_cohort, make_enrolment, make_version

OK, FOUND, MISSING = 200, 302, 404


def content(response):
    return response.content.decode()


def url(name, *args):
    return reverse(f"courses_cohorts:{name}", args=args)


def form(version, staff=(), **fields):
    """What the form of a cohort sends."""
    rows = {"staff-TOTAL_FORMS": len(staff), "staff-INITIAL_FORMS": 0}
    for number, (user, role) in enumerate(staff):
        rows |= {f"staff-{number}-user": user.pk, f"staff-{number}-role": role}
    return {
        "titles_en": "Spring cohort",
        "titles_zh_hans": "春季班",
        "version": version.pk,
        "time_zone": "Asia/Vientiane",
        "capacity": 25,
        "enrolment_from": "2027-01-01",
        "enrolment_until": "2027-01-31",
        "starts_on": "2027-02-01",
        "ends_on": "2027-04-30",
        "state": "open",
        **rows,
        **fields,
    }


@pytest.fixture
def trainer(client, person):
    user = person("trainer")
    client.force_login(user)
    return user


class TestTrainers:
    def test_they_see_their_own(self, client, version, trainer):
        make_cohort(version, titles={"en": "Mine"}, staff={trainer: "trainer"})
        make_cohort(version, titles={"en": "Watched"}, staff={trainer: "observer"})
        make_cohort(version, titles={"en": "Of others"})
        page = content(client.get(url("index")))
        assert "Mine" in page
        assert "Watched" not in page
        assert "Of others" not in page

    @pytest.mark.parametrize("view", ["edit", "delete", "history", "usage"])
    def test_those_of_others_are_not_there(self, client, version, trainer, view):
        other = make_cohort(version, staff={trainer: "observer"})
        assert client.get(url(view, other.pk)).status_code == MISSING
        assert client.post(url(view, other.pk)).status_code == MISSING
        assert Cohort.objects.filter(pk=other.pk).exists()

    def test_who_makes_a_cohort_is_its_trainer(self, client, version, trainer):
        response = client.post(url("add"), form(version))
        assert response.status_code == FOUND
        cohort = Cohort.objects.get()
        assert cohort.titles == {"en": "Spring cohort", "zh-hans": "春季班"}
        assert (cohort.starts_on, cohort.time_zone) == (date(2027, 2, 1), "Asia/Vientiane")
        assert [(each.user, each.role) for each in cohort.staff.all()] == [(trainer, "trainer")]
        assert client.get(url("edit", cohort.pk)).status_code == OK

    def test_staff_may_be_named(self, client, version, trainer, person):
        other = person("trainer")
        client.post(url("add"), form(version, staff=[(trainer, "trainer"), (other, "assessor")]))
        assert set(CohortStaff.objects.values_list("user", "role")) == {
            (trainer.pk, "trainer"),
            (other.pk, "assessor"),
        }

    def test_trainees_are_no_staff(self, client, version, trainer, person):
        response = client.post(url("add"), form(version, staff=[(person("trainee"), "trainer")]))
        assert response.status_code == OK
        assert not Cohort.objects.exists()


class TestProblems:
    def test_all_at_once(self, client, version, trainer):
        wrong = form(
            version,
            time_zone="Beijing",
            capacity=0,
            enrolment_until="2026-01-01",
            ends_on="2026-01-01",
        )
        page = content(client.post(url("add"), wrong))
        assert "is no time zone" in page
        assert "greater than or equal to 1" in page
        assert not Cohort.objects.exists()

    def test_days_in_the_wrong_order(self, client, version, trainer):
        wrong = form(version, enrolment_until="2026-01-01", ends_on="2026-01-01")
        page = content(client.post(url("add"), wrong))
        assert "Enrolment ends before it begins" in page
        assert "The cohort ends before it begins" in page


class TestOthers:
    def test_administrators_see_all(self, client, version, person):
        cohort = make_cohort(version, titles={"en": "Of others"})
        client.force_login(person("administrator"))
        assert "Of others" in content(client.get(url("index")))
        assert client.get(url("edit", cohort.pk)).status_code == OK

    @pytest.mark.parametrize("group", ["editor", "translator", "researcher", "auditor"])
    def test_the_rest_do_not(self, client, version, person, group):
        cohort = make_cohort(version)
        client.force_login(person(group))
        for address in (url("index"), url("edit", cohort.pk)):
            assert client.get(address).status_code in (FOUND, MISSING)

    def test_a_cohort_with_people_cannot_be_deleted(self, client, version, person):
        cohort = make_cohort(version)
        make_enrolment(cohort)
        client.force_login(person(is_superuser=True))
        response = client.post(url("delete", cohort.pk), follow=True)
        assert "Close it instead" in content(response)
        assert Cohort.objects.filter(pk=cohort.pk).exists()


def test_as_many_queries_for_two_cohorts_as_for_six(
    client, course, trainer, django_assert_num_queries
):
    version, counts = make_version(course), []
    for number in (2, 4):
        for _cohort in range(number):
            make_cohort(version, staff={trainer: "trainer"})
        client.get(url("index"))
        with CaptureQueriesContext(connection) as queries:
            client.get(url("index"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
