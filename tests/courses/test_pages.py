"""Courses, modules and lessons as everybody sees them."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from courses.models import CoursePage, LessonPage, ModulePage
from portal.models import ListingPage
from tests.courses.makers import (
    lessons_of,
    make_cohort,
    make_course,
    make_enrolment,
    make_lesson,
    make_version,
    translate_course,
)
from tests.factories import publish_below


def content(response):
    return response.content.decode()


def restrict(page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")


class TestTree:
    @pytest.mark.parametrize(
        ("model", "parents", "children"),
        [
            (CoursePage, [ListingPage], [ModulePage]),
            (ModulePage, [CoursePage], [LessonPage]),
            (LessonPage, [ModulePage], []),
        ],
    )
    def test_what_stands_where(self, model, parents, children):
        assert model.allowed_parent_page_models() == parents
        assert model.allowed_subpage_models() == children


class TestCoursePage:
    def test_the_outline(self, client, course):
        page = content(client.get(course.url))
        for words in ("Value a pension scheme.", "Actuaries.", "10 hours", "Foundations"):
            assert words in page
        for lesson in lessons_of(course):
            assert f'href="{lesson.url}"' in page

    def test_drafts_and_private_pages_are_not_shown(self, client, course):
        draft, private, public = lessons_of(course)
        draft.unpublish()
        restrict(private)
        page = content(client.get(course.url))
        assert public.url in page
        assert draft.url not in page
        assert private.url not in page

    def test_who_may_read_a_private_course_sees_all_of_it(self, client, course, person):
        restrict(course)
        assert client.get(course.url).status_code == 302
        client.force_login(person("trainee"))
        page = content(client.get(course.url))
        first, second, _third = lessons_of(course)
        assert first.url in page
        assert f'href="{second.url}" rel="next"' in content(client.get(first.url))

    def test_in_chinese(self, client, course):
        translate_course(course, {"Pension valuation": "养老金估值", "Lesson 1": "第一课"})
        chinese = course.get_translations().get().specific
        page = content(client.get(chinese.url))
        assert "养老金估值" in page
        assert "第一课" in page
        assert (chinese.hours, chinese.outcomes[0].value) == (10, "Value a pension scheme.")

    def test_cohorts_that_one_can_enrol_in(self, client, course):
        version = make_version(course)
        make_cohort(version, titles={"en": "Open cohort"})
        make_cohort(version, titles={"en": "Prepared cohort"}, state="prepared")
        make_cohort(version, titles={"en": "Closed cohort"}, state="closed")
        page = content(client.get(course.url))
        assert "Open cohort" in page
        assert "0 of 10 taken" in page
        assert "Prepared cohort" not in page
        assert "Closed cohort" not in page

    def test_nobody_is_asked_to_enrol_where_they_are_already(self, client, course, enrolment):
        make_cohort(enrolment.cohort.version, titles={"en": "Winter cohort"})
        client.force_login(enrolment.user)
        page = content(client.get(course.url))
        assert page.count("Enrol in this cohort") == 1
        assert 'aria-label="Winter cohort"' in page

    def test_as_many_queries_for_two_modules_as_for_six(self, client, site):
        counts = []
        for modules in (2, 6):
            course = make_course(site, lessons=0)
            for number in range(modules):
                title = f"Module {number}"
                module = publish_below(course, ModulePage(title=title, locale=course.locale))
                for lesson in range(2):
                    make_lesson(module, f"Lesson {lesson}")
            for _cohort in range(modules):
                make_cohort(make_version(course))
            client.get(course.url)
            with CaptureQueriesContext(connection) as queries:
                client.get(course.url)
            counts.append(len(queries))
        assert counts[0] == counts[1]

    @pytest.mark.parametrize("broken", [{"hours": 0}, {"audience": ""}])
    def test_what_every_course_needs(self, course, broken):
        for name, value in broken.items():
            setattr(course, name, value)
        with pytest.raises(ValidationError) as refused:
            course.full_clean()
        assert set(refused.value.message_dict) == set(broken)


class TestModulePage:
    def test_it_lists_its_lessons(self, client, course):
        module = ModulePage.objects.child_of(course).get()
        lessons_of(course)[1].unpublish()
        page = content(client.get(module.url))
        assert "Lesson 1" in page
        assert "Lesson 2" not in page


class TestLessonPage:
    def test_open_to_read_with_the_way_on_and_its_pdf(self, client, course):
        first, second, third = lessons_of(course)
        page = content(client.get(second.url))
        assert "Money has a time value." in page
        assert f'href="{first.url}" rel="prev"' in page
        assert f'href="{third.url}" rel="next"' in page
        assert f'href="{second.url.rstrip("/")}.pdf"' in page

    def test_the_way_leads_past_drafts(self, client, course):
        first, second, third = lessons_of(course)
        second.unpublish()
        assert f'href="{third.url}" rel="next"' in content(client.get(first.url))

    def test_members_of_a_cohort_are_led_to_their_place(self, client, course):
        cohort = make_cohort(make_version(course))
        lesson = lessons_of(course)[2]
        place = f"/en/cohorts/{cohort.public_id}/lessons/2/"
        assert place not in content(client.get(lesson.url))
        client.force_login(make_enrolment(cohort).user)
        assert place in content(client.get(lesson.url))

    def test_a_broken_formula_is_refused_in_the_editor(self, course):
        body = LessonPage._meta.get_field("body").stream_block
        value = body.to_python([{"type": "formula", "value": {"latex": "x_{", "alt": "x"}}])
        with pytest.raises(ValidationError):
            body.clean(value)

    def test_one_quiz_at_most(self, course):
        body = LessonPage._meta.get_field("body").stream_block
        quiz = {"type": "quiz", "value": {"title": "Quiz", "questions": [], "pass_mark": 70}}
        with pytest.raises(ValidationError) as refused:
            body.clean(body.to_python([quiz, quiz]))
        assert "maximum" in str(refused.value.as_json_data()).lower()

    def test_shared_fields_follow_the_original(self, course):
        translate_course(course)
        translated = lessons_of(course)[0].get_translations().get().specific
        assert (translated.minutes, translated.required) == (20, True)
