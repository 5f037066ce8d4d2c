"""A survey's devices in the admin: a key is shown once, drawn as a code, and withdrawn."""

import base64
import html
import json
import re
import zlib

import pytest

from surveys.models import CollectorKey, Member
from surveys.services.keys import new_collector_key, note_refusal
from surveys.services.teams import set_role
from surveys.views.devices import settings_text
from tests.factories import make_user

ADDRESS = "/admin/surveys/work/devices/"


@pytest.fixture
def supervisor(client, survey):
    user = make_user("researcher")
    set_role(survey=survey, user=user, role=Member.Role.SUPERVISOR)
    client.force_login(user)
    return user


def secrets_of(page):
    return [html.unescape(each) for each in re.findall("<code>([^<]*)</code>", page)]


def test_a_new_key_is_shown_once_and_works(client, survey, supervisor):
    answer = client.post(ADDRESS, {"label": "Tablet 7", "interviewer": supervisor.pk})
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    key = survey.collector_keys.get()
    assert (key.label, key.interviewer) == ("Tablet 7", supervisor)
    address, login, username, secret = secrets_of(answer.content.decode())
    assert username == key.username
    assert "<svg" in answer.content.decode()
    assert login.endswith("/collect/login")
    assert (
        client.get(f"{address.removeprefix('http://127.0.0.1:8000')}/formList").status_code == 200
    )
    again = client.get(ADDRESS).content.decode()
    assert address not in again
    assert secret not in again
    assert "Tablet 7" in again


def test_the_key_of_a_closed_account_is_told_apart(client, survey, supervisor):
    carrier = make_user("interviewer")
    new_collector_key(survey=survey, label="Tablet 7", interviewer=carrier)
    assert "the device is refused" not in client.get(ADDRESS).content.decode()
    carrier.is_active = False
    carrier.save()
    assert "the device is refused" in client.get(ADDRESS).content.decode()


def test_devices_are_given_to_people_who_may_have_cases(client, survey, supervisor):
    looking, gone = make_user("researcher"), make_user("interviewer", is_active=False)
    set_role(survey=survey, user=looking, role=Member.Role.VIEWER)
    set_role(survey=survey, user=gone, role=Member.Role.INTERVIEWER)
    offered = client.get(ADDRESS).context["form"].fields["interviewer"].queryset
    assert list(offered) == [supervisor]
    refused = client.post(ADDRESS, {"label": "Tablet 7", "interviewer": looking.pk})
    assert refused.status_code == 422
    assert not survey.collector_keys.exists()


def test_the_code_holds_what_the_app_expects():
    text = settings_text("https://portal.example/collect/key/abc", "劳动 survey")
    held = json.loads(zlib.decompress(base64.b64decode(text)))
    assert held == {
        "general": {
            "server_url": "https://portal.example/collect/key/abc",
            "form_update_mode": "match_exactly",
            "autosend": "wifi_and_cellular",
        },
        "admin": {},
        "project": {"name": "劳动 survey"},
    }


def test_a_key_needs_a_name_and_an_interviewer_of_the_team(client, survey, supervisor):
    stranger = make_user("interviewer")
    answer = client.post(ADDRESS, {"label": "", "interviewer": stranger.pk})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"label", "interviewer"}
    assert not survey.collector_keys.exists()


def test_one_key_is_withdrawn_at_once(client, survey, supervisor):
    lost, kept = (new_collector_key(survey=survey, label=name) for name in ("lost", "kept"))
    assert client.post(f"{ADDRESS}{lost.key.pk}/revoke/").status_code == 302
    assert client.get(f"/collect/key/{lost.token}/formList").status_code == 404
    assert client.get(f"/collect/key/{kept.token}/formList").status_code == 200
    assert CollectorKey.objects.get(pk=kept.key.pk).revoked_at is None


def test_the_page_tells_why_requests_were_refused(client, survey, supervisor):
    made = new_collector_key(survey=survey, label="Tablet 7")
    for _ in range(3):
        note_refusal(made.key, "conflict", "collect:aB3")
    page = client.get(ADDRESS).content.decode()
    assert "Another content was received under this instance ID" in page
    assert "collect:aB3" in page
    assert "<td>3</td>" in page


def test_another_survey_s_key_is_not_withdrawn(client, survey, supervisor):
    from surveys.models import Survey

    other = Survey.objects.create(slug="other", titles={"en": "Other"})
    made = new_collector_key(survey=other)
    assert client.post(f"{ADDRESS}{made.key.pk}/revoke/").status_code == 404


@pytest.mark.parametrize("role", [Member.Role.ANALYST, Member.Role.VIEWER])
def test_who_does_not_run_the_fieldwork_sees_no_devices(client, survey, supervisor, role):
    set_role(survey=survey, user=supervisor, role=role)
    assert client.get(ADDRESS).status_code == 404
    assert client.post(ADDRESS, {"label": "x"}).status_code == 404


def test_the_list_asks_a_constant_number_of_queries(
    client, survey, supervisor, django_assert_max_num_queries
):
    for number in range(20):
        made = new_collector_key(survey=survey, label=str(number), interviewer=supervisor)
        note_refusal(made.key, "conflict", "")
    client.get(ADDRESS)
    with django_assert_max_num_queries(25):
        client.get(ADDRESS)
