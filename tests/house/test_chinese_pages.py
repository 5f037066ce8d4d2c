"""Every Chinese page of the demonstration is set as Chinese is: no sentence after a space."""

import re

import pytest
from django.db import transaction
from django.test import override_settings

from briefs.demo import build_demo as build_briefs
from courses.demo import build_demo as build_courses
from portal.demo.site import build_site, make_accounts
from portal.models import User
from tests.chinese import badly_joined

LINK = re.compile(r'href="(/zh-hans/[^"#?]*)[#"]')
MUCH = 50
"""Pages that a visitor reaches by links alone, at least."""
SEARCHES = [f"/zh-hans/search/?q={words}" for words in ("养老", "工伤保险", "社会保险法")]


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demonstration without its survey, built once."""
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with media, django_db_blocker.unblock(), transaction.atomic():
        build_site()
        make_accounts("a given pass phrase")
        build_briefs(lambda line: None)
        build_courses(lambda line: None)
        yield
        transaction.set_rollback(True)


pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.django_db]


def walked(client):
    """All pages that links lead to from the home page, by address."""
    pages, ahead = {}, ["/zh-hans/", *SEARCHES]
    while ahead:
        address = ahead.pop()
        answer = client.get(address)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            pages[address] = answer.content.decode()
            ahead += {*LINK.findall(pages[address])} - {*pages, *ahead}
    return pages


@pytest.mark.parametrize("group", [None, "trainee"])
def test_sentences_stand_without_a_space_between_them(client, group):
    if group:
        client.force_login(User.objects.get(email=f"{group}@demo.example"))
    pages = walked(client)
    assert len(pages) > MUCH
    wrong = {address: found for address, html in pages.items() if (found := badly_joined(html))}
    assert wrong == {}
