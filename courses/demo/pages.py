"""Makes the course's questions and pages, in both languages."""

from collections.abc import Mapping
from typing import Any

from wagtail.models import Page

from courses.demo.content import Data, blocks_of, read
from courses.models import (
    CoursePage,
    LessonPage,
    ModulePage,
    Question,
    QuestionKnownError,
    QuestionOption,
)
from portal.demo.content import LEARN
from portal.demo.fixtures import Wording
from portal.demo.site import publish_below, translate
from portal.models import HomePage, ListingPage, PageTopic, Topic
from surveys.demo import newest_finding

LESSONS = ("lesson_1", "lesson_2", "lesson_3")
STREAMS = ("body", "outcomes")
"""Fields that hold blocks."""
TOPIC = "actuarial-practice"


def make_course(home: HomePage) -> CoursePage:
    """The published course with its module and lessons; pages that exist are left as they are."""
    data = read("course")
    listing = ListingPage.objects.child_of(home).get(slug=LEARN.slug)
    questions = make_questions()
    course = make_part(listing, CoursePage, data["course"], questions)
    module = make_part(course, ModulePage, data["module"], questions)
    for name in LESSONS:
        make_part(module, LessonPage, read(name), questions)
    return course


def make_questions() -> dict[str, Question]:
    """The questions by the keys of their fixture; those that exist are left as they are."""
    return {key: make_question(data) for key, data in read("questions").items()}


def make_question(data: Data) -> Question:
    """One question with its answers."""
    existing = Question.objects.filter(name=data["name"]).first()
    if existing:
        return existing
    rows = ("options", "known_errors")
    question = Question(**{name: value for name, value in data.items() if name not in rows})
    question.options = [QuestionOption(**option) for option in data.get("options", [])]
    question.known_errors = [QuestionKnownError(**row) for row in data.get("known_errors", [])]
    question.full_clean()
    question.save()
    return question


def make_part(
    parent: Page, model: type[Page], data: Data, questions: Mapping[str, Question]
) -> Page:
    """A published page of a course and its Chinese version."""
    existing = model.objects.child_of(parent).filter(slug=data["slug"]).first()
    if existing:
        return existing
    wording = Wording()
    page = model(locale=parent.locale, **fields_of(data, wording))
    for name in STREAMS:
        if name in data:
            stream = getattr(page, name).stream_block
            blocks = blocks_of(data[name], wording, questions, newest_finding)
            setattr(page, name, stream.normalize(blocks))
    if model is CoursePage:
        page.page_topics = [PageTopic(topic=topic) for topic in Topic.objects.filter(slug=TOPIC)]
    published = publish_below(parent, page)
    translate(published, wording.chinese)
    return published


def fields_of(data: Data, wording: Wording) -> dict[str, Any]:
    """The page's own fields."""
    return {name: wording.english(data[name]) for name in data if name not in STREAMS}
