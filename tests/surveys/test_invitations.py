"""Invitations: made for cases that need one, counted, exported, printed, marked, revoked."""

import codecs
import csv
import io

import pytest
from django.utils import timezone

from surveys.models import Invitation
from surveys.printing import letters_html
from surveys.services.invitations import invite, link_of, token_of
from tests.factories import make_unit

ADDRESS = "/admin/surveys/work/invitations/"


@pytest.fixture(autouse=True)
def lead(client, person, survey):
    user = person("researcher")
    client.force_login(user)
    return user


def test_cases_that_need_one_get_an_invitation_once(client, survey):
    wanted = make_unit(survey, stratum="A")
    make_unit(survey, stratum="A", disposition="211")
    make_unit(survey, stratum="B")
    held = make_unit(survey, stratum="A")
    survey.submissions.create(unit=held, instance_id="i", sha256="i")
    data = {"stratum": "A", "language": "zh-hans", "expires_at": ""}
    for told in ("1 invitation made.", "0 invitations made."):
        assert told in client.post(ADDRESS, data, follow=True).content.decode()
    made = Invitation.objects.get()
    assert (made.unit, made.language) == (wanted, "zh-hans")
    assert link_of(made).endswith(f"/zh-hans/respond/i/{token_of(made)}/")


def test_a_moment_that_has_passed_is_refused(client, survey):
    data = {"stratum": "", "language": "en", "expires_at": "2020-01-01T10:00"}
    answer = client.post(ADDRESS, data)
    assert answer.status_code == 422
    assert "This moment has passed." in answer.content.decode()


def test_opened_and_answered_ones_are_counted(client, survey):
    one, two, three, _four = invite(survey=survey, units=[make_unit(survey) for _ in range(4)])
    one.opened_at = two.opened_at = two.submitted_at = three.revoked_at = timezone.now()
    for each in (one, two, three):
        each.save()
    counts = client.get(ADDRESS).context["counts"]
    assert counts == {"unopened": 1, "opened": 1, "answered": 1, "revoked": 1}
    assert list(client.get(f"{ADDRESS}?state=opened").context["invitations"]) == [one]


def test_links_come_as_a_table_that_opens_them(client, survey):
    unit = make_unit(survey)
    (made,) = invite(survey=survey, units=[unit], language="en")
    content = client.get(f"{ADDRESS}links.csv").content
    assert content.startswith(codecs.BOM_UTF8)  # else Excel garbles Chinese strata
    text = content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["case_id"] == unit.case_id
    assert row["link"] == link_of(made)
    assert row["opened"] == "no"


def test_a_letter_says_the_link_in_both_languages_and_no_name(survey):
    unit = make_unit(survey)
    (made,) = invite(survey=survey, units=[unit], language="en")
    html = letters_html(survey, [(made, link_of(made))], "en")
    assert html.count(link_of(made)) == 2  # where it leads, and to type
    assert "We invite you" in html
    assert "诚邀您" in html
    assert "<svg" in html
    assert unit.case_id in html


@pytest.mark.parametrize(("contact", "named"), [("", "portal@test.example"), ("12333", "12333")])
def test_a_letter_says_from_whom_it_comes_and_whom_to_ask(survey, settings, contact, named):
    settings.CONTACT_EMAIL = "portal@test.example"
    survey.contact = contact
    (made,) = invite(survey=survey, units=[make_unit(survey)], language="en")
    html = letters_html(survey, [(made, link_of(made))], "en")
    for words in (f"Please contact {named}", f"请联系：{named}"):
        assert words in html
    for sender in ("Social Security Training Portal", "社会保障培训门户"):
        assert f"{sender}</span>" in html


def test_what_the_filters_leave_is_marked_and_revoked(client, survey):
    units = [make_unit(survey, stratum=stratum) for stratum in "AAB"]
    first, answered, other = invite(survey=survey, units=units)
    answered.submitted_at = timezone.now()
    answered.save()
    for _ in range(2):
        client.post(f"{ADDRESS}change/?stratum=A", {"sent": ""})
    client.post(f"{ADDRESS}change/?stratum=A", {"revoke": ""})
    for each in (first, answered, other):
        each.refresh_from_db()
    assert (first.sendings, first.revoked_at is not None) == (2, True)
    assert (answered.sendings, answered.revoked_at) == (0, None)
    assert (other.sendings, other.revoked_at) == (0, None)


def test_an_interviewer_opens_the_questionnaire_of_a_case(client, person, survey):
    survey.state = "open"
    survey.save()
    interviewer = person("interviewer")
    unit = make_unit(survey, interviewer=interviewer)
    client.force_login(interviewer)
    address = f"/en/fieldwork/work/cases/{unit.pk}/answer/"
    first, second = (client.post(address)["Location"] for _ in range(2))
    assert first == second
    assert client.get(first).status_code == 200
    assert Invitation.objects.get().unit == unit
