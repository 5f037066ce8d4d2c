"""Two versions of an interview stand beside each other, and the bytes of each can be fetched."""

import pytest
from django.urls import reverse

from surveys.services.editing import drafted, keep_correction
from surveys.services.intake import receive_submission


@pytest.fixture
def corrected(client, person, survey, interviews):
    user = person("researcher")
    client.force_login(user)
    receive_submission(survey=survey, xml=interviews[0])
    stored = survey.submissions.get()
    for hours in ("1", "2"):
        path = next(path for path in _paths(stored) if path.endswith("/c_hours"))
        correction = drafted(stored, {path: hours})
        keep_correction(submission=stored, correction=correction, actor=user, reason=f"{hours} h")
        stored.refresh_from_db()
    return stored


def _paths(submission):
    from surveys.queries import questionnaire_of

    return questionnaire_of(submission.instrument).questions


def page(client, submission, **query):
    return client.get(reverse("surveys_versions", args=["work", submission.pk]), query)


def changes(response):
    return {
        line["question"].name: (line["before"], line["after"])
        for line in response.context["lines"]
        if line["differs"]
    }


def test_the_newest_change_stands_there_first(client, corrected):
    found = page(client, corrected)
    assert changes(found)["c_hours"] == ("1", "2")
    assert len(found.context["lines"]) == len(changes(found))
    assert found.context["compared"] == ("2", "3")


def test_any_two_are_compared_and_all_answers_shown(client, corrected, interviews):
    found = page(client, corrected, first="1", second="3", show="all")
    assert changes(found)["c_hours"][1] == "2"
    assert len(found.context["lines"]) > 40
    wrong = page(client, corrected, first="9", second="x", language="tlh")
    assert wrong.context["compared"] == ("2", "3")


@pytest.mark.parametrize(("language", "count"), [("en", 0), ("zh-hans", 0), ("all", 1)])
def test_labels_stand_in_one_language_or_both(client, corrected, language, count):
    html = page(client, corrected, language=language, show="all").content.decode()
    other = {"en": "zh-hans", "zh-hans": "en"}.get(language, "en")
    assert (f'<span lang="{other}">' in html) == bool(count)


def test_each_version_is_fetched_as_it_came(client, corrected, interviews):
    first = client.get(reverse("surveys_version_content", args=["work", corrected.pk, 1]))
    assert first.content == interviews[0]
    assert "sandbox" in first["Content-Security-Policy"]
    assert (
        client.get(reverse("surveys_version_content", args=["work", corrected.pk, 9])).status_code
        == 404
    )
