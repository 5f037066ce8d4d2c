"""The page of roles says neither more nor less than the groups may do."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from portal.accounts.roles import ACTORS, WITHOUT_ACCOUNT
from portal.registries import rights, rights_of

pytestmark = pytest.mark.django_db


def permissions_of(group):
    """All that the migrations gave a group: on the site, on pages, on pictures and documents."""
    found = [
        *group.permissions.select_related("content_type"),
        *(on.permission for on in GroupPagePermission.objects.filter(group=group)),
        *(on.permission for on in GroupCollectionPermission.objects.filter(group=group)),
    ]
    return {f"{each.content_type.app_label}.{each.codename}" for each in found}


def test_the_eleven_actors_are_the_nine_groups_and_two_without_an_account():
    groups = Group.objects.values_list("name", flat=True)
    assert sorted(actor.key for actor in ACTORS) == sorted([*groups, *WITHOUT_ACCOUNT])


@pytest.mark.parametrize("name", [actor.key for actor in ACTORS])
def test_what_is_told_of_a_role_is_what_its_group_may_do(name):
    told = set().union(*(right.permissions for right in rights_of(name)))
    group = Group.objects.filter(name=name).first()
    assert told == (permissions_of(group) if group else set())


def test_every_right_belongs_to_actors_that_exist():
    known = {actor.key for actor in ACTORS}
    assert {key for key, right in rights.items() if not right.actors <= known} == set()


def test_every_actor_may_do_something():
    assert [actor.key for actor in ACTORS if not rights_of(actor.key)] == []


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ["Respondent", "Release a course"]), ("zh-hans", ["受访者", "发布课程，供班级学习"])],
)
def test_everybody_can_read_it(client, site, language, words):
    page = client.get(f"/{language}/account/roles/").content.decode()
    assert page.count('class="role"') == 11
    assert all(word in page for word in words)


def test_one_s_own_role_is_marked(client, site, person):
    client.force_login(person("translator"))
    page = client.get("/en/account/roles/").content.decode()
    assert page.count("your role") == 1
