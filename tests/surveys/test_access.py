"""Who may do what in one survey, as a table; and whose exports, keys, releases and cases open."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.utils import timezone

from surveys import access
from surveys.models import Survey
from surveys.services.keys import (
    make_api_key,
    new_collector_key,
    revoke_api_key,
    revoke_collector_key,
)
from surveys.services.teams import set_role
from tests.factories import make_unit, make_user
from tests.surveys.makers_releases import make_release, show

CAPABILITIES = ["view", "answers", "field", "design", "team"]
RIGHTS = """
              view answers field design team
lead          yes  yes     yes   yes    yes
analyst       yes  yes     no    yes    no
supervisor    yes  yes     yes   no     no
viewer        yes  no      no    no     no
interviewer   no   no      no    no     no
stranger      no   no      no    no     no
auditor       yes  no      no    no     no
administrator yes  yes     yes   yes    yes
"""
TABLE = {role: rights for role, *rights in (line.split() for line in RIGHTS.splitlines()[2:])}
FOR_READING = {"viewed_survey": "view", "read_survey": "answers", "fielded_survey": "field"}
FOR_CHANGING = {"edited_survey": "design", "led_survey": "team"}
DOORS = FOR_READING | FOR_CHANGING


@pytest.fixture
def work(db):
    return Survey.objects.create(slug="work", titles={"en": "Work"}, state="open")


def somebody(role, survey):
    """A person with this role in the survey, or of the group that sees or leads all of them."""
    if role in ("auditor", "administrator"):
        return make_user(role)
    user = make_user("researcher")
    if role != "stranger":
        set_role(survey=survey, user=user, role=role)
    return user


def opens(function, *arguments):
    try:
        return function(*arguments) is not None
    except Http404:
        return False


@pytest.mark.parametrize("role", TABLE)
def test_the_table_of_rights(work, role):
    user = somebody(role, work)
    may = [right == "yes" for right in TABLE[role]]
    assert [each in access.capabilities(user, work) for each in CAPABILITIES] == may
    assert [access.surveys_where(user, each).exists() for each in CAPABILITIES] == may
    right = dict(zip(CAPABILITIES, may, strict=True))
    assert {door: opens(getattr(access, door), user, "work") for door in DOORS} == {
        door: right[capability] for door, capability in DOORS.items()
    }


def test_a_role_is_one_of_its_own_survey(work):
    other = Survey.objects.create(slug="other", titles={"en": "Other"})
    lead = somebody("lead", work)
    assert access.capabilities(lead, other) == frozenset()
    assert list(access.surveys_where(lead, "view")) == [work]


@pytest.mark.parametrize(
    ("role", "has_cases", "interviews"),
    [
        ("lead", True, True),
        ("supervisor", True, True),
        ("interviewer", True, True),
        ("analyst", True, False),
        ("viewer", False, False),
        ("stranger", False, False),
    ],
)
def test_who_interviews(work, role, has_cases, interviews):
    user = somebody(role, work)
    unit = make_unit(work, interviewer=user)
    other_s = make_unit(work, interviewer=make_user("interviewer"))
    assert opens(access.own_case, user, "work", unit.pk) is has_cases
    assert not opens(access.own_case, user, "work", other_s.pk)
    assert access.interviewer_at(user, work) == (user if interviews else None)
    assert access.interviewer_at(AnonymousUser(), work) is None


def test_an_export_opens_for_whoever_asked_for_it_until_it_expires(work):
    owner, colleague = somebody("analyst", work), somebody("lead", work)
    soon = timezone.now() + timedelta(hours=1)
    export = work.exports.create(owner=owner, format="csv", expires_at=soon)
    assert access.own_export(owner, "work", export.public_id) == export
    assert not opens(access.own_export, colleague, "work", export.public_id)
    work.members.filter(user=owner).update(role="viewer")
    assert not opens(access.own_export, owner, "work", export.public_id)
    work.members.filter(user=owner).update(role="analyst")
    work.exports.update(expires_at=timezone.now())
    assert not opens(access.own_export, owner, "work", export.public_id)


def test_an_import_belongs_to_those_who_design(work):
    soon = timezone.now() + timedelta(hours=1)
    brought = work.answer_imports.create(expires_at=soon)
    for role, may in {"analyst": True, "supervisor": False, "viewer": False}.items():
        assert opens(access.answer_import, somebody(role, work), "work", brought.public_id) is may


def test_a_machine_s_key_opens_its_survey_until_it_is_withdrawn(work):
    other = Survey.objects.create(slug="other", titles={"en": "Other"})
    token = make_api_key(survey=work, label="a", all_states=False, actor=make_user("researcher"))
    key = access.api_key(f"Bearer {token}", work.public_id)
    assert key.survey == work
    assert access.api_key(f"bearer {token}", work.public_id) == key
    for header, survey in (
        (f"Bearer {token}", other), (f"Basic {token}", work), (token, work), ("Bearer ", work),
        (f"Bearer {token[:-1]}", work), ("", work),
    ):  # fmt: skip
        assert access.api_key(header, survey.public_id) is None
    revoke_api_key(key=key)
    assert access.api_key(f"Bearer {token}", work.public_id) is None


def test_a_device_s_key_is_known_after_it_is_withdrawn_but_logs_in_no_more(work):
    made = new_collector_key(survey=work)
    assert access.collector_key(made.token) == made.key
    assert access.collector_key(made.token[:-1]) is None
    assert access.collector_login(made.key.username) == made.key
    revoke_collector_key(key=made.key)
    assert access.collector_key(made.token).revoked_at is not None
    assert access.collector_login(made.key.username) is None


def test_a_release_is_public_once_a_page_shows_it(site, work):
    release = make_release(work)
    assert opens(access.readable_release, somebody("viewer", work), release.public_id)
    for nobody in (AnonymousUser(), somebody("interviewer", work)):
        assert not opens(access.readable_release, nobody, release.public_id)
    show(release, site)
    assert access.readable_release(AnonymousUser(), release.public_id) == release


def test_a_questionnaire_is_previewed_by_those_who_see_its_survey(survey):
    version = survey.instrument_versions.get()
    assert access.previewed_version(somebody("viewer", survey), version.pk) == version
    for nobody in (AnonymousUser(), somebody("interviewer", survey)):
        assert not opens(access.previewed_version, nobody, version.pk)
