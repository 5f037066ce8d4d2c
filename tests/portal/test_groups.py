"""Nine groups exist after migration, with the rights that pages and files know."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import GroupApprovalTask

pytestmark = pytest.mark.django_db

GROUPS = """
    administrator auditor editor interviewer partner researcher trainee trainer translator
""".split()


def test_the_nine_groups_and_no_other():
    assert sorted(Group.objects.values_list("name", flat=True)) == GROUPS


@pytest.mark.parametrize(
    ("group", "write", "publish"),
    [
        ("editor", True, True),
        ("translator", True, False),
        ("administrator", True, True),
        ("researcher", False, False),
        ("trainee", False, False),
        ("auditor", False, False),
    ],
)
def test_who_may_write_and_publish_pages(site, person, group, write, publish):
    rights = site.permissions_for_user(person(group))
    assert (rights.can_edit(), rights.can_publish()) == (write, publish)


@pytest.mark.parametrize(
    ("group", "status"),
    [
        ("editor", 200),
        ("translator", 200),
        ("administrator", 200),
        ("trainer", 200),
        ("trainee", 302),
        ("interviewer", 302),
        ("partner", 302),
    ],
)
def test_who_enters_the_editor(client, site, person, group, status):
    client.force_login(person(group))
    assert client.get(reverse("wagtailadmin_home")).status_code == status


def test_administrators_keep_the_accounts(client, site, person):
    client.force_login(person("administrator"))
    assert client.get(reverse("wagtailusers_users:index")).status_code == 200
    assert client.get(reverse("wagtailusers_users:add")).status_code == 200


def test_pages_are_approved_by_our_editors():
    groups = GroupApprovalTask.objects.get().groups.values_list("name", flat=True)
    assert set(groups) == {"editor", "administrator"}
