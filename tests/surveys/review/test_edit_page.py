"""Answers are corrected in a form; a new version is kept, and the bytes that came stay."""

import pytest
from django.urls import reverse

from surveys.models import Submission
from surveys.services.intake import receive_submission
from surveys.services.review import review_submission
from tests.surveys.test_intake import changed


@pytest.fixture
def flagged(survey, interviews):
    """An interview with seven days too many in a week."""
    receive_submission(survey=survey, xml=changed(interviews[1], "c_days", "9"))
    return survey.submissions.get()


@pytest.fixture
def researcher(client, person, survey):
    user = person("researcher")
    client.force_login(user)
    return user


def at(submission, question):
    from surveys.queries import questionnaire_of

    return questionnaire_of(submission.instrument).question(question).path


def address(submission):
    return reverse("surveys_edit", args=["work", submission.pk])


def filled(client, address):
    """What a browser would send from the form as it stands."""
    context = client.get(address).context
    data = {"seen": context["submission"].sha256}
    for _section, _title, _begun, fields in context["blocks"]:
        for field, _marks in fields:
            data[field.html_name] = field.value() if field.value() is not None else ""
            data[f"has:{field.html_name}"] = "1"
    return data


def test_a_correction_becomes_a_version_with_who_and_why(client, researcher, flagged):
    data = filled(client, address(flagged))
    data |= {at(flagged, "c_days"): "5", "reason": "misread"}
    assert client.post(address(flagged), data).status_code == 302
    flagged.refresh_from_db()
    first, second = flagged.versions.order_by("number")
    assert (second.made_by, second.reason) == (researcher, "misread")
    assert b"<c_days>9</c_days>" in bytes(first.xml)
    assert b"<c_days>5</c_days>" in bytes(second.xml)
    assert flagged.row["c_days"] == "5"
    assert (flagged.state, flagged.issue_count, flagged.edits) == ("edited", 0, 1)


def test_all_that_is_wrong_is_told_and_nothing_entered_is_lost(client, researcher, flagged):
    data = filled(client, address(flagged))
    data |= {at(flagged, "c_days"): "12", at(flagged, "c_hours"): "NaN"}
    response = client.post(address(flagged), data)
    html = response.content.decode()
    assert response.status_code == 422
    assert "Write why the answers are changed." in html
    assert {issue.question for issue, *_rest in response.context["issues"]} >= {
        "c_days", "c_hours",
    }  # fmt: skip
    assert 'value="12"' in html
    assert 'value="NaN"' in html
    assert flagged.versions.count() == 1


def test_a_broken_rule_is_kept_on_purpose_only(client, researcher, flagged):
    data = filled(client, address(flagged))
    data |= {at(flagged, "c_days"): "8", "reason": "two jobs"}
    assert client.post(address(flagged), data).status_code == 422
    assert client.post(address(flagged), data | {"anyway": "on"}).status_code == 302
    flagged.refresh_from_db()
    assert (flagged.row["c_days"], flagged.state) == ("8", "hasIssues")


def test_questions_that_a_change_brings_up_are_asked_before_anything_is_stored(
    client, researcher, survey, interviews
):
    """Insured in another city: was it transferred? Tried to: what made it hard?"""
    receive_submission(survey=survey, xml=interviews[0])
    stored = survey.submissions.get()
    other, transfer, trouble = (
        at(stored, name) for name in ("f_othercity", "f_transfer", "f_tr_prob")
    )
    data = filled(client, address(stored)) | {"reason": "asked again", other: "1"}
    assert transfer not in data

    data |= {"anyway": "on"}
    for path, answer, following in [(transfer, "1", trouble), (trouble, "1", None)]:
        response = client.post(address(stored), data)
        assert response.status_code == 422
        assert {issue.path for issue, *_rest in response.context["issues"]} == {path}
        data |= {f"has:{path}": "1", path: answer}
        assert following not in data
    assert client.post(address(stored), data).status_code == 302
    stored.refresh_from_db()
    found = [stored.row[name] for name in ("f_othercity", "f_transfer", "f_tr_prob")]
    assert found == ["1", "1", "1"]
    assert stored.issue_count == 0


def test_nothing_changed_makes_no_version(client, researcher, flagged):
    data = filled(client, address(flagged)) | {"reason": "no reason", "anyway": "on"}
    response = client.post(address(flagged), data)
    assert response.status_code == 422
    assert "No answer was changed." in response.content.decode()
    assert flagged.versions.count() == 1


def test_an_older_page_does_not_overwrite_a_newer_version(client, researcher, flagged):
    data = filled(client, address(flagged))
    data |= {at(flagged, "c_days"): "5", "reason": "misread"}
    client.post(address(flagged), data)
    response = client.post(address(flagged), data | {at(flagged, "c_days"): "6"})
    assert response.status_code == 422
    assert "newer version" in response.content.decode()
    flagged.refresh_from_db()
    assert flagged.row["c_days"] == "5"


@pytest.fixture
def interviewer(client, person, flagged):
    user = person("interviewer")
    Submission.objects.update(interviewer=user)
    client.force_login(user)
    return user


def give_back(submission):
    submission.refresh_from_db()
    review_submission(
        submission=submission, state="returned", actor=None, note="Nobody works nine days."
    )


def test_a_returned_interview_stands_on_the_interviewer_s_first_page(
    client, site, interviewer, flagged
):
    give_back(flagged)
    html = client.get(reverse("start")).content.decode()
    assert "Nobody works nine days." in html
    assert reverse("surveys_returned", args=[flagged.pk]) in html


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Why it came back"), ("zh-hans", "退回原因")]
)
def test_the_interviewer_mends_it_and_it_waits_for_review(
    client, site, interviewer, flagged, language, words
):
    from django.utils import translation

    give_back(flagged)
    with translation.override(language):
        mine = reverse("surveys_returned", args=[flagged.pk])
    html = client.get(mine).content.decode()
    assert words in html
    assert "Nobody works nine days." in html
    data = filled(client, mine) | {at(flagged, "c_days"): "5", "reason": "asked again"}
    assert client.post(mine, data).status_code == 302
    flagged.refresh_from_db()
    assert (flagged.state, flagged.row["c_days"]) == ("edited", "5")
    assert flagged.versions.latest().made_by == interviewer
    assert client.get(mine).status_code == 404


def test_nobody_else_mends_it(client, site, interviewer, flagged, person):
    mine = reverse("surveys_returned", args=[flagged.pk])
    assert client.get(mine).status_code == 404  # it was not returned
    give_back(flagged)
    assert client.get(mine).status_code == 200
    client.force_login(person("interviewer"))
    assert client.get(mine).status_code == 404
    client.force_login(interviewer)
    flagged.survey.members.filter(user=interviewer).delete()
    assert client.get(mine).status_code == 404


@pytest.mark.parametrize(("source", "codes"), [("device", ["required"]), ("page", [])])
def test_who_answers_alone_lacks_nothing_that_interviewers_record(
    survey, interviews, source, codes
):
    """A correction is checked as the intake checks it."""
    from surveys.services.editing import drafted

    receive_submission(survey=survey, xml=interviews[0])
    stored = survey.submissions.get()
    stored.source = source
    correction = drafted(stored, {at(stored, "j_coop"): ""})
    assert [issue.code for issue in correction.issues] == codes
