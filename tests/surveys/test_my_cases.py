"""An interviewer's own cases: found in order, opened with contact data, attempts noted."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from surveys.models import ContactReading, Invitation, Submission
from surveys.services.back_checks import draw_back_checks
from surveys.services.contacts import sealed_contact
from surveys.services.drafts import begin_draft, run_draft
from surveys.services.invitations import invite, token_of
from surveys.services.review import review_submission
from surveys.services.teams import set_role
from tests.factories import make_unit, make_user

ADDRESS = "/en/fieldwork/work/"


@pytest.fixture(autouse=True)
def interviewer(client, person, survey):
    user = person("interviewer")
    client.force_login(user)
    return user


@pytest.fixture
def unit(survey, interviewer):
    made = make_unit(survey, interviewer=interviewer)
    sealed_contact(made, {"name": "李娜", "phone": "138 0000 0000"}).save()
    return made


def written(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def attempt(**fields):
    now = written(timezone.now())
    return {"at": now, "mode": "phone", "result": "nobody", "disposition": "", **fields}


def returned(survey, unit, note):
    submission = unit.submissions.create(survey=survey, instance_id=unit.case_id, sha256="x")
    review_submission(submission=submission, state=Submission.State.RETURNED, actor=None, note=note)


def test_own_cases_stand_in_the_order_of_what_is_to_do(client, survey, interviewer):
    later, soon = (timezone.now() + timedelta(days=days) for days in (2, 1))
    closed = make_unit(survey, interviewer=interviewer, disposition="211")
    plain = make_unit(survey, interviewer=interviewer)
    second, first = (make_unit(survey, interviewer=interviewer) for _ in range(2))
    for each, moment in ((second, later), (first, soon)):
        each.attempts.create(mode="phone", result="appointment", next_at=moment)
    back = make_unit(survey, interviewer=interviewer)
    returned(survey, back, "The age cannot be.")
    make_unit(survey)  # nobody's
    page = client.get(ADDRESS)
    shown = [each.case_id for each in page.context["units"]]
    assert shown == [each.case_id for each in (back, first, second, plain, closed)]
    assert "interview returned to you" in page.content.decode()


def test_an_interview_of_no_case_that_came_back_stands_above_the_cases(client, survey, interviewer):
    back = survey.submissions.create(instance_id="uuid:1", sha256="x", interviewer=interviewer)
    review_submission(
        submission=back, state=Submission.State.RETURNED, actor=None, note="Whose is it?"
    )
    page = client.get(ADDRESS).content.decode()
    assert "Whose is it?" in page
    assert reverse("surveys_returned", args=[back.pk]) in page


def test_who_opens_a_case_sees_how_to_reach_the_person_and_that_is_kept(
    client, survey, unit, interviewer
):
    returned(survey, unit, "The age cannot be.")
    page = client.get(f"{ADDRESS}cases/{unit.pk}/").content.decode()
    assert 'href="tel:138 0000 0000"' in page
    assert "The age cannot be." in page
    back = unit.submissions.get()
    assert reverse("surveys_returned", args=[back.pk]) in page
    assert ContactReading.objects.get().reader == interviewer


def test_an_attempt_is_kept_and_closes_the_case(client, unit, interviewer):
    client.post(
        f"{ADDRESS}cases/{unit.pk}/", attempt(result="refused", disposition="211", note="No.")
    )
    unit.refresh_from_db()
    assert unit.disposition == "211"
    kept = unit.attempts.get()
    assert (kept.interviewer, kept.result, kept.note) == (interviewer, "refused", "No.")
    client.post(f"{ADDRESS}cases/{unit.pk}/", attempt())
    unit.refresh_from_db()
    assert unit.disposition == ""


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"result": "appointment"}, "Say when the appointment is."),
        ({"next_at": "2020-01-01T10:00"}, "lies before the attempt"),
        ({"at": "2099-01-01T10:00"}, "still to come"),
        ({"disposition": "11"}, "not one of the available choices"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_kept(client, unit, wrong, told):
    answer = client.post(f"{ADDRESS}cases/{unit.pk}/", attempt(**wrong))
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not unit.attempts.exists()


def test_an_interviewer_goes_on_with_what_the_person_began_alone(client, survey, unit, interviewer):
    survey.state = "open"
    survey.save()
    (invitation,) = invite(survey=survey, units=[unit])
    version = survey.instrument_versions.get()
    known = {"survey": survey, "version": version, "language": "en", "consent": None}
    draft, _token = begin_draft(**known, invitation=invitation)
    before = {place.question.name for place in asked(draft)}
    client.post(f"{ADDRESS}cases/{unit.pk}/answer/")
    draft.refresh_from_db()
    assert draft.interviewer == interviewer
    assert {place.question.name for place in asked(draft)} - before >= {"j_outcome"}


def asked(draft):
    running = run_draft(draft)
    return [
        place
        for page in running.pages
        for place in running.places.values()
        if running.stands_on(place, page)
    ]


def test_a_case_that_was_drawn_for_a_back_check_is_interviewed_again(client, survey, unit):
    (answered,) = invite(survey=survey, units=[unit])
    Invitation.objects.update(submitted_at=timezone.now())
    unit.submissions.create(survey=survey, instance_id="uuid:1", sha256="x", state="approved")
    case = f"{ADDRESS}cases/{unit.pk}/"
    assert "The interview of this case has arrived." in client.get(case).content.decode()
    assert token_of(answered) in client.post(f"{case}answer/")["Location"]

    draw_back_checks(survey=survey, share=1, seed=1, actor=None)
    assert "to be interviewed again" in client.get(case).content.decode()
    again = client.post(f"{case}answer/")["Location"]
    assert token_of(answered) not in again
    assert client.post(f"{case}answer/")["Location"] == again


def test_cases_of_others_do_not_open(client, survey):
    other = make_unit(survey, interviewer=make_user("interviewer"))
    assert client.get(f"{ADDRESS}cases/{other.pk}/").status_code == 404
    assert not ContactReading.objects.exists()


def test_only_the_team_has_cases(client, survey):
    client.force_login(make_user("interviewer"))
    assert client.get(ADDRESS).status_code == 404
    assert "You belong to no survey yet" in client.get("/en/fieldwork/").content.decode()
    viewer = make_user("researcher")
    set_role(survey=survey, user=viewer, role="viewer")
    client.force_login(viewer)
    assert client.get(ADDRESS).status_code == 404


def test_the_page_reads_in_chinese(client, unit):
    page = client.get(f"/zh-hans/fieldwork/work/cases/{unit.pk}/").content.decode()
    assert "登记一次联系" in page
    assert "Note an attempt" not in page
