"""The pages of fieldwork: progress, interviewers, flags, response rates."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from surveys.collection.fieldwork import FLAGS
from surveys.models import Submission
from surveys.queries import monitoring, questionnaire_of
from surveys.queries.weighted_cases import outcomes, weighted_cases
from surveys.services import comparing
from surveys.services.blobs import keep_blob
from surveys.services.comparing import compare_waiting
from surveys.services.contacts import sealed_contact
from surveys.services.intake import receive_submission
from surveys.services.measuring import layout_of, measure
from surveys.services.origins import Origin
from surveys.services.quotas import keep_quota
from surveys.templatetags.submissions import ISSUES
from tests.factories import make_unit, make_user

ADDRESS = "/admin/surveys/work/fieldwork/"
RATES = "/admin/surveys/work/rates/"
RECORD = b"event,node,start,end\nquestion,/data/grp_a/a_age,0,90000\nform exit,,90000,9990000\n"


@pytest.fixture(autouse=True)
def lead(client, person, survey):
    user = person("researcher")
    client.force_login(user)
    return user


def interview(survey, name, **fields):
    return survey.submissions.create(instance_id=name, sha256=name, **fields)


def test_progress_by_stratum_is_held_against_quota_or_cases(survey):
    keep_quota(survey=survey, name="B", conditions={"unit_stratum": ["B"]}, target=9, kind="soft")
    held = make_unit(survey, stratum="A")
    interview(survey, "one", unit=held)
    make_unit(survey, stratum="A", disposition="22")
    make_unit(survey, stratum="A", pilot=True)
    rejected = make_unit(survey, stratum="B")
    interview(survey, "two", unit=rejected, state="rejected")
    strata = monitoring.dashboard(survey)["strata"]
    assert [(each.name, each.issued, each.closed, each.interviewed, each.target)
            for each in strata] == [("A", 2, 1, 1, 2), ("B", 1, 0, 0, 9)]  # fmt: skip


def test_interviews_are_counted_on_their_day(survey):
    interview(survey, "today")
    old = interview(survey, "old")
    Submission.objects.filter(pk=old.pk).update(received_at=timezone.now() - timedelta(days=3))
    days = monitoring.by_day(survey)
    assert len(days) == monitoring.DAYS
    assert [count for _day, count in days[-4:]] == [1, 0, 0, 1]


def test_the_days_are_those_of_the_place_where_people_are_interviewed(survey):
    survey.time_zone = "Pacific/Honolulu"
    here = timezone.localtime() - timedelta(days=3)
    moment = here.replace(hour=1)
    Submission.objects.filter(pk=interview(survey, "night").pk).update(received_at=moment)
    there = moment.astimezone(survey.zone).date()
    assert there < moment.date()
    assert [day for day, count in monitoring.by_day(survey) if count] == [there]


def test_the_days_of_a_fieldwork_that_is_over_end_with_its_last_interview(survey):
    old = interview(survey, "old")
    moment = timezone.now() - timedelta(days=400)
    Submission.objects.filter(pk=old.pk).update(received_at=moment)
    assert monitoring.by_day(survey)[-1] == (timezone.localdate(moment), 1)


@pytest.mark.parametrize(
    ("minutes", "median"), [([30.0], 30), ([10.0, 20.0], 15), ([9.0, 10.0, 50.0], 10)]
)
def test_the_median_is_the_middle_of_an_interviewers_interviews(survey, minutes, median):
    person, other = make_user("interviewer"), make_user("interviewer")
    interview(survey, "other", interviewer=other, minutes=99.0)
    interview(survey, "unknown", interviewer=person)
    for place, each in enumerate(minutes):
        interview(survey, f"i{place}", interviewer=person, minutes=each)
    assert monitoring.median_minutes(survey) == {person.pk: median, other.pk: 99}


def test_interviewers_have_counts_and_flags(client, survey):
    person = make_user("interviewer")
    interview(survey, "a", interviewer=person, flags="too_fast no_location", nonresponse=0.1)
    interview(survey, "b", interviewer=person, flags="too_fast", nonresponse=0.3, state="approved")
    interview(survey, "c", state="rejected")
    busy, nobody = monitoring.by_interviewer(survey)
    assert (busy.person, busy.interviews, busy.approved, busy.nonresponse) == (person, 2, 1, 0.2)
    assert dict(busy.flags)["too_fast"] == 2
    assert dict(busy.flags)["no_location"] == 1
    assert (nobody.person, nobody.interviews, nobody.rejected) == (None, 0, 1)
    assert "answered very fast" in client.get(ADDRESS).content.decode()


def test_the_page_and_its_part_ask_no_more_often_for_more(client, survey):
    def fill(numbers):
        for number in numbers:
            person = make_user("interviewer")
            unit = make_unit(survey, stratum=f"s{number}", interviewer=person)
            interview(survey, f"i{number}", unit=unit, interviewer=person, minutes=1.0)

    def count(query):
        with CaptureQueriesContext(connection) as found:
            assert client.get(ADDRESS + query).status_code == 200
        return len(found)

    fill(range(2))
    count("")
    few = count(""), count("?part=1")
    fill(range(2, 20))
    assert (count(""), count("?part=1")) == few


def test_the_part_is_no_whole_page(client):
    assert "<html" not in client.get(f"{ADDRESS}?part=1").content.decode()


class TestFlags:
    def test_an_interview_is_measured_when_it_comes_in(self, survey, interviews):
        submission = receive_submission(survey=survey, xml=interviews[0]).submission
        assert submission.minutes > 0
        assert 0 <= submission.nonresponse < 1

    def test_a_flag_is_a_notice_and_changes_no_state(self, survey, interviews):
        xml = interviews[0]
        start, end = (_element(xml, name) for name in (b"start", b"end"))
        submission = receive_submission(survey=survey, xml=xml.replace(end, start)).submission
        assert "too_fast" in submission.flags.split()
        assert "too_fast" in {mark["code"] for mark in submission.notices}
        assert submission.state == "received"

    @pytest.mark.parametrize("late", [False, True], ids=["with the answers", "later"])
    def test_a_device_s_record_tells_how_long_it_took(self, survey, interviews, late):
        xml, record = interviews[0], {"audit.csv": keep_blob([RECORD])}
        submission = receive_submission(
            survey=survey, xml=xml, files={} if late else record
        ).submission
        whole = submission.minutes
        compare_waiting()
        if late:
            submission.refresh_from_db()
            assert submission.minutes == whole
            receive_submission(survey=survey, xml=xml, files=record)
            compare_waiting()
        submission.refresh_from_db()
        assert whole > submission.minutes == pytest.approx(1.5)
        assert submission.flags.split().count("too_fast") == 1
        (mark,) = [mark for mark in submission.notices if mark["code"] == "too_fast"]
        assert mark["value"] == "1.5"

    def test_a_record_takes_back_what_the_clock_seemed_to_tell(self, survey, interviews):
        start, end = (_element(interviews[0], name) for name in (b"start", b"end"))
        xml, record = interviews[0].replace(end, start), RECORD.replace(b"90000", b"5400000")
        receive_submission(survey=survey, xml=xml, files={"audit.csv": keep_blob([record])})
        compare_waiting()
        submission = survey.submissions.get()
        assert submission.minutes == pytest.approx(90)
        assert "too_fast" not in submission.flags
        assert "too_fast" not in {mark["code"] for mark in submission.notices}

    def test_nearly_the_same_answers_of_one_interviewer_are_told_once(self, survey, interviews):
        person = make_user("interviewer")
        again = interviews[0].replace(b"uuid:", b"uuid:twin-")
        again = again.replace(_element(again, b"end"), b"2021-04-07T12:00:00.000+08:00")
        for xml in (interviews[0], again, interviews[1]):
            receive_submission(survey=survey, xml=xml, origin=Origin(interviewer=person))
        assert compare_waiting() == 3
        assert compare_waiting() == 0
        first, twin, other = survey.submissions.order_by("pk")
        assert "near_duplicate" in twin.flags
        (mark,) = [each for each in twin.notices if each["code"] == "near_duplicate"]
        assert mark["value"] == f"100% {first.instance_id}"
        assert "near_duplicate" not in first.flags + other.flags
        assert twin.state == "received"

    def test_one_that_cannot_be_compared_keeps_no_other_waiting(
        self, survey, interviews, monkeypatch
    ):
        for xml in (interviews[0], interviews[1], interviews[0].replace(b"uuid:", b"uuid:twin-")):
            receive_submission(survey=survey, xml=xml)
        faulty = survey.submissions.order_by("pk")[1]
        really = comparing._twin

        def twin(submission, asked):
            if submission == faulty:
                raise ZeroDivisionError
            return really(submission, asked)

        monkeypatch.setattr(comparing, "_twin", twin)
        assert compare_waiting() == 3
        assert compare_waiting() == 0
        assert survey.submissions.filter(flags__contains="same_answers").count() == 1

    def test_the_same_answers_and_times_are_told_whoever_sent_them(self, survey, interviews):
        for xml in (interviews[0], interviews[1], interviews[0].replace(b"uuid:", b"uuid:twin-")):
            receive_submission(survey=survey, xml=xml)
        compare_waiting()
        first, other, twin = survey.submissions.order_by("pk")
        (mark,) = [each for each in twin.notices if each["code"] == "same_answers"]
        assert mark["value"] == first.instance_id
        assert "same_answers" not in first.flags + other.flags

    def test_another_case_with_the_same_telephone_number_is_told(self, survey, interviews):
        for number, xml in enumerate(interviews[:2]):
            case_id = _element(xml, b"a_case_id").decode()
            unit = survey.units.create(case_id=case_id, stratum="HZ1", psu="1", base_weight=1)
            contact = sealed_contact(unit, {"phone": ("+86 138 0013 8000", "13800138000")[number]})
            contact.save()
            receive_submission(survey=survey, xml=xml)
        first, second = survey.submissions.order_by("pk")
        assert "same_phone" not in {mark["code"] for mark in first.notices}
        (mark,) = [each for each in second.notices if each["code"] == "same_phone"]
        assert mark["value"] == first.unit.case_id

    def page_interview(self, survey, xml, interviewer, **times):
        """Stored as a page interview; by an interviewer where one is named."""
        case_id = _element(xml, b"a_case_id").decode()
        survey.units.create(
            case_id=case_id, stratum="HZ1", psu="1", base_weight=1,
            attributes={"latitude": "30", "longitude": "120"},
        )  # fmt: skip
        instance_id = _element(xml, b"instanceID").decode()
        survey.drafts.create(
            instrument=survey.instrument_versions.get(), instance_id=instance_id,
            interviewer=interviewer, token_sha256=instance_id,
        )  # fmt: skip
        start = _element(xml, b"start")
        at_night = xml.replace(start, b"2026-03-02T23:30:00.000+08:00")
        origin = Origin(source=Submission.Source.PAGE, interviewer=interviewer)
        return receive_submission(survey=survey, xml=at_night, origin=origin).submission

    def test_an_interviewers_page_at_night_is_flagged_by_the_surveys_clock(
        self, survey, interviews
    ):
        held = self.page_interview(survey, interviews[0], make_user("interviewer"))
        assert "out_of_hours" in held.flags
        (mark,) = [each for each in held.notices if each["code"] == "out_of_hours"]
        assert mark["value"] == "23:30"
        survey.time_zone = "Europe/London"
        survey.save()
        again = self.page_interview(survey, interviews[1], make_user("interviewer"))
        assert "out_of_hours" not in again.flags

    def test_who_answers_alone_may_do_so_at_night_and_anywhere(self, survey, interviews):
        alone = self.page_interview(survey, interviews[0], None)
        assert {"out_of_hours", "far_away", "no_location"}.isdisjoint(alone.flags.split())

    def test_an_interview_far_from_its_case_is_told_with_the_kilometres(self, survey, interviews):
        xml = interviews[0]
        case_id = _element(xml, b"a_case_id").decode()
        survey.units.create(
            case_id=case_id, stratum="HZ1", psu="1", base_weight=1,
            attributes={"latitude": "30.1", "longitude": "120"},
        )  # fmt: skip
        submission = receive_submission(survey=survey, xml=xml).submission
        version = questionnaire_of(submission.instrument)
        (place, *_more) = layout_of(version).places
        submission.row[place] = "30 120 0 0"
        marks = measure(submission, version, assisted=True)
        assert ("far_away", "11.1") in {(mark["code"], mark["value"]) for mark in marks}

    def test_every_flag_has_words(self):
        assert set(FLAGS) <= set(ISSUES)


def _element(xml, name):
    """The text of an element that stands once."""
    return xml.split(b"<" + name + b">")[1].split(b"<")[0]


class TestRates:
    def test_the_cases_are_those_that_are_weighted(self, answered):
        assert [case[2] for case in outcomes(answered)] == [
            case.outcome for case in weighted_cases(answered)
        ]

    def test_every_state_of_an_interview_gives_one_outcome(self, survey):
        for state in Submission.State.values:
            interview(survey, state, unit=make_unit(survey), state=state, row={"j_outcome": "12"})
        make_unit(survey, disposition="41")
        make_unit(survey)
        slow = [(each.unit.stratum, each.unit.base_weight, each.outcome)
                for each in weighted_cases(survey)]  # fmt: skip
        assert outcomes(survey) == slow

    def test_rates_by_case_and_by_weight(self, survey):
        for weight, stratum in ((1.0, "A"), (3.0, "B")):
            unit = make_unit(survey, stratum=stratum, base_weight=weight)
            interview(survey, stratum, unit=unit, state="approved", row={"j_outcome": "11"})
        make_unit(survey, stratum="B", base_weight=6.0, disposition="211")
        whole, a, b = monitoring.rates(survey)
        assert whole.unweighted.rr1 == 2 / 3
        assert whole.weighted.rr1 == (1 + 3) / (1 + 3 + 6)
        assert (a.unweighted.rr1, b.unweighted.rr1, b.weighted.rr1) == (1, 1 / 2, 3 / 9)

    def test_the_page_shows_formulas(self, client, survey):
        make_unit(survey, stratum="A", disposition="211")
        page = client.get(RATES).content.decode()
        assert "(I + P) / (I + P + R + NC + O + e·U)" in page
        assert "2.11" in page

    def test_without_cases_there_are_no_numbers(self, client):
        assert "No cases." in client.get(RATES).content.decode()
