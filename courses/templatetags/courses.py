"""What templates of courses ask for."""

from django import template

from courses.models import Cohort, CoursePage, Enrolment, LessonPage, ModulePage
from courses.queries import catalogue, learning
from portal.templatetags.portal import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def course_outline(context: Context, course: CoursePage) -> list[catalogue.OpenModule]:
    """The modules of a course with their lessons, as far as the reader may open them."""
    return catalogue.outline(course, context["request"])


@register.simple_tag(takes_context=True)
def module_lessons(context: Context, module: ModulePage) -> list[LessonPage]:
    """The lessons of a module that the reader may open."""
    return list(catalogue.lessons_of(module, context["request"]))


@register.simple_tag(takes_context=True)
def lesson_neighbours(context: Context, lesson: LessonPage) -> dict[str, LessonPage | None]:
    """The lessons before and after this one that the reader may open."""
    before, after = catalogue.neighbours(lesson, context["request"])
    return {"before": before, "after": after}


@register.simple_tag(takes_context=True)
def offered_cohorts(context: Context, course: CoursePage) -> list[Cohort]:
    """The cohorts of the course that the reader may enrol in today and is not in."""
    mine = set(learning.enrolments_of(context["request"].user).values_list("cohort", flat=True))
    return [
        cohort
        for cohort in catalogue.offered_cohorts([course.translation_key])
        if cohort.pk not in mine
    ]


@register.simple_tag(takes_context=True)
def own_enrolments(context: Context, course: CoursePage) -> list[Enrolment]:
    """The reader's enrolments in cohorts of this course."""
    enrolments = learning.enrolments_of(context["request"].user)
    return list(enrolments.filter(cohort__version__course_key=course.translation_key))


@register.simple_tag(takes_context=True)
def own_places(context: Context, lesson: LessonPage) -> list[Enrolment]:
    """The reader's enrolments whose version has this lesson, with its position as `pos`."""
    key = lesson.translation_key
    return list(learning.enrolments_with_lesson(context["request"].user, key))
