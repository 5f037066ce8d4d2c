"""What awaits learners and trainers after they log in, and what the home page offers."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.services.progress import complete_unit
from tests.courses.makers import (
    make_cohort,
    make_course,
    make_enrolment,
    make_version,
    translate_course,
)

START = "/en/account/"


def content(response):
    return response.content.decode()


class TestLearners:
    def test_the_next_lesson(self, client, cohort, enrolment):
        complete_unit(enrolment=enrolment, pos=0, actor=enrolment.user)
        client.force_login(enrolment.user)
        page = content(client.get(START))
        assert "Autumn cohort – next lesson: Lesson 2" in page
        assert f"/en/cohorts/{cohort.public_id}/lessons/1/" in page
        assert "1 of 3 done" in page

    def test_nothing_after_the_last(self, client, enrolment):
        for pos in range(3):
            complete_unit(enrolment=enrolment, pos=pos, actor=enrolment.user)
        client.force_login(enrolment.user)
        assert "next lesson" not in content(client.get(START))

    def test_the_door_to_the_courses_in_each_language(self, client, course, person):
        client.force_login(person("partner"))
        assert course.get_parent().url in content(client.get(START))
        translate_course(course)
        chinese = course.get_translations().get().get_parent()
        assert chinese.url in content(client.get("/zh-hans/account/"))

    def test_no_door_where_there_is_no_course(self, client, site, person):
        client.force_login(person("partner"))
        assert "cohorts to enrol in" not in content(client.get(START))

    def test_as_many_queries_for_six_courses_as_for_two(self, client, version, person):
        user, counts = person("trainee"), []
        client.force_login(user)
        for number in (2, 4):
            for _cohort in range(number):
                make_enrolment(make_cohort(version), user)
            client.get(START)
            with CaptureQueriesContext(connection) as queries:
                client.get(START)
            counts.append(len(queries))
        assert counts[0] == counts[1]


class TestTrainers:
    def test_how_many_have_finished(self, client, version, person):
        trainer = person("trainer")
        cohort = make_cohort(version, staff={trainer: "trainer"})
        busy, _idle = make_enrolment(cohort), make_enrolment(cohort)
        for pos in range(3):
            complete_unit(enrolment=busy, pos=pos, actor=busy.user)
        client.force_login(trainer)
        page = content(client.get(START))
        assert "Autumn cohort – learners’ progress" in page
        assert "1 of 2 done" in page
        assert f"/en/cohorts/{cohort.public_id}/board/" in page


class TestHomePage:
    def test_a_course_that_is_open(self, client, course):
        make_cohort(make_version(course))
        page = content(client.get("/en/"))
        assert "Open for enrolment" in page
        assert course.url in page

    def test_nothing_without_free_places_or_days(self, client, course):
        version = make_version(course)
        make_enrolment(make_cohort(version, capacity=1))
        make_cohort(version, enrolment_from=date(2020, 1, 1), enrolment_until=date(2020, 1, 2))
        assert "Open for enrolment" not in content(client.get("/en/"))

    def test_nothing_of_a_course_that_is_not_public(self, client, site):
        course = make_course(site)
        make_cohort(make_version(course))
        course.unpublish()
        assert "Open for enrolment" not in content(client.get("/en/"))

    def test_only_in_the_languages_that_the_course_has(self, client, course):
        make_cohort(make_version(course))
        assert course.title not in content(client.get("/zh-hans/"))
