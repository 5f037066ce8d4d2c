"""The list of cases: filtered, assigned, and one case with its sealed contact data."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from surveys.models import Contact, ContactReading
from surveys.services.contacts import sealed_contact
from surveys.services.teams import set_role
from tests.factories import make_unit, make_user

ADDRESS = "/admin/surveys/work/units/"


@pytest.fixture(autouse=True)
def lead(client, person, survey):
    user = person("researcher")
    client.force_login(user)
    return user


@pytest.fixture
def interviewers(survey):
    people = [make_user("interviewer") for _ in range(2)]
    for each in people:
        set_role(survey=survey, user=each, role="interviewer")
    return people


def make_contact(unit, **data):
    contact = sealed_contact(unit, data)
    contact.save()
    return contact


def cases_shown(client, query):
    return {unit.case_id for unit in client.get(ADDRESS + query).context["units"]}


def test_filters_leave_what_fits(client, survey, interviewers):
    open_case = make_unit(survey, stratum="A", interviewer=interviewers[0])
    closed = make_unit(survey, stratum="B", disposition="22")
    held = make_unit(survey, stratum="B", pilot=True)
    held.submissions.create(survey=survey, instance_id="i", sha256="i", state="received")
    assert cases_shown(client, "") == {open_case.case_id, closed.case_id, held.case_id}
    assert cases_shown(client, "?stratum=B") == {closed.case_id, held.case_id}
    assert cases_shown(client, f"?interviewer={interviewers[0].pk}") == {open_case.case_id}
    assert cases_shown(client, "?interviewer=none") == {closed.case_id, held.case_id}
    assert cases_shown(client, "?outcome=open") == {open_case.case_id}
    assert cases_shown(client, "?outcome=22") == {closed.case_id}
    assert cases_shown(client, "?outcome=interview&pilot=yes") == {held.case_id}
    assert cases_shown(client, "?outcome=nonsense") == cases_shown(client, "")


def test_the_list_asks_the_database_no_more_often_for_more_cases(client, survey):
    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(ADDRESS).status_code == 200
        return len(queries)

    make_unit(survey)
    count()
    few = count()
    for _ in range(30):
        make_unit(survey, interviewer=make_user("interviewer")).attempts.create(
            mode="phone", result="nobody"
        )
    assert count() == few


def test_all_that_the_filters_leave_are_shared_out(client, survey, interviewers):
    kept = make_unit(survey, stratum="B")
    units = [make_unit(survey, stratum="A", psu=f"p{number % 2}") for number in range(8)]
    data = {"person": [each.pk for each in interviewers], "which": "all"}
    client.post(f"{ADDRESS}assign/?stratum=A", data)
    for psu in ("p0", "p1"):
        for each in interviewers:
            assert survey.units.filter(psu=psu, interviewer=each).count() == 2
    kept.refresh_from_db()
    assert kept.interviewer is None
    client.post(f"{ADDRESS}assign/", {"nobody": "", "unit": [units[0].pk]})
    units[0].refresh_from_db()
    assert units[0].interviewer is None


def test_somebody_must_be_chosen_from_the_team(client, survey):
    unit = make_unit(survey)
    stranger = make_user("interviewer")
    data = {"person": stranger.pk, "unit": unit.pk}
    answer = client.post(f"{ADDRESS}assign/", data, follow=True)
    assert "Choose one person or more." in answer.content.decode()
    unit.refresh_from_db()
    assert unit.interviewer is None


def test_contact_data_are_read_with_a_reason_and_that_is_kept(client, survey, lead):
    unit = make_unit(survey)
    make_contact(unit, name="Li Na", phone="138")
    address = f"{ADDRESS}{unit.pk}/"
    assert "Li Na" not in client.get(address).content.decode()
    assert client.post(address, {"reason": ""}).status_code == 422
    assert not ContactReading.objects.exists()
    page = client.post(address, {"reason": "a back-check"}).content.decode()
    assert "Li Na" in page
    reading = ContactReading.objects.get()
    assert (reading.reader, reading.reason) == (lead, "a back-check")


def test_contact_data_of_one_case_do_not_open_at_another(survey):
    from portal.vault import VaultError
    from surveys.services.contacts import opened

    contact = make_contact(make_unit(survey), name="Li Na")
    other = Contact(unit=make_unit(survey), sealed=contact.sealed)
    with pytest.raises(VaultError):
        opened(other)


def test_a_viewer_of_the_survey_gets_no_list(client, survey):
    viewer = make_user("researcher")
    set_role(survey=survey, user=viewer, role="viewer")
    client.force_login(viewer)
    assert client.get(ADDRESS).status_code == 404
