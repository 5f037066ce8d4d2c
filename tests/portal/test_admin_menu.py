"""Every entry of the admin's menu opens, for everyone who sees it."""

import re

import pytest
from django.utils.translation import gettext, override

GROUPS = ["administrator", "editor", "translator", "trainer", "researcher", "auditor"]


# The list of translations in wagtail-localize is paged without an order.
@pytest.mark.filterwarnings("ignore::django.core.paginator.UnorderedObjectListWarning")
@pytest.mark.parametrize("group", GROUPS)
def test_every_entry_opens(client, person, site, group):
    client.force_login(person(group, is_superuser=group == "administrator"))
    home = client.get("/admin/")
    assert home.status_code == 200
    found = set(re.findall(r'"url": "(/admin/[^"]+)"', home.content.decode()))
    assert found
    broken = {
        address: status
        for address in sorted(found - {"/admin/logout/"})
        if (status := client.get(address, follow=True).status_code) != 200
    }
    assert broken == {}


def test_the_menu_calls_pages_pages_in_chinese():
    """A text of ours that reads like one of Wagtail's would replace it."""
    with override("zh-hans"):
        assert gettext("Pages") == "页面"
