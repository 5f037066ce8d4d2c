"""Wagtail's own search fields answer hostile strings too; with its own backend some are a 500."""

import pytest

from tests.portal.search.hostile import HOSTILE

SEARCHES = (
    "/admin/pages/search/",
    "/admin/pages/{home}/",
    "/admin/choose-page/search/",
    "/admin/images/",
    "/admin/images/chooser/results/",
    "/admin/documents/",
    "/admin/users/",
    "/admin/snippets/portal/topic/",
)


@pytest.mark.parametrize("address", SEARCHES)
def test_hostile_queries_are_answered(site, client, person, address):
    client.force_login(person(is_superuser=True))
    answers = {
        query: client.get(address.format(home=site.pk), {"q": query}).status_code
        for query in HOSTILE
    }
    assert answers == dict.fromkeys(HOSTILE, 200)
