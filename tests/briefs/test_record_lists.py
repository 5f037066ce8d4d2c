"""Records among others: listings, permanent addresses, who sees what, at which cost."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from briefs.models import (
    Contribution,
    RelatedRecord,
)
from portal.models import PageTopic
from portal.translation import translate_page
from tests.briefs.makers_records import (
    chinese,
    make_event,
    make_experience,
    make_figure,
    make_institution,
    make_publication,
    make_series,
    make_source,
    make_topic,
    text_of,
)

pytestmark = pytest.mark.django_db


def test_drafts_and_private_records_are_hidden(client, site):
    draft, private = make_experience(site, "Draft"), make_experience(site, "Private")
    draft.unpublish()
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(draft.get_url()).status_code == 404
    assert client.get(private.get_url()).status_code == 302
    listed = text_of(client, private.get_parent())
    assert "Draft" not in listed
    assert "Private" not in listed
    for page in (draft, private):
        assert client.get(f"/r/{page.permanent_id}").status_code == 404


def test_the_permanent_address_leads_to_the_page_in_the_visitors_language(client, site):
    page = make_experience(site)
    translate_page(page.get_parent(), chinese(), {})
    translated = translate_page(page, chinese(), {})
    address = f"/r/{page.permanent_id}"
    assert client.get(address, headers={"accept-language": "en"}).url.endswith(page.get_url())
    assert client.get(address, headers={"accept-language": "zh-CN"}).url.endswith(
        translated.get_url()
    )
    translated.unpublish()
    assert client.get(address, headers={"accept-language": "zh-CN"}).url.endswith(page.get_url())
    assert client.get("/r/0000000000").status_code == 404


def queries(client, page):
    address = page.get_url()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_a_page_with_six_of_everything_costs_as_many_queries_as_with_two(client, site):
    def page(number):
        figures = [make_figure(group="same", source=make_source()) for _each in range(number)]
        made = make_experience(
            site, f"With {number}", body=[("figure", {"figure": one}) for one in figures]
        )
        institutions = [make_institution() for _each in range(number)]
        made.contributions = [Contribution(institution=one, role="funder") for one in institutions]
        topics = [make_topic(f"topic-{each}") for each in range(number)]
        made.page_topics = [PageTopic(topic=topic) for topic in topics]
        targets = [make_publication(site, f"Target {number} {each}") for each in range(number)]
        made.related_records = [RelatedRecord(target=target) for target in targets]
        made.save_revision().publish()
        return made

    few, many = page(2), page(6)
    queries(client, few)
    assert queries(client, many) == queries(client, few)


def test_a_listing_of_six_costs_as_many_queries_as_of_two(client, site):
    makers = (make_experience, make_publication, make_event)
    pages = [maker(site, f"{number}") for number in range(2) for maker in makers]
    for page in pages[3:]:
        page.unpublish()
    parent = pages[0].get_parent().specific
    queries(client, parent)
    few = queries(client, parent)
    Page.objects.filter(pk__in=[page.pk for page in pages]).update(live=True)
    assert queries(client, parent) == few


def test_listings_show_kind_and_date_and_can_be_narrowed_by_kind(client, site):
    brief = make_publication(site, number=1, series=make_series())
    note = make_publication(site, "A note", kind="technical-note", date=date(2019, 5, 1))
    page = brief.get_parent()
    html = text_of(client, page)
    assert html.index("Policy brief 1") < html.index("1 December 2020") < html.index(note.title)
    narrowed = text_of(client, page, kind="technical-note")
    assert note.title in narrowed
    assert brief.title not in narrowed
