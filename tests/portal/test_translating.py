"""Translators prepare pages in the other language; what the public sees is for editors to change."""

import re
from html import unescape

import pytest
from wagtail.models import Locale, Page
from wagtail_localize.models import TranslationSource

from portal.translation import translate_page
from tests.factories import make_plain_page


@pytest.fixture
def guide(site):
    """A page with a new title of which its Chinese version knows nothing yet."""
    page = make_plain_page(site, "Guide")
    translate_page(page, Locale.objects.get(language_code="zh-hans"), {"Guide": "指南"})
    page.title = "Guide, second edition"
    page.save_revision().publish()
    return page


def shown(guide):
    """The public title and the alias state of the Chinese page."""
    chinese = Page.objects.get(pk=guide.get_translations().get().pk)
    return chinese.title, chinese.alias_of_id


@pytest.mark.parametrize(
    ("group", "title"), [("translator", "指南"), ("editor", "Guide, second edition")]
)
def test_handing_new_texts_over_publishes_them_for_editors_only(
    client, person, guide, group, title
):
    client.force_login(person(group))
    source = TranslationSource.objects.get_for_instance(guide)
    address = f"/admin/localize/update/{source.pk}/"
    told = "An editor publishes the page" in client.get(address).content.decode()
    assert told == (group == "translator")
    client.post(address, {"publish_translations": "on"})
    assert shown(guide) == (title, None)
    assert source.stringsegment_set.filter(string__data="Guide, second edition").exists()


@pytest.mark.parametrize(("group", "given_up"), [("translator", False), ("editor", True)])
def test_a_translation_is_given_up_by_editors_only(client, person, guide, group, given_up):
    client.force_login(person(group))
    chinese = guide.get_translations().get()
    client.post(f"/admin/localize/page/{chinese.pk}/convert_to_alias/")
    title = "Guide, second edition" if given_up else "指南"
    assert shown(guide) == (title, guide.pk if given_up else None)


@pytest.mark.parametrize(("group", "source"), [("translator", 302), ("editor", 200)])
def test_the_source_is_for_editors_to_write(client, person, guide, group, source):
    client.force_login(person(group))
    chinese = guide.get_translations().get()
    opened = [client.get(f"/admin/pages/{page.pk}/edit/").status_code for page in (guide, chinese)]
    assert opened == [source, 200]


@pytest.mark.parametrize(("group", "enabled"), [("translator", True), ("editor", False)])
def test_a_translation_is_made_a_page_of_its_own_by_editors_only(
    client, person, guide, group, enabled
):
    client.force_login(person(group))
    translation = TranslationSource.objects.get_for_instance(guide).translations.get()
    client.post(f"/admin/localize/translate/{translation.pk}/disable/")
    translation.refresh_from_db()
    assert translation.enabled is enabled


@pytest.mark.parametrize(("group", "told"), [("translator", True), ("editor", False)])
def test_translators_are_told_who_publishes_and_are_offered_the_preview_only(
    client, person, guide, group, told
):
    client.force_login(person(group))
    chinese = guide.get_translations().get()
    html = client.get(f"/admin/pages/{chinese.pk}/edit/").content.decode()
    assert ("Each text is saved by itself. An editor publishes" in html) is told
    assert ('class="without-publishing"' in html) is told


def test_the_editor_of_the_translation_leads_to_new_texts(client, person, guide):
    client.force_login(person("translator"))
    chinese = guide.get_translations().get()
    address = f"/admin/pages/{chinese.pk}/edit/"
    html = client.get(address).content.decode()
    assert "The source has changed since it was translated." in html
    hand_over = unescape(re.search(r'href="(/admin/localize/update/[^"]+)"', html)[1])
    assert client.post(hand_over)["Location"] == address
    assert "The source has changed" not in client.get(address).content.decode()
