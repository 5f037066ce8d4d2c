"""A learner's way through a course: rights, order, languages, and what is kept."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from courses.models import Cohort, Completion, Enrolment
from courses.services.enrolments import withdraw
from courses.services.progress import complete_unit
from portal.models import Print
from tests.courses.makers import (
    lessons_of,
    make_cohort,
    make_course,
    make_enrolment,
    make_version,
    text,
    translate,
)

OK, FOUND, MISSING, NOT_ALLOWED = 200, 302, 404, 405


def address(cohort, rest="", language="en"):
    return f"/{language}/cohorts/{cohort.public_id}/{rest}"


@pytest.fixture
def learner(client, enrolment):
    """The client of somebody who is enrolled."""
    client.force_login(enrolment.user)
    return client


def content(response):
    return response.content.decode()


class TestWhoGetsIn:
    PAGES = ("", "lessons/0/", "lessons/0.pdf")

    def statuses(self, client, cohort):
        return [client.get(address(cohort, page)).status_code for page in self.PAGES]

    def test_anonymous_visitors_are_sent_to_log_in(self, client, cohort):
        response = client.get(address(cohort))
        assert response.status_code == FOUND
        assert "/account/login/" in response["Location"]
        assert self.statuses(client, cohort) == [FOUND] * 3

    def test_who_is_enrolled(self, learner, cohort):
        assert self.statuses(learner, cohort) == [OK, OK, 202]  # the print is being made

    def test_who_has_completed_the_course_may_still_read(self, learner, cohort, enrolment):
        for pos in range(3):
            complete_unit(enrolment=enrolment, pos=pos, actor=enrolment.user)
        assert self.statuses(learner, cohort) == [OK, OK, 202]
        assert "You have completed this course" in content(learner.get(address(cohort)))

    @pytest.mark.parametrize("group", ["trainee", "trainer", "editor", "partner", "auditor"])
    def test_others_find_nothing(self, client, cohort, person, group):
        client.force_login(person(group))
        assert self.statuses(client, cohort) == [MISSING] * 3

    def test_members_of_another_cohort_find_nothing(self, client, version, cohort):
        client.force_login(make_enrolment(make_cohort(version)).user)
        assert self.statuses(client, cohort) == [MISSING] * 3

    def test_who_has_left_finds_nothing(self, learner, cohort, enrolment):
        withdraw(enrolment=enrolment, actor=enrolment.user)
        assert self.statuses(learner, cohort) == [MISSING] * 3

    def test_a_cohort_in_preparation_is_for_its_staff(self, client, version, person):
        trainer = person("trainer")
        cohort = make_cohort(version, state=Cohort.State.PREPARED, staff={trainer: "observer"})
        member = Enrolment.objects.create(cohort=cohort, user=person("trainee"))
        client.force_login(member.user)
        assert self.statuses(client, cohort) == [MISSING] * 3
        client.force_login(trainer)
        assert self.statuses(client, cohort)[:2] == [OK, OK]

    @pytest.mark.parametrize("pos", ["3", "99999999999999999999999"])
    def test_a_lesson_that_is_not_there(self, learner, cohort, pos):
        assert learner.get(address(cohort, f"lessons/{pos}/")).status_code == MISSING
        assert learner.get(address(cohort, f"lessons/{pos}.pdf")).status_code == MISSING


class TestTheCohortsPage:
    def test_what_is_done_what_is_next_and_the_rule(self, learner, cohort, enrolment):
        complete_unit(enrolment=enrolment, pos=0, actor=enrolment.user)
        page = content(learner.get(address(cohort)))
        assert "1 of 3 done" in page
        assert "Next lesson: Lesson 2" in page
        assert "You complete it when all 3 required lessons are done." in page

    def test_in_chinese(self, learner, cohort):
        assert "秋季班" in content(learner.get(address(cohort, language="zh-hans")))

    def test_as_many_queries_for_thirty_lessons_as_for_three(self, client, site):
        counts = []
        for lessons in (3, 30):
            cohort = make_cohort(make_version(make_course(site, lessons=lessons)))
            client.force_login(make_enrolment(cohort).user)
            client.get(address(cohort))
            with CaptureQueriesContext(connection) as queries:
                client.get(address(cohort))
            counts.append(len(queries))
        assert counts[0] == counts[1] < 20


class TestALesson:
    def test_the_pinned_words_and_the_way_on(self, learner, course, cohort):
        lesson = lessons_of(course)[1]
        lesson.title, lesson.body = "Rewritten", text("Other words.")
        lesson.save_revision().publish()

        page = content(learner.get(address(cohort, "lessons/1/")))

        assert "Lesson 2 of 3" in page
        assert "Money has a time value." in page
        assert "Rewritten" not in page
        assert "Other words" not in page
        assert address(cohort, "lessons/0/") in page
        assert address(cohort, "lessons/2/") in page

    def test_the_print_has_the_pinned_words_and_names_the_version(self, learner, course, cohort):
        lesson = lessons_of(course)[1]
        lesson.body = text("Other words.")
        lesson.save_revision().publish()
        course.title = "Renamed"
        course.save_revision().publish()
        learner.get(address(cohort, "lessons/1.pdf"))
        html = Print.objects.get().html
        assert '<p class="kind">Pension valuation</p>' in html
        assert '<p class="paper__place">Foundations</p>' in html
        assert "Money has a time value." in html
        assert "Other words" not in html
        assert "Pension valuation, version 1, released on" in html
        assert (
            "Version of" not in html
        )  # a revision knows only when the one before it was published

    def test_it_stays_when_its_page_is_unpublished(self, learner, course, cohort):
        lessons_of(course)[1].unpublish()
        assert "Money has a time value." in content(learner.get(address(cohort, "lessons/1/")))

    def test_language(self, client, course, person):
        first, *_others = lessons_of(course)
        translate(course)
        translate(first.get_parent().specific)
        translate(first, {"Lesson 1": "第一课", "Money has a time value.": "货币有时间价值。"})
        cohort = make_cohort(make_version(course))
        client.force_login(make_enrolment(cohort).user)

        translated = content(client.get(address(cohort, "lessons/0/", "zh-hans")))
        assert "第一课" in translated
        assert "货币有时间价值。" in translated
        assert f'href="{address(cohort, "lessons/0/")}"' in translated  # the place is kept

        fallen_back = content(client.get(address(cohort, "lessons/1/", "zh-hans")))
        assert "Money has a time value." in fallen_back
        assert '<article class="story" lang="en">' in fallen_back

    def test_marking_it_as_done(self, learner, cohort, enrolment):
        assert "Mark as done" in content(learner.get(address(cohort, "lessons/0/")))
        for _time in range(2):
            response = learner.post(address(cohort, "lessons/0/"))
            assert response["Location"] == address(cohort, "lessons/0/")
        assert Completion.objects.count() == 1
        page = content(learner.get(address(cohort, "lessons/0/")))
        assert "You have done this lesson." in page
        assert (
            f'class="button" href="{address(cohort, "lessons/1/")}">Next lesson: Lesson 2' in page
        )

    def test_after_the_last_the_way_back_to_the_cohort(self, learner, cohort, enrolment):
        for pos in range(3):
            complete_unit(enrolment=enrolment, pos=pos, actor=enrolment.user)
        page = content(learner.get(address(cohort, "lessons/2/")))
        assert "You have completed this course." in page
        assert f'<a href="{address(cohort)}">To “Autumn cohort”</a>' in page
        assert "Next lesson" not in page
        chinese = content(learner.get(address(cohort, "lessons/2/", "zh-hans")))
        assert "您已完成本课程。" in chinese
        assert "前往“秋季班”" in chinese

    def test_in_a_closed_cohort_nothing_is_kept(self, learner, cohort):
        Cohort.objects.update(state=Cohort.State.CLOSED)
        response = learner.post(address(cohort, "lessons/0/"), follow=True)
        assert "Nothing was kept" in content(response)
        assert "Mark as done" not in content(response)
        assert not Completion.objects.exists()

    def test_staff_who_look_do_nothing(self, client, version, person):
        trainer = person("trainer")
        cohort = make_cohort(version, staff={trainer: "trainer"})
        client.force_login(trainer)
        response = client.post(address(cohort, "lessons/0/"), follow=True)
        assert "Nothing was kept" in content(response)

    def test_hostile_words_are_escaped(self, client, site):
        title = "<script>alert(1)</script>"
        course = make_course(site, title=title, lessons=1)
        lesson = lessons_of(course)[0]
        lesson.title = title
        lesson.save_revision().publish()
        cohort = make_cohort(make_version(course), titles={"en": title})
        client.force_login(make_enrolment(cohort).user)
        for page in ("", "lessons/0/"):
            assert "<script>alert" not in content(client.get(address(cohort, page)))


class TestEnrolling:
    def enrol(self, client, cohort):
        return client.post(address(cohort, "enrol/"))

    def test_from_the_course_page(self, client, course, cohort, person):
        user = person("trainee")
        client.force_login(user)
        assert address(cohort, "enrol/") in content(client.get(course.url))
        response = self.enrol(client, cohort)
        assert response["Location"] == address(cohort)
        assert Enrolment.objects.get().user == user
        assert "Go on with your course" in content(client.get(course.url))

    def test_visitors_log_in_and_come_back_to_the_course(self, client, course, cohort, person):
        assert "Log in to enrol" in content(client.get(course.url))
        assert "/account/login/" in self.enrol(client, cohort)["Location"]
        client.force_login(person("trainee"))
        assert client.get(address(cohort, "enrol/"))["Location"] == course.url
        assert not Enrolment.objects.exists()

    def test_a_full_cohort(self, client, course, version, person):
        cohort = make_cohort(version, capacity=1)
        make_enrolment(cohort)
        client.force_login(person("trainee"))
        page = content(client.get(course.url))
        assert "All places are taken." in page
        assert address(cohort, "enrol/") not in page
        response = client.post(address(cohort, "enrol/"), follow=True)
        assert "The only place in this cohort is taken." in content(response)
        assert Enrolment.objects.count() == 1

    def test_a_cohort_in_preparation_is_not_there(self, client, version, person):
        cohort = make_cohort(version, state=Cohort.State.PREPARED)
        client.force_login(person("trainee"))
        assert self.enrol(client, cohort).status_code == MISSING

    def test_a_course_that_is_not_public_is_not_there(self, client, course, cohort, person):
        course.unpublish()
        client.force_login(person("trainee"))
        assert self.enrol(client, cohort).status_code == MISSING

    def test_a_course_for_some_is_joined_by_them_only(self, client, course, cohort, person):
        guard = PageViewRestriction.objects.create(page=course, restriction_type="groups")
        guard.groups.set(Group.objects.filter(name="partner"))
        client.force_login(person("trainee"))
        assert self.enrol(client, cohort).status_code == MISSING
        client.force_login(person("partner"))
        assert self.enrol(client, cohort)["Location"] == address(cohort)

    def test_leaving(self, learner, cohort, enrolment):
        assert "Leave this cohort" in content(learner.get(address(cohort)))
        assert learner.get(address(cohort, "leave/")).status_code == NOT_ALLOWED
        response = learner.post(address(cohort, "leave/"), follow=True)
        assert "You have left the cohort" in content(response)
        enrolment.refresh_from_db()
        assert enrolment.state == Enrolment.State.WITHDRAWN

    def test_staff_cannot_leave_what_they_are_not_enrolled_in(self, client, version, person):
        trainer = person("trainer")
        cohort = make_cohort(version, staff={trainer: "trainer"})
        client.force_login(trainer)
        assert client.post(address(cohort, "leave/")).status_code == MISSING
