"""Every entry of the admin's menu opens, for everyone who sees it."""

import re

import pytest

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


def test_the_menu_calls_pages_pages_in_chinese(client, person, site):
    """A text of ours that reads like one of Wagtail's replaces it everywhere."""
    client.force_login(person("editor"))
    html = client.get("/admin/", headers={"accept-language": "zh-hans"}).content.decode()
    assert "页面" in html
    assert "页码" not in html
