"""The course app inside the Wagtail admin."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.admin_url_finder import ModelAdminURLFinder, register_admin_url_finder
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from courses.access import may_release
from courses.cohort_admin import CohortViewSet
from courses.models import CoursePage, UnitRevision
from courses.queries.versions import is_released
from courses.question_admin import QuestionViewSet
from courses.urls import admin_urlpatterns
from portal.models import User

register_snippet(QuestionViewSet)


class ReleasedLessonFinder(ModelAdminURLFinder):
    """Where a list of uses leads from a released lesson: to the releases of its course."""

    def construct_edit_url(self, instance: UnitRevision) -> str | None:
        courses = CoursePage.objects.filter(translation_key=instance.unit.version.course_key)
        course = courses.order_by("pk").first() if may_release(self.user) else None
        return reverse("courses_release", args=[course.pk]) if course else None


register_admin_url_finder(UnitRevision, ReleasedLessonFinder)


@hooks.register("register_admin_urls")
def course_addresses() -> list:
    return admin_urlpatterns


@hooks.register("register_admin_viewset")
def cohorts() -> ModelViewSet:
    return CohortViewSet()


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def release_button(page: Page, user: User, *args: Any, **kwargs: Any) -> Iterator[Button]:
    if isinstance(page.specific_deferred, CoursePage) and may_release(user):
        address = reverse("courses_release", args=[page.pk])
        yield Button(_("Release"), address, icon_name="lock", priority=15)


@hooks.register("before_delete_page")
def keep_what_is_released(request: HttpRequest, page: Page) -> HttpResponse | None:
    """What a cohort learns cannot be deleted; it can be unpublished."""
    if not is_released(page):
        return None
    messages.error(
        request,
        _(
            "“%(title)s” is part of a released course, which keeps it. "
            "Unpublish the page instead; nobody but the cohorts of that release will see it."
        )
        % {"title": page.get_admin_display_title()},
    )
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("before_bulk_action")
def keep_all_that_is_released(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """The same for several pages at once."""
    if action_type != "delete":
        return None
    pages = (each for each in objects if isinstance(each, Page))
    refusals = (keep_what_is_released(request, page) for page in pages)
    return next((refusal for refusal in refusals if refusal), None)
