"""Who gets into a cohort, and out of it."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from courses.models import Cohort, Enrolment
from courses.services.enrolments import enrol, enrol_by_email, withdraw
from courses.services.progress import complete_unit
from courses.services.refusal import Refused
from tests.courses.makers import make_cohort, make_enrolment

ACTIVE, COMPLETED, WITHDRAWN = Enrolment.State


class TestSelfEnrolment:
    def test_open_cohort(self, cohort, person):
        user = person("trainee")
        enrolled = enrol(cohort=cohort, user=user, actor=user)
        assert (enrolled.user, enrolled.state, enrolled.n_done) == (user, ACTIVE, 0)

    def test_twice_is_once(self, cohort, enrolment):
        again = enrol(cohort=cohort, user=enrolment.user, actor=enrolment.user)
        assert again == enrolment

    def test_the_eleventh_of_ten_is_told(self, cohort, person):
        for _number in range(10):
            make_enrolment(cohort)
        late = person("trainee")
        with pytest.raises(Refused, match="All 10 places in this cohort are taken"):
            enrol(cohort=cohort, user=late, actor=late)

    def test_who_leaves_frees_a_place(self, version, person):
        cohort = make_cohort(version, capacity=1)
        first, second = make_enrolment(cohort), person("trainee")
        with pytest.raises(Refused, match="The only place"):
            enrol(cohort=cohort, user=second, actor=second)
        withdraw(enrolment=first, actor=first.user)
        assert enrol(cohort=cohort, user=second, actor=second).state == ACTIVE

    @pytest.mark.parametrize(
        "fields",
        [
            {"state": Cohort.State.PREPARED},
            {"state": Cohort.State.CLOSED},
            {"enrolment_until": date(2020, 1, 2), "enrolment_from": date(2020, 1, 1)},
            {"enrolment_until": date(2099, 1, 2), "enrolment_from": date(2099, 1, 1)},
        ],
        ids=["prepared", "closed", "too late", "too early"],
    )
    def test_not_open(self, version, person, fields):
        cohort, user = make_cohort(version, **fields), person("trainee")
        with pytest.raises(Refused, match="not open"):
            enrol(cohort=cohort, user=user, actor=user)


class TestDays:
    """A cohort's days are days in its own time zone, whatever the site's is."""

    @pytest.mark.parametrize(
        ("zone", "enrols"),
        [("Asia/Shanghai", False), ("Asia/Vientiane", True), ("America/New_York", True)],
    )
    def test_the_last_day_ends_with_the_day_there(self, version, zone, enrols):
        last = date(2026, 3, 1)
        cohort = make_cohort(version, enrolment_from=last, enrolment_until=last, time_zone=zone)
        half_past_eleven_in_vientiane = datetime(2026, 3, 1, 16, 30, tzinfo=UTC)
        assert cohort.enrols(half_past_eleven_in_vientiane) == enrols

    def test_daylight_saving(self, version):
        cohort = make_cohort(version, time_zone="Europe/Berlin")
        assert cohort.today(datetime(2026, 3, 28, 23, 30, tzinfo=UTC)) == date(2026, 3, 29)
        assert cohort.today(datetime(2026, 3, 29, 22, 30, tzinfo=UTC)) == date(2026, 3, 30)

    def test_an_unknown_zone_is_refused(self, cohort):
        cohort.time_zone = "Asia/Beijing"
        with pytest.raises(ValidationError, match="Asia/Shanghai"):
            cohort.full_clean()


class TestStaffEnrols:
    def test_by_e_mail_also_after_the_last_day(self, version, person):
        day = date(2020, 1, 1)
        cohort = make_cohort(version, enrolment_from=day, enrolment_until=day)
        user = person("trainee", email="li@test.example")
        enrolled = enrol_by_email(cohort=cohort, email=" LI@test.example ", actor=person("trainer"))
        assert enrolled.user == user

    def test_unknown_address(self, cohort, person):
        with pytest.raises(Refused, match="Nobody has an account with the address x@y.example"):
            enrol_by_email(cohort=cohort, email="x@y.example", actor=person("trainer"))

    def test_no_more_than_the_places(self, version, person):
        cohort = make_cohort(version, capacity=1)
        make_enrolment(cohort)
        with pytest.raises(Refused, match="The only place"):
            enrol_by_email(cohort=cohort, email=person().email, actor=person("trainer"))


class TestLeaving:
    def test_who_comes_back_goes_on(self, cohort, enrolment):
        complete_unit(enrolment=enrolment, pos=1, actor=enrolment.user)
        withdraw(enrolment=enrolment, actor=enrolment.user)
        back = enrol(cohort=cohort, user=enrolment.user, actor=enrolment.user)
        assert (back.pk, back.state, back.n_done) == (enrolment.pk, ACTIVE, 1)

    def test_nobody_leaves_for_others(self, enrolment, person):
        with pytest.raises(Refused, match="People leave a cohort themselves"):
            withdraw(enrolment=enrolment, actor=person("trainer"))

    def test_who_is_in_a_closed_cohort_keeps_the_place_to_read_on(self, cohort, enrolment):
        Cohort.objects.filter(pk=cohort.pk).update(state=Cohort.State.CLOSED)
        with pytest.raises(Refused, match="This cohort is closed. You keep your place"):
            withdraw(enrolment=enrolment, actor=enrolment.user)
        assert Enrolment.objects.get().state == ACTIVE

    def test_what_is_completed_stays(self, enrolment):
        for pos in range(3):
            complete_unit(enrolment=enrolment, pos=pos, actor=enrolment.user)
        with pytest.raises(Refused, match="completed"):
            withdraw(enrolment=enrolment, actor=enrolment.user)


class TestEditingACohort:
    def test_all_problems_at_once(self, course, version, cohort):
        from courses.services.releases import release_course
        from tests.courses.makers import lessons_of

        make_enrolment(cohort)
        make_enrolment(cohort)
        lesson = lessons_of(course)[0]
        lesson.title = "New"
        lesson.save_revision().publish()
        cohort.version = release_course(course=course, notes="", actor=None).version
        cohort.capacity = 1
        cohort.starts_on, cohort.ends_on = cohort.ends_on, cohort.starts_on

        with pytest.raises(ValidationError) as refused:
            cohort.full_clean()

        messages = " ".join(refused.value.messages)
        assert "2 places are taken" in messages
        assert "Make a new cohort for another version" in messages
        assert "The cohort ends before it begins" in messages
