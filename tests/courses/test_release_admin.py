"""Releasing in the admin: the button, the page with all problems, and what cannot be deleted."""

import pytest
from django.urls import reverse

from courses.models import CourseVersion, LessonPage, ModulePage
from tests.courses.makers import lessons_of, make_version

OK, FOUND, MISSING, REFUSED = 200, 302, 404, 422


def content(response):
    return response.content.decode()


@pytest.fixture
def address(course):
    return reverse("courses_release", args=[course.pk])


@pytest.fixture
def editor(client, person):
    user = person("editor")
    client.force_login(user)
    return user


class TestWhoMay:
    @pytest.mark.parametrize(
        ("group", "status"),
        [
            ("editor", OK),
            ("administrator", OK),
            ("translator", MISSING),
            ("trainer", MISSING),
            ("researcher", MISSING),
            ("trainee", FOUND),
        ],
    )
    def test_role(self, client, person, address, group, status):
        client.force_login(person(group))
        assert client.get(address).status_code == status

    def test_what_is_no_course_is_not_there(self, client, editor, site):
        assert client.get(reverse("courses_release", args=[site.pk])).status_code == MISSING

    def test_the_button_stands_on_courses_only(self, client, editor, course, address):
        explorer = reverse("wagtailadmin_explore", args=[course.pk])
        assert address in content(client.get(explorer))
        module = ModulePage.objects.child_of(course).get()
        other = content(client.get(reverse("wagtailadmin_explore", args=[module.pk])))
        assert "/release/" not in other


class TestReleasing:
    def test_a_version_is_made(self, client, editor, address):
        page = content(client.get(address))
        assert "Lesson 3" in page
        assert "no published version in Simplified Chinese" in page
        response = client.post(address, {"notes": "First light."}, follow=True)
        assert "Released as version 1." in content(response)
        version = CourseVersion.objects.get()
        assert (version.released_by, version.notes) == (editor, "First light.")
        assert "First light." in content(response)

    def test_the_same_again_is_told(self, client, editor, address):
        client.post(address)
        response = client.post(address, follow=True)
        assert "Nothing has changed since version 1" in content(response)
        assert CourseVersion.objects.count() == 1

    def test_problems_are_listed_and_nothing_is_made(self, client, editor, course, address):
        LessonPage.objects.exclude(title="Lesson 1").update(live_revision=None)
        response = client.post(address)
        assert response.status_code == REFUSED
        page = content(response)
        assert "Nothing was released" in page
        assert page.count("This page has no published version") == 2
        assert not CourseVersion.objects.exists()


class TestDeleting:
    def test_a_released_page_is_kept(self, client, person, course):
        client.force_login(person("administrator"))
        make_version(course)
        lesson = lessons_of(course)[0]
        for page in (lesson, lesson.get_parent(), course):
            response = client.post(
                reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True
            )
            assert "part of a released course" in content(response)
        assert LessonPage.objects.filter(pk=lesson.pk).exists()

    def test_several_at_once(self, client, person, course):
        client.force_login(person("administrator"))
        make_version(course)
        lesson = lessons_of(course)[0]
        bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
        response = client.post(f"{bulk}?id={lesson.pk}&next=/admin/", follow=True)
        assert "part of a released course" in content(response)
        assert LessonPage.objects.filter(pk=lesson.pk).exists()

    def test_another_page_is_deleted(self, client, person, course):
        client.force_login(person("administrator"))
        lesson = lessons_of(course)[0]
        client.post(reverse("wagtailadmin_pages:delete", args=[lesson.pk]))
        assert not LessonPage.objects.filter(pk=lesson.pk).exists()
