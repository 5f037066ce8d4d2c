"""The inbox: narrowed, counted, decided together, and as quick with many interviews as with few."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from surveys.models import Review, Submission
from surveys.services.review import approve_submissions, decide
from tests.factories import make_unit, make_user

State = Submission.State


def make_interview(survey, name, **fields):
    """A stored interview, checked and without issues unless the fields say otherwise."""
    issues = [{"code": code, "path": "", "question": "q"} for code in fields.pop("issues", ())]
    fields = {"checked_at": timezone.now(), "sha256": name, **fields}
    return survey.submissions.create(
        instance_id=name, issues=issues, issue_count=len(issues), **fields
    )


@pytest.fixture
def researcher(client, person, survey):
    user = person("researcher")
    client.force_login(user)
    return user


@pytest.fixture
def interviewer(person, survey):
    return person("interviewer", email="li.wei@test.example")


@pytest.fixture
def inbox(survey, interviewer):
    """Four interviews, two of them of one case."""
    case = make_unit(survey, stratum="north")
    other = make_unit(survey, stratum="south")
    make_interview(survey, "first", unit=case, interviewer=interviewer)
    waiting = make_interview(survey, "second", unit=case, interviewer=interviewer)
    waiting.attachments.create(name="photo.jpg")
    make_interview(survey, "broken", unit=other, issues=["constraint"], state=State.HAS_ISSUES)
    make_interview(survey, "pilot", pilot=True, source="page")
    return survey


def page(client, **query):
    return client.get(reverse("surveys_inbox", args=["work"]), query)


def names(response):
    return [each.instance_id for each in response.context["submissions"]]


def send(client, query="", **data):
    return client.post(f"{reverse('surveys_inbox', args=['work'])}?{query}", data)


def states(survey):
    return dict(survey.submissions.values_list("instance_id", "state"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["pilot", "broken", "second", "first"]),
        ({"order": "oldest"}, ["first", "second", "broken", "pilot"]),
        ({"state": "hasIssues"}, ["broken"]),
        ({"code": "constraint"}, ["broken"]),
        ({"code": "type"}, []),
        ({"stratum": "north"}, ["second", "first"]),
        ({"source": "page"}, ["pilot"]),
        ({"pilot": "no"}, ["broken", "second", "first"]),
        ({"pilot": "yes"}, ["pilot"]),
        ({"files": "missing"}, ["second"]),
        ({"text": "IRS"}, ["first"]),
        ({"state": "invented"}, ["pilot", "broken", "second", "first"]),
    ],
)
def test_it_can_be_narrowed_and_ordered(client, researcher, inbox, query, found):
    assert names(page(client, **query)) == found


def test_it_can_be_narrowed_to_a_case_and_an_interviewer(client, researcher, inbox, interviewer):
    case = inbox.submissions.get(instance_id="first").unit.case_id
    assert names(page(client, text=case)) == ["second", "first"]
    assert names(page(client, interviewer=interviewer.pk)) == ["second", "first"]


def test_notices_are_found_by_their_code_too(client, researcher, inbox):
    pilot = inbox.submissions.get(instance_id="pilot")
    pilot.notices, pilot.notice_count = [{"code": "late"}, {"code": "case_twice"}], 2
    pilot.save(update_fields=["notices", "notice_count"])
    assert names(page(client, code="late")) == ["pilot"]
    assert names(page(client, code="case")) == names(page(client))  # no code, so no filter


@pytest.mark.parametrize(
    ("language", "failed", "noticed"),
    [
        ("en", "against the question&#x27;s rule", "received after the survey was closed"),
        ("zh-hans", "违反该问题的规则", "在调查结束后收到"),
    ],
)
def test_rows_say_which_checks_failed_and_what_was_noticed(
    client, researcher, inbox, language, failed, noticed
):
    from django.utils import translation

    marks = [{"code": code} for code in ("late", "case_twice", "far_away")]
    make_interview(inbox, "marked", issues=["constraint"], notices=marks, notice_count=3)
    with translation.override(language):
        client.cookies["django_language"] = language
        html = client.get(
            reverse("surveys_inbox", args=["work"]), headers={"accept-language": language}
        ).content.decode()
    rows = html.split("<tbody>")[1]
    assert failed in rows
    assert noticed in rows
    assert "far" not in rows  # two are named, the rest is a number
    assert ("3 in all" if language == "en" else "共3项") in rows


def test_the_codes_of_what_was_noticed_stand_beside_it(survey):
    made = make_interview(survey, "odd", issues=["type", "type"], notices=[{"code": "late"}])
    assert made.marks == " type late "
    light = survey.submissions.defer("issues", "notices").get(pk=made.pk)
    light.state = State.HAS_ISSUES
    with CaptureQueriesContext(connection) as queries:
        light.save()
    made.refresh_from_db()
    assert (made.marks, made.state, len(queries)) == (" type late ", "hasIssues", 1)


@pytest.mark.parametrize("most", [500, 2])
def test_a_text_is_found_in_both_names_whether_few_have_it_or_many(
    client, researcher, inbox, monkeypatch, most
):
    monkeypatch.setattr("surveys.queries.review.MANY", most)
    case = inbox.submissions.get(instance_id="first").unit.case_id
    make_interview(inbox, f"uuid:{case}")
    make_interview(inbox, "uuid:other")
    assert names(page(client, text=case)) == [f"uuid:{case}", "second", "first"]
    assert names(page(client, text="nowhere")) == []
    assert names(page(client, text="%")) == []


def test_each_state_has_a_tab_with_its_number_within_the_filters(client, researcher, inbox):
    tabs = {str(tab["name"]): tab["number"] for tab in page(client, pilot="no").context["tabs"]}
    assert tabs["all"] == 3
    assert tabs["received"] == 2
    assert tabs["has issues"] == 1
    assert tabs["approved"] == 0


def test_picked_interviews_are_approved_and_the_rest_is_told(client, researcher, inbox):
    everything = {"everything": "on", "decision": "approve"}
    response = client.post(reverse("surveys_inbox", args=["work"]), everything, follow=True)
    assert states(inbox) == {
        "first": "approved", "second": "received", "broken": "hasIssues", "pilot": "approved",
    }  # fmt: skip
    told = [str(message) for message in response.context["messages"]]
    assert told[0] == "Approved: 2."
    assert any("second" in message for message in told[1:])
    assert any("failed checks" in message and "broken" in message for message in told[1:])
    assert Review.objects.filter(actor=researcher, state=State.APPROVED).count() == 2


def test_only_those_that_are_picked_or_found_are_decided(client, researcher, inbox):
    picked = inbox.submissions.get(instance_id="first").pk
    send(client, pick=picked, decision="reject", note="wrong house")
    assert states(inbox)["first"] == "rejected"
    send(client, "state=hasIssues", everything="on", decision="reject", note="wrong house")
    assert states(inbox) == {
        "first": "rejected", "second": "received", "broken": "rejected", "pilot": "received",
    }  # fmt: skip


@pytest.mark.parametrize("decision", ["reject", "return", "hold"])
def test_a_reason_is_needed_and_nothing_picked_is_lost(client, researcher, inbox, decision):
    picked = str(inbox.submissions.get(instance_id="first").pk)
    response = send(client, pick=picked, decision=decision)
    assert response.status_code == 422
    assert "note" in response.context["form"].errors
    assert f'value="{picked}" id="pick-{picked}"' in response.content.decode()
    assert response.context["picked"] == {picked}
    assert states(inbox)["first"] == "received"


def test_what_is_on_hold_waits_for_nobody_and_is_approved_later(client, researcher, inbox):
    picked = inbox.submissions.get(instance_id="first").pk
    send(client, pick=picked, decision="hold", note="ask the supervisor")
    assert states(inbox)["first"] == "onHold"
    assert Review.objects.get(state=State.ON_HOLD).note == "ask the supervisor"
    assert approve_submissions(survey=inbox, actor=researcher) == 2
    assert states(inbox)["first"] == "onHold"
    assert names(page(client, state="onHold")) == ["first"]


def test_nothing_picked_is_told(client, researcher, inbox):
    response = send(client, decision="approve")
    assert response.status_code == 422
    assert "Pick the interviews first" in response.content.decode()


def test_interviews_go_back_to_those_who_made_them(client, researcher, inbox):
    send(client, everything="on", decision="return", note="ask again")
    assert states(inbox) == {
        "first": "returned", "second": "returned", "broken": "hasIssues", "pilot": "received",
    }  # fmt: skip
    assert Review.objects.filter(note="ask again").count() == 2


def test_what_waits_for_its_checks_is_not_approved(survey):
    make_interview(survey, "unchecked", checked_at=None)
    done = decide(submissions=survey.submissions.all(), state="approved", actor=None)
    assert (done.done, done.left) == (0, {"unchecked": ["unchecked"]})


def test_an_approval_of_the_same_moment_is_left_to_the_other(survey, monkeypatch):
    """The database keeps one approved interview a case, whatever was read before."""
    case, single = make_unit(survey), make_unit(survey)
    make_interview(survey, "theirs", unit=case, state=State.APPROVED)
    make_interview(survey, "ours", unit=case)
    make_interview(survey, "other", unit=single)
    monkeypatch.setattr("surveys.services.review._approved_cases", lambda submissions: set())
    waiting = survey.submissions.filter(state=State.RECEIVED)
    done = decide(submissions=waiting, state="approved", actor=None)
    assert (done.done, done.left) == (1, {"case_approved": ["ours"]})


def test_the_number_of_queries_does_not_grow(client, researcher, survey, interviewer):
    def add(number):
        make_interview(survey, f"i{number}", unit=make_unit(survey), interviewer=interviewer)

    for number in range(3):
        add(number)
    page(client)
    with CaptureQueriesContext(connection) as few:
        page(client)
    for number in range(3, 60):
        add(number)
    with CaptureQueriesContext(connection) as many:
        assert len(names(page(client))) == 50
    assert len(many) <= len(few)
    assert not any('"row"' in query["sql"] for query in many)


def test_viewers_do_not_read_answers(client, survey):
    from surveys.services.teams import set_role

    viewer = make_user("researcher")
    set_role(survey=survey, user=viewer, role="viewer")
    client.force_login(viewer)
    assert page(client).status_code == 404
    assert reverse("surveys_inbox", args=["work"]) not in (
        client.get(reverse("surveys_survey", args=["work"])).content.decode()
    )
