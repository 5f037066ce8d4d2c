"""A release freezes a course; nothing done afterwards reaches those who follow it."""

import pytest
from django.db.models import ProtectedError
from wagtail.management.commands.purge_revisions import purge_revisions
from wagtail.models import Revision

from courses.models import CourseVersion, LessonPage, ModulePage, Unchangeable, Unit, UnitRevision
from courses.queries.learning import pinned_lesson
from courses.services.release_plan import plan_release
from courses.services.releases import ReleaseBlocked, release_course
from tests.courses.makers import (
    lessons_of,
    make_course,
    make_lesson,
    make_version,
    text,
    translate,
    translate_course,
)

LEFT_OUT = "This page is not published. It is left out, with all that is below it."


def problems(course, *, blocking):
    return [
        (each.where, each.text)
        for each in plan_release(course).problems
        if each.blocking == blocking
    ]


class TestWhatAReleaseHolds:
    def test_units_in_the_order_of_the_course(self, course):
        second = ModulePage(title="Methods", locale=course.locale)
        course.add_child(instance=second)
        second.save_revision().publish()
        make_lesson(second, "Projection", minutes=45, required=False)

        version = make_version(course, notes="First.")

        units = [
            (unit.pos, unit.module_titles["en"], unit.titles["en"], unit.minutes, unit.required)
            for unit in version.units.all()
        ]
        assert units == [
            (0, "Foundations", "Lesson 1", 20, True),
            (1, "Foundations", "Lesson 2", 20, True),
            (2, "Foundations", "Lesson 3", 20, True),
            (3, "Methods", "Projection", 45, False),
        ]
        assert (version.number, version.n_units, version.n_required) == (1, 4, 3)
        assert (version.titles, version.notes) == ({"en": "Pension valuation"}, "First.")

    def test_every_published_language(self, course):
        translate_course(course, {"Lesson 1": "第一课", "Foundations": "基础"})
        version = make_version(course)
        unit = version.units.first()
        assert unit.titles == {"en": "Lesson 1", "zh-hans": "第一课"}
        assert unit.module_titles == {"en": "Foundations", "zh-hans": "基础"}
        assert {each.language for each in unit.revisions.all()} == {"en", "zh-hans"}

    def test_it_is_the_same_whichever_translation_it_is_asked_for(self, course):
        translate_course(course)
        english = make_version(course)
        chinese = course.get_translations().get()
        assert release_course(course=chinese, notes="", actor=None).version == english


class TestAfterwards:
    def test_editing_and_publishing_changes_nothing(self, course, version):
        lesson = lessons_of(course)[0]
        lesson.title, lesson.body = "Rewritten", text("Other words.")
        lesson.save_revision().publish()

        pinned = pinned_lesson(version.units.first(), "en").page
        assert pinned.title == "Lesson 1"
        assert "Money has a time value." in str(pinned.body)

    def test_the_same_content_gives_the_same_version(self, course, version):
        lessons_of(course)[0].save_revision().publish()  # a new revision with the same words
        released = release_course(course=course, notes="Again.", actor=None)
        assert (released.version, released.is_new) == (version, False)

    @pytest.mark.parametrize(
        "change",
        [
            {"title": "Another"},
            {"summary": "Another."},
            {"minutes": 99},
            {"required": False},
            {"body": text("Other words.")},
        ],
        ids=lambda change: next(iter(change)),
    )
    def test_other_content_gives_the_next_version(self, course, version, change):
        lesson = lessons_of(course)[0]
        for name, value in change.items():
            setattr(lesson, name, value)
        lesson.save_revision().publish()
        released = release_course(course=course, notes="", actor=None)
        assert (released.version.number, released.is_new) == (2, True)

    def test_a_draft_is_no_change(self, course, version):
        lesson = lessons_of(course)[0]
        lesson.title = "Only a draft"
        lesson.save_revision()
        assert not release_course(course=course, notes="", actor=None).is_new

    @pytest.mark.parametrize("model", [CourseVersion, Unit, UnitRevision])
    def test_rows_are_never_changed_or_deleted(self, version, model):
        row = model.objects.first()
        with pytest.raises(Unchangeable):
            row.save()
        with pytest.raises(Unchangeable):
            row.delete()
        with pytest.raises(Unchangeable):
            model.objects.update(pk=1)
        with pytest.raises(Unchangeable):
            model.objects.all().delete()

    def test_pinned_revisions_survive_the_purge(self, course, version):
        pinned = set(UnitRevision.objects.values_list("revision", flat=True))
        for lesson in lessons_of(course):
            lesson.save_revision().publish()
            lesson.save_revision().publish()
        purge_revisions()
        assert pinned <= set(Revision.objects.values_list("pk", flat=True))

    def test_a_released_page_cannot_be_deleted(self, course, version):
        with pytest.raises(ProtectedError):
            lessons_of(course)[0].delete()


class TestProblems:
    def test_all_at_once(self, site, course):
        module = ModulePage.objects.child_of(course).get()
        LessonPage.objects.filter(title="Lesson 1").update(live_revision=None)
        make_lesson(module, "Broken", body=[("formula", {"latex": r"\frac{1}", "alt": "one"})])

        found = problems(course, blocking=True)

        assert [where for where, _text in found] == ["Lesson 1", "Broken (English): Formula"]
        assert "Publish it" in found[0][1]
        with pytest.raises(ReleaseBlocked) as refused:
            make_version(course)
        assert len(refused.value.problems) == 2
        assert not CourseVersion.objects.exists()

    def test_a_course_without_lessons(self, site):
        found = problems(make_course(site, lessons=0), blocking=True)
        assert [text for _where, text in found] == [
            "The course has no published lesson. Publish one."
        ]

    def test_a_course_that_is_not_published(self, course):
        course.unpublish()
        assert [where for where, _text in problems(course, blocking=True)] == [course.title]

    def test_a_lesson_that_is_retired_is_left_out_and_warned_of(self, course, version):
        lessons_of(course)[0].unpublish()
        assert problems(course, blocking=True) == []
        assert ("Lesson 1", LEFT_OUT) in problems(course, blocking=False)
        assert [unit.titles["en"] for unit in make_version(course).units.all()] == [
            "Lesson 2",
            "Lesson 3",
        ]

    def test_a_module_that_is_retired_takes_its_lessons_with_it(self, course):
        module = ModulePage(title="Methods", locale=course.locale)
        course.add_child(instance=module)
        module.save_revision().publish()
        make_lesson(module, "Projection")
        module.unpublish()
        assert problems(course, blocking=True) == []
        warned = [where for where, said in problems(course, blocking=False) if said == LEFT_OUT]
        assert warned == ["Methods"]
        assert make_version(course).n_units == 3

    def test_a_course_whose_lessons_are_all_retired(self, course):
        for lesson in lessons_of(course):
            lesson.unpublish()
        ((_where, said),) = problems(course, blocking=True)
        assert said == "The course has no published lesson. Publish one."

    def test_a_course_without_a_required_lesson(self, site):
        course = make_course(site, lessons=0)
        make_lesson(ModulePage.objects.child_of(course).get(), "Extra", required=False)
        (found,) = problems(course, blocking=True)
        assert "Mark at least one as required" in found[1]

    def test_a_missing_translation_is_a_warning(self, course):
        first, *_others = lessons_of(course)
        translate(course)
        translate(first.get_parent().specific)
        translate(first)
        warned = problems(course, blocking=False)
        assert [where for where, _text in warned] == ["Lesson 2", "Lesson 3"]
        assert problems(course, blocking=True) == []

    def test_a_translation_that_is_older_than_its_original_is_a_warning(self, course):
        translate_course(course)
        lesson = lessons_of(course)[0]
        lesson.title = "Lesson one"
        lesson.save_revision().publish()
        ((where, warned),) = problems(course, blocking=False)
        assert where == "Lesson one"
        assert "changed since it was translated into Simplified Chinese" in warned

    def test_an_unpublished_translation_is_not_released(self, course):
        translate_course(course)
        lessons_of(course)[0].get_translations().get().unpublish()
        unit = make_version(course).units.first()
        assert [each.language for each in unit.revisions.all()] == ["en"]
