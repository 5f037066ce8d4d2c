"""The board of a cohort: for its staff, who has done what."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.models import CohortStaff
from courses.services.enrolments import withdraw
from courses.services.progress import complete_unit
from tests.courses.makers import make_cohort, make_enrolment

OK, MISSING, REFUSED = 200, 404, 422
ROLES = [role.value for role in CohortStaff.Role]


@pytest.fixture
def trainer(person):
    return person("trainer")


@pytest.fixture
def cohort(version, trainer):
    return make_cohort(version, staff={trainer: "trainer"})


def address(cohort):
    return f"/en/cohorts/{cohort.public_id}/board/"


def content(response):
    return response.content.decode()


class TestWhoSeesIt:
    @pytest.mark.parametrize("role", ROLES)
    def test_staff(self, client, version, person, role):
        user = person("trainer")
        client.force_login(user)
        assert client.get(address(make_cohort(version, staff={user: role}))).status_code == OK

    def test_administrators(self, client, cohort, person):
        client.force_login(person("administrator"))
        assert client.get(address(cohort)).status_code == OK

    def test_learners_do_not(self, client, cohort):
        client.force_login(make_enrolment(cohort).user)
        assert client.get(address(cohort)).status_code == MISSING

    @pytest.mark.parametrize("group", ["trainer", "editor", "auditor"])
    def test_others_do_not(self, client, cohort, person, group):
        client.force_login(person(group))
        assert client.get(address(cohort)).status_code == MISSING


class TestWhatItShows:
    def test_a_row_per_person(self, client, cohort, trainer, person):
        busy = make_enrolment(cohort, person("trainee", first_name="Busy"))
        gone = make_enrolment(cohort, person("trainee", first_name="Gone"))
        for pos in range(3):
            complete_unit(enrolment=busy, pos=pos, actor=busy.user)
        withdraw(enrolment=gone, actor=gone.user)
        client.force_login(trainer)

        page = content(client.get(address(cohort)))

        assert "Places taken: 1 of 10. Completed the course: 1." in page
        assert "3 / 3" in page
        assert page.index("Busy") < page.index("Gone")
        assert "– has left" in page

    def test_as_many_queries_for_ten_people_as_for_two(self, client, cohort, trainer):
        client.force_login(trainer)
        counts = []
        for people in (2, 8):
            for _person in range(people):
                make_enrolment(cohort)
            client.get(address(cohort))
            with CaptureQueriesContext(connection) as queries:
                client.get(address(cohort))
            counts.append(len(queries))
        assert counts[0] == counts[1] < 20


class TestBringingSomebodyIn:
    def bring(self, client, cohort, email):
        return client.post(address(cohort), {"email": email}, follow=True)

    def test_by_e_mail(self, client, cohort, trainer, person):
        trainee = person("trainee", first_name="Lin")
        client.force_login(trainer)
        assert "Lin is enrolled." in content(self.bring(client, cohort, trainee.email))
        assert cohort.enrolments.get().user == trainee

    @pytest.mark.parametrize(
        ("email", "answer"),
        [
            ("nobody@test.example", "Nobody has an account"),
            ("no address", "valid email"),
            ("", "required"),
        ],
    )
    def test_what_cannot_be(self, client, cohort, trainer, email, answer):
        client.force_login(trainer)
        response = self.bring(client, cohort, email)
        assert response.status_code == REFUSED
        assert answer in content(response)

    @pytest.mark.parametrize("role", ["assessor", "observer"])
    def test_not_by_those_who_only_look(self, client, version, person, role):
        user = person("trainer")
        cohort = make_cohort(version, staff={user: role})
        client.force_login(user)
        assert "Bring somebody in" not in content(client.get(address(cohort)))
        assert self.bring(client, cohort, user.email).status_code == MISSING

    def test_not_into_a_closed_cohort(self, client, version, trainer):
        cohort = make_cohort(version, staff={trainer: "trainer"}, state="closed")
        client.force_login(trainer)
        assert self.bring(client, cohort, trainer.email).status_code == MISSING


def test_the_way_back_leads_over_the_cohort(client, site, cohort, trainer):
    client.force_login(trainer)
    page = content(client.get(address(cohort)))
    steps = re.findall(r'class="breadcrumbs__step"><a href="[^"]+">([^<]+)</a>', page)
    assert steps == ["Home", "My start page", str(cohort)]
    assert f"<title>Progress – {cohort}" in page
