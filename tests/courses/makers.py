"""One maker per model of training; each gives a valid row and takes what a test cares about."""

from datetime import timedelta
from itertools import count

from django.utils import timezone
from wagtail.models import Locale

from courses.models import Cohort, CohortStaff, CoursePage, LessonPage, ModulePage
from courses.services.enrolments import enrol
from courses.services.releases import release_course
from portal.translation import translate_page
from tests.factories import make_listing_page, make_user, publish_below

numbers = count(1)


def text(words):
    """The body of a lesson: one paragraph."""
    return [("text", f"<p>{words}</p>")]


def make_course(home, title="Pension valuation", lessons=3, parent=None, **fields):
    """A published course of one module with this many lessons."""
    parent = parent or make_listing_page(home, f"Courses {next(numbers)}")
    fields = {"audience": "Actuaries.", "hours": 10, **fields}
    course = publish_below(parent, CoursePage(title=title, locale=parent.locale, **fields))
    course.outcomes = [("outcome", "Value a pension scheme.")]
    course.save_revision().publish()
    module = publish_below(course, ModulePage(title="Foundations", locale=parent.locale))
    for number in range(1, lessons + 1):
        make_lesson(module, f"Lesson {number}")
    return course


def make_lesson(module, title, words="Money has a time value.", body=None, **fields):
    """A published lesson below `module`."""
    fields = {"minutes": 20, **fields}
    page = LessonPage(title=title, locale=module.locale, body=body or text(words), **fields)
    return publish_below(module, page)


def lessons_of(course):
    """The lessons of a course in order."""
    return list(LessonPage.objects.descendant_of(course).order_by("path"))


def translate(page, texts=()):
    """The page's published Chinese version."""
    chinese = Locale.objects.get(language_code="zh-hans")
    return translate_page(page, chinese, dict(texts))


def translate_course(course, texts=()):
    """Chinese versions of a course and of all that is below it."""
    for page in course.get_descendants(inclusive=True).order_by("path").specific():
        translate(page, texts)


def make_version(course, notes="", actor=None):
    """The version that holds what is published of the course."""
    actor = actor or make_user("editor")
    return release_course(course=course, notes=notes, actor=actor).version


def make_cohort(version, staff=None, **fields):
    """An open cohort of ten places that enrols today; `staff` maps people to roles."""
    today = timezone.localdate()
    fields = {
        "titles": {"en": "Autumn cohort", "zh-hans": "秋季班"},
        "capacity": 10,
        "state": Cohort.State.OPEN,
        "enrolment_from": today - timedelta(days=10),
        "enrolment_until": today + timedelta(days=10),
        "starts_on": today,
        "ends_on": today + timedelta(days=60),
        **fields,
    }
    cohort = Cohort.objects.create(version=version, **fields)
    for user, role in (staff or {}).items():
        CohortStaff.objects.create(cohort=cohort, user=user, role=role)
    return cohort


def make_enrolment(cohort, user=None):
    """A person's own enrolment in an open cohort."""
    user = user or make_user("trainee")
    return enrol(cohort=cohort, user=user, actor=user)
