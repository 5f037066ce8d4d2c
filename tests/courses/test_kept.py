"""What cohorts are shown and who is in them is kept, whatever pages say now."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from briefs.models import Figure, Source
from courses.models import UnitRevision
from portal.models import User
from portal.wagtail_hooks.keeping import is_used
from tests.briefs.makers_records import make_figure
from tests.courses.makers import lessons_of, make_enrolment, make_version, text, translate_course


def content(response):
    return response.content.decode()


@pytest.fixture
def admin(client, person):
    client.force_login(person("administrator", is_superuser=True))
    return client


def show(lesson, body):
    lesson.body = body
    lesson.save_revision().publish()


@pytest.fixture
def released_figure(course):
    """A figure that only a released lesson shows: the page has gone on without it."""
    figure, lesson = make_figure(), lessons_of(course)[0]
    show(lesson, [("figure", {"figure": figure})])
    make_version(course)
    show(lesson, text("Without the figure."))
    return figure


class TestFigures:
    @pytest.mark.parametrize("name", ["figure", "source"])
    def test_what_a_released_lesson_shows_is_kept_with_its_source(
        self, admin, released_figure, name
    ):
        row = {"figure": released_figure, "source": released_figure.source}[name]
        delete = reverse(row.snippet_viewset.get_url_name("delete"), args=[row.pk])
        assert "is in use and cannot be deleted" in content(admin.post(delete, follow=True))
        assert Figure.objects.filter(pk=released_figure.pk).exists()
        assert Source.objects.filter(pk=released_figure.source_id).exists()

    def test_the_list_of_its_uses_leads_to_the_releases_of_the_course(
        self, admin, course, released_figure
    ):
        usage = reverse(released_figure.snippet_viewset.get_url_name("usage"), args=[1])
        page = content(admin.get(usage.replace("/1/", f"/{released_figure.pk}/")))
        assert "Pension valuation, version 1 · Lesson 1 (en)" in page
        assert reverse("courses_release", args=[course.pk]) in page

    def test_what_only_a_draft_showed_may_go(self, course):
        figure, lesson = make_figure(), lessons_of(course)[0]
        show(lesson, [("figure", {"figure": figure})])
        show(lesson, text("Without the figure."))
        make_version(course)
        assert not is_used(figure)

    def test_it_is_found_out_with_as_many_queries_for_two_releases_as_for_one(
        self, course, released_figure
    ):
        def queries():
            with CaptureQueriesContext(connection) as captured:
                assert is_used(released_figure)
            return len(captured)

        is_used(released_figure)
        once = queries()
        show(lessons_of(course)[1], [("figure", {"figure": released_figure})])
        translate_course(course)
        make_version(course)
        assert UnitRevision.objects.count() == 3 + 6
        assert queries() == once

    def test_a_page_to_which_a_released_lesson_links_may_go(self, admin, course):
        target = course.get_parent()
        lesson = lessons_of(course)[0]
        show(lesson, [("text", f'<p><a linktype="page" id="{target.pk}">courses</a></p>')])
        make_version(course)
        show(lesson, text("Without the link."))
        assert not is_used(target)


class TestPeople:
    @pytest.fixture
    def learner(self, cohort, person):
        learner = person("trainee", first_name="Demo", last_name="learner")
        make_enrolment(cohort, learner)
        return learner

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_who_is_enrolled_is_kept_and_the_way_out_is_told(self, admin, learner, method):
        delete = reverse("wagtailusers_users:delete", args=[learner.pk])
        answer = getattr(admin, method)(delete, follow=True)
        edit = reverse("wagtailusers_users:edit", args=[learner.pk])
        assert answer.redirect_chain[-1][0] == edit
        assert "“Demo learner” is named in what is kept for good (enrolments)" in content(answer)
        assert "Take away the tick at “Active” instead" in content(answer)
        assert User.objects.filter(pk=learner.pk).exists()

    def test_of_several_none_is_deleted(self, admin, learner, person):
        free = person("partner")
        bulk = reverse("wagtail_bulk_action", args=["portal", "user", "delete"])
        query = f"id={learner.pk}&id={free.pk}&next=/admin/users/"
        answer = admin.post(f"{bulk}?{query}", follow=True)
        assert "“Demo learner” is named in what is kept for good" in content(answer)
        assert User.objects.filter(pk__in=[learner.pk, free.pk]).count() == 2

    def test_whom_nothing_names_goes(self, admin, person):
        free, other = person("partner"), person("partner")
        admin.post(reverse("wagtailusers_users:delete", args=[free.pk]))
        bulk = reverse("wagtail_bulk_action", args=["portal", "user", "delete"])
        admin.post(f"{bulk}?id={other.pk}&next=/admin/users/")
        assert not User.objects.filter(pk__in=[free.pk, other.pk]).exists()
