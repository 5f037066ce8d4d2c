"""The admin's first page: what awaits each role, and what is to be mended."""

import pytest
from wagtail.users.models import UserProfile

from surveys.services.intake import receive_submission
from tests.factories import make_plain_page
from tests.nse import interviews, survey

__all__ = ["interviews", "survey"]
pytestmark = pytest.mark.django_db


def home(client, user):
    client.force_login(user)
    return client.get("/admin/").content.decode()


def test_an_editor_sees_drafts_with_their_language_and_what_is_to_be_mended(client, person, site):
    page = make_plain_page(site, "Guide")
    page.save_revision()
    html = home(client, person("editor"))
    assert "Not published yet: Guide (English)" in html
    assert f'href="/admin/pages/{page.pk}/edit/"' in html
    assert (
        'href="/admin/reports/content/?kind=summary">Pages without a summary</a> <strong>' in html
    )


def test_a_researcher_sees_the_answers_to_review_and_no_report(client, person, survey, interviews):
    receive_submission(survey=survey, xml=interviews[0])
    html = home(client, person("researcher"))
    assert "1 answer waits for review." in html
    assert "/reports/content/?kind" not in html


def test_where_nothing_waits_the_page_says_so_and_leads_to_the_guide(client, person):
    html = home(client, person("auditor"))
    assert "Nothing waits for you at the moment." in html
    assert 'href="/en/help/auditor/"' in html


def test_it_names_the_site_in_the_language_of_the_person(client, person):
    editor = person("editor")
    assert "Social Security Training Portal" in home(client, editor)
    UserProfile.objects.create(user=editor, preferred_language="zh-hans")
    html = home(client, editor)
    assert "社会保障培训门户" in html
    assert "Social Security Training Portal" not in html
