"""What a learner has done is counted right, once, and from one row."""

from io import StringIO

import pytest
from django.core.management import call_command

from courses.models import Cohort, Completion, Enrolment, ModulePage, Unchangeable, Unit
from courses.services.enrolments import withdraw
from courses.services.progress import complete_unit, recount
from courses.services.refusal import Refused
from tests.courses.makers import make_cohort, make_course, make_enrolment, make_lesson, make_version


def complete(enrolment, pos):
    return complete_unit(enrolment=enrolment, pos=pos, actor=enrolment.user)


class TestCompleting:
    def test_one_lesson(self, enrolment):
        done = complete(enrolment, 1)
        assert (done.n_done, done.n_required_done, done.state) == (1, 1, Enrolment.State.ACTIVE)
        assert [done.has_done(pos) for pos in range(3)] == [False, True, False]
        assert done.last_at is not None

    def test_again_changes_nothing(self, enrolment):
        first, again = complete(enrolment, 1), complete(enrolment, 1)
        assert (again.n_done, again.last_at) == (1, first.last_at)
        assert Completion.objects.count() == 1

    def test_the_course_is_completed_with_its_last_required_lesson(self, enrolment):
        states = [complete(enrolment, pos).state for pos in (2, 0, 1)]
        assert states == ["active", "active", "completed"]
        enrolment.refresh_from_db()
        assert enrolment.completed_at is not None

    def test_optional_lessons_do_not_count_towards_completion(self, site):
        course = make_course(site, lessons=1)
        module = ModulePage.objects.child_of(course).get()
        make_lesson(module, "Extra", required=False)
        enrolment = make_enrolment(make_cohort(make_version(course)))

        extra = complete(enrolment, 1)
        assert (extra.n_done, extra.n_required_done, extra.state) == (1, 0, "active")
        assert complete(enrolment, 0).state == "completed"

    def test_more_than_a_machine_word(self, site):
        cohort = make_cohort(make_version(make_course(site, lessons=70)))
        enrolment = make_enrolment(cohort)
        for pos in (0, 63, 64, 69):
            done = complete(enrolment, pos)
        assert done.n_done == 4
        enrolment.refresh_from_db()
        assert enrolment.has_done(69)

    def test_a_lesson_that_is_not_there(self, enrolment):
        with pytest.raises(Unit.DoesNotExist):
            complete(enrolment, 3)
        assert not Completion.objects.exists()


class TestRefusals:
    def test_nobody_does_it_for_others(self, enrolment, person):
        with pytest.raises(Refused, match="Only the learner"):
            complete_unit(enrolment=enrolment, pos=0, actor=person("trainer"))

    def test_after_leaving(self, enrolment):
        withdraw(enrolment=enrolment, actor=enrolment.user)
        with pytest.raises(Refused, match="You have left"):
            complete(enrolment, 0)

    def test_in_a_closed_cohort(self, cohort, enrolment):
        Cohort.objects.update(state=Cohort.State.CLOSED)
        with pytest.raises(Refused, match="closed"):
            complete(enrolment, 0)

    def test_completions_are_never_changed(self, enrolment):
        complete(enrolment, 0)
        with pytest.raises(Unchangeable):
            Completion.objects.get().save()


class TestRecount:
    def test_nothing_to_report(self, enrolment):
        complete(enrolment, 0)
        assert list(recount(Enrolment.objects.all(), repair=True)) == []

    def test_differences_are_reported_and_repaired(self, enrolment):
        complete(enrolment, 0)
        complete(enrolment, 2)
        Enrolment.objects.update(done=b"\x02", n_done=7)

        (difference,) = recount(Enrolment.objects.all(), repair=False)
        assert (difference.recorded, difference.completed) == ((1,), (0, 2))
        assert Enrolment.objects.get().n_done == 7

        out = StringIO()
        call_command("recount_progress", "--repair", stdout=out)
        assert "recorded [1], completed [0, 2]" in out.getvalue()
        assert "1 differences repaired" in out.getvalue()
        repaired = Enrolment.objects.get()
        assert (bytes(repaired.done), repaired.n_done, repaired.n_required_done) == (b"\x05", 2, 2)

    def test_a_repair_keeps_the_time_of_completion(self, enrolment):
        for pos in range(3):
            complete(enrolment, pos)
        before = Enrolment.objects.get()
        Enrolment.objects.update(n_done=9)
        list(recount(Enrolment.objects.all(), repair=True))
        after = Enrolment.objects.get()
        assert (after.completed_at, after.last_at) == (before.completed_at, before.last_at)
        assert after.n_done == 3
