"""One interview on its page: answers in words, what was noticed at each, files, history, decision."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from surveys.models import Submission
from surveys.services.blobs import keep_blob
from surveys.services.intake import receive_submission
from surveys.services.review import review_submission
from tests.factories import make_unit
from tests.surveys.review.test_inbox import make_interview
from tests.surveys.test_intake import changed

FLAGGED, CLEAN = 1, 0
CONTENT = b'<data id="x"><meta><instanceID>uuid:own</instanceID></meta></data>'


@pytest.fixture
def researcher(client, person, survey):
    user = person("researcher")
    client.force_login(user)
    return user


@pytest.fixture
def received(survey, interviews):
    """One interview without issues, then one with a broken constraint."""
    receive_submission(survey=survey, xml=interviews[0])
    receive_submission(survey=survey, xml=changed(interviews[1], "c_days", "9"))
    return list(survey.submissions.order_by("pk"))


def page(client, submission, **query):
    return client.get(reverse("surveys_submission", args=["work", submission.pk]), query)


def send(client, submission, query="", **data):
    address = reverse("surveys_review", args=["work", submission.pk])
    return client.post(f"{address}?{query}", {"seen": submission.sha256, **data})


def test_answers_stand_in_the_words_of_both_languages(client, researcher, received):
    html = page(client, received[CLEAN]).content.decode()
    assert "Are you female or male" in html or 'lang="en"' in html
    assert html.count('lang="zh-hans"') > 20


@pytest.mark.parametrize(("language", "other"), [("en", "zh-hans"), ("zh-hans", "en")])
def test_one_language_can_be_chosen(client, researcher, received, language, other):
    html = page(client, received[CLEAN], language=language).content.decode()
    assert f'class="review__words" lang="{language}"' in html
    assert f'class="review__words" lang="{other}"' not in html


def test_a_failed_check_stands_at_its_answer_and_is_linked(client, researcher, received):
    html = page(client, received[FLAGGED]).content.decode()
    [issue] = [each for each in received[FLAGGED].issues if each["question"] == "c_days"]
    anchor = "at" + issue["path"].replace("/", "-")
    assert f'href="#{anchor}"' in html
    at = html.index(f'id="{anchor}"')
    assert "found “9”" in html[at : at + 2000]


def test_codes_stand_beside_the_labels_and_what_was_not_asked_is_folded(
    client, researcher, received
):
    context = page(client, received[CLEAN]).context
    blocks = context["reading"].blocks
    assert all(line.entry.raw is not None for block in blocks for line in block.lines)
    assert any(block.unasked for block in blocks)


def test_labels_are_words_and_unknown_codes_stay():
    from surveys.templatetags.transcripts import answer_words, question_words
    from tests.nse import nse_questionnaire

    sex = nse_questionnaire().question("b_sex")
    first = sex.choices[0]
    assert answer_words(sex, first.name, "zh-hans") == first.labels["zh-hans"]
    assert answer_words(sex, "77", "en") == "77"
    assert answer_words(sex, None, "en") == "not asked"
    assert answer_words(sex, "", "en") == "left blank"
    assert question_words(sex, "en", {}) == sex.labels["en"]


def test_a_decision_goes_on_to_the_next_in_the_inbox(client, researcher, received):
    response = send(client, received[0], "order=oldest", decision="approve", note="")
    received[0].refresh_from_db()
    assert received[0].state == "approved"
    following = reverse("surveys_submission", args=["work", received[1].pk])
    assert response.url == f"{following}?order=oldest"
    send(client, received[1], "order=oldest", decision="reject", note="not at home")
    received[1].refresh_from_db()
    assert received[1].state == "rejected"
    review = received[1].reviews.get()
    assert (review.note, review.actor) == ("not at home", researcher)


def test_neighbours_are_those_of_the_filtered_inbox(client, researcher, received):
    context = page(client, received[0], order="oldest").context
    assert (context["previous"], context["following"]) == (None, received[1])
    context = page(client, received[0], order="oldest", state="approved").context
    assert (context["previous"], context["following"]) == (None, None)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"decision": "reject"}, "Write why"),
        ({"decision": "return", "note": "again"}, "No interviewer is known"),
        ({}, "Choose to approve"),
        ({"decision": "approve", "seen": "older"}, "newer version"),
    ],
)
def test_what_cannot_be_decided_is_told_on_the_page(client, researcher, received, data, told):
    response = send(client, received[0], **data)
    assert response.status_code == 422
    assert told in response.content.decode()
    received[0].refresh_from_db()
    assert received[0].state == "received"


def test_the_second_interview_of_a_case_is_not_approved(client, researcher, survey, received):
    survey.submissions.update(unit=make_unit(survey))
    send(client, received[0], decision="approve")
    response = send(client, received[1], decision="approve")
    assert "another approved interview" in response.content.decode()


def test_the_history_tells_what_changed_who_did_it_and_why(client, researcher, received):
    from surveys.services.editing import drafted, keep_correction

    [path] = [issue["path"] for issue in received[FLAGGED].issues if issue["question"] == "c_days"]
    correction = drafted(received[FLAGGED], {path: "5"})
    keep_correction(
        submission=received[FLAGGED], correction=correction, actor=researcher, reason="a slip"
    )
    review_submission(
        submission=received[FLAGGED], state=Submission.State.REJECTED, actor=None, note="too old"
    )
    html = page(client, received[FLAGGED]).content.decode()
    for words in ("Version 2", "a slip", "<del>9", "<ins>5", str(researcher), "too old"):
        assert words in html


def test_files_are_fetched_and_never_shown(client, researcher, survey, interviews):
    blob = keep_blob([b"<script>alert(1)</script>"])
    receive_submission(survey=survey, xml=interviews[0], files={"photo.html": blob})
    stored = survey.submissions.get()
    file = stored.attachments.get()
    assert "photo.html" in page(client, stored).content.decode()
    response = client.get(reverse("surveys_attachment", args=["work", stored.pk, file.pk]))
    assert b"".join(response.streaming_content) == b"<script>alert(1)</script>"
    assert response["Content-Disposition"] == 'attachment; filename="photo.html"'
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


def test_a_file_that_has_not_come_is_expected(client, researcher, survey, received):
    file = received[0].attachments.create(name="voice.m4a")
    assert "has not come yet" in page(client, received[0]).content.decode()
    address = reverse("surveys_attachment", args=["work", received[0].pk, file.pk])
    assert client.get(address).status_code == 404


def test_the_time_on_the_screen_is_shown_when_the_device_recorded_it(
    client, researcher, survey, interviews
):
    from surveys.queries import questionnaire_of

    receive_submission(survey=survey, xml=interviews[0])
    stored = survey.submissions.get()
    path = questionnaire_of(stored.instrument).question("c_days").path
    record = f"event,node,start,end\nquestion,{path},0,75000\n"
    stored.attachments.create(name="audit.csv", blob=keep_blob([record.encode()]))
    assert "1:15" in page(client, stored).content.decode()


def test_an_interview_of_an_unknown_questionnaire_is_said_to_be_unreadable_yet(
    client, researcher, survey, interviews
):
    survey.instrument_versions.all().delete()
    receive_submission(survey=survey, xml=interviews[0])
    html = page(client, survey.submissions.get()).content.decode()
    assert "cannot be read yet" in html


def test_the_number_of_queries_does_not_grow_with_decisions(client, researcher, received):
    def decided(times):
        for _ in range(times):
            review_submission(
                submission=received[0], state=Submission.State.REJECTED, actor=researcher, note="x"
            )
        page(client, received[0])
        with CaptureQueriesContext(connection) as queries:
            page(client, received[0])
        return len(queries)

    assert decided(2) == decided(10)


def test_the_interviews_that_notices_speak_of_are_a_click_away(client, researcher, survey):
    case, neighbour = make_unit(survey), make_unit(survey)
    marks = [
        {"code": "near_duplicate", "value": "92% uuid:like"},
        {"code": "same_phone", "value": neighbour.case_id},
        {"code": "over_quota", "value": "uuid:else"},
    ]
    named = [{"path": "", "question": "", "expected": "", **mark} for mark in marks]
    own = make_interview(survey, "uuid:own", unit=case, notices=named)
    make_interview(survey, "uuid:else")
    others = [
        make_interview(survey, "uuid:again", unit=case),
        make_interview(survey, "uuid:like"),
        make_interview(survey, "uuid:near", unit=neighbour),
    ]
    own.versions.create(survey=survey, instance_id="uuid:own", xml=CONTENT, sha256="x")
    response = client.get(reverse("surveys_submission", args=["work", own.pk]))
    assert list(response.context["related"]) == others
    html = response.content.decode()
    assert all(reverse("surveys_submission", args=["work", each.pk]) in html for each in others)
