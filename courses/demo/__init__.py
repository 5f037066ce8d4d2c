"""The demonstration's training: the first session of a course, a cohort, a learner on the way."""

from collections.abc import Callable

from django.db import transaction

from courses.demo.cohort import make_cohort
from courses.demo.content import read
from courses.demo.pages import make_course
from portal.models import HomePage


def build_demo(tell: Callable[[str], object]) -> dict[str, str]:
    """Build what is missing of the course, its release and its cohort."""
    tell("   a course with its first session and a cohort")
    with transaction.atomic():
        course = make_course(HomePage.objects.get(locale__language_code="en"))
        make_cohort(course, read("course")["cohort"])
    return {}
