"""What the publishing of a page means for its translations: are they behind, when do they go live?"""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, TranslationSource

from portal.content_checks import findings
from portal.models import PlainPage
from portal.publishing import publish_due
from portal.translation import translate_page
from tests.factories import make_plain_page

HOUR = timedelta(hours=1)
LATER = timezone.now().replace(second=0, microsecond=0) + 2 * HOUR
STORY = [("text", '<p data-block-key="key1">Words.</p>')]


def chinese():
    return Locale.objects.get(language_code="zh-hans")


@pytest.fixture
def guide(site):
    """A page whose Chinese version is public."""
    page = make_plain_page(site, "Guide", story=STORY)
    page = PlainPage.objects.get(pk=page.pk)
    translate_page(page, chinese(), {"Guide": "指南", "Words.": "文字。"})
    return PlainPage.objects.get(pk=page.pk)


def published(page, **fields):
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


class TestBehind:
    @pytest.fixture
    def behind(self, person):
        editor = person("editor")
        return lambda: [row.name for row in findings(editor, "outdated")]

    def test_publishing_the_same_again_changes_nothing(self, guide, behind):
        published(guide)
        assert behind() == []

    def test_nor_does_the_mark_that_the_editor_gives_a_paragraph(self, guide, behind):
        stored = json.dumps(list(guide.story.raw_data)).replace("key1", "key2")
        published(guide, story=stored)
        assert behind() == []

    def test_nor_do_spaces_at_the_end_of_a_paragraph(self, guide, behind):
        stored = json.dumps(list(guide.story.raw_data)).replace("Words.", "Words. ")
        published(guide, story=stored)
        assert behind() == []

    @pytest.mark.parametrize("field", ["title", "slug"])
    def test_a_text_or_what_both_share_is_to_be_handed_over(self, guide, behind, field):
        published(guide, **{field: "second"})
        assert behind() == ["指南"]

    def test_taking_the_change_back_is_no_change(self, guide, behind):
        published(guide, title="Guide 2")
        published(guide, title="Guide")
        assert behind() == []

    def test_the_report_costs_the_same_for_many(self, site, person, guide):
        editor = person("editor")

        def cost():
            with CaptureQueriesContext(connection) as asked:
                list(findings(editor, "outdated"))
            return len(asked)

        published(guide, title="Guide 2")
        cost()
        few = cost()
        for number in range(4):
            page = make_plain_page(site, f"Page {number}")
            translate_page(page, chinese(), {})
            published(page, title=f"Page {number}, again")
        assert cost() == few
        assert len(findings(editor, "outdated")) == 5


class TestSchedule:
    @pytest.fixture
    def draft(self, site):
        """A page that nobody sees yet, with a translation that nobody sees either."""
        page = make_plain_page(site, "Guide", story=STORY)
        page.unpublish()
        page = PlainPage.objects.get(pk=page.pk)
        translate_page(page, chinese(), {"Guide": "指南", "Words.": "文字。"}).unpublish()
        return PlainPage.objects.get(pk=page.pk)

    @pytest.fixture
    def publish(self, client, person, django_capture_on_commit_callbacks):
        """Publish the Chinese page in the translation editor; gives what its next page tells."""
        client.force_login(person("editor"))

        def publish(page):
            address = f"/admin/pages/{translated(page).pk}/edit/"
            with django_capture_on_commit_callbacks(execute=True):
                answer = client.post(address, {"action": "publish"}, follow=True)
            return answer.content.decode()

        return publish

    @pytest.fixture
    def at(self, monkeypatch):
        """Let the worker look at some time."""

        def at(moment):
            monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
            publish_due()

        return at

    def test_both_go_live_at_the_same_time(self, draft, publish, at):
        published(draft, go_live_at=LATER)
        answer = publish(draft)
        assert "This version goes live with its source:" in answer
        assert "(Beijing time, UTC+08:00)" in answer
        assert not translated(draft).live
        at(LATER - HOUR)
        assert live(draft) == (False, False)
        at(LATER + HOUR)
        assert live(draft) == (True, True)
        assert Client().get(translated(draft).url).status_code == 200

    def test_the_dialogue_of_the_schedule_says_whose_times_it_takes(self, draft, client, publish):
        html = client.get(f"/admin/pages/{draft.pk}/edit/").content.decode()
        assert "Times are those of the time zone in your profile." in html

    def test_the_editor_of_the_translation_says_so_before(self, draft, client, publish):
        address = f"/admin/pages/{translated(draft).pk}/edit/"
        assert "The source goes live" not in client.get(address).content.decode()
        published(draft, go_live_at=LATER)
        assert "The source goes live" in client.get(address).content.decode()
        publish(draft)
        assert "The source goes live" not in client.get(address).content.decode()

    def test_what_the_translation_lacks_is_said(self, draft, publish):
        published(draft, go_live_at=LATER)
        assert "The source has changed" not in publish(draft)
        published(draft, title="Guide, extended")
        html = publish(draft)
        assert "The source has changed since it was translated." in html
        assert "Some texts are still" not in html
        source = TranslationSource.objects.get_for_instance(draft)
        source.update_from_db()
        assert "Some texts are still in the source language." in publish(draft)

    def test_another_time_holds_for_both(self, draft, publish, at):
        published(draft, go_live_at=LATER)
        publish(draft)
        published(draft, go_live_at=LATER + 2 * HOUR, expire_at=LATER + 4 * HOUR)
        at(LATER + HOUR)
        assert live(draft) == (False, False)
        at(LATER + 3 * HOUR)
        assert live(draft) == (True, True)
        at(LATER + 5 * HOUR)
        assert live(draft) == (False, False)

    def test_publishing_the_source_now_publishes_both(self, draft, publish):
        published(draft, go_live_at=LATER)
        publish(draft)
        published(draft, go_live_at=None)
        assert live(draft) == (True, True)

    def test_a_schedule_is_taken_back_for_both(self, draft, publish, client):
        published(draft, go_live_at=LATER)
        publish(draft)
        revision = Page.objects.get(pk=draft.pk).scheduled_revision
        client.post(f"/admin/pages/{draft.pk}/revisions/{revision.pk}/unschedule/")
        assert not translated(draft).approved_schedule

    def test_a_translation_that_is_not_published_does_not_wait(self, draft, at):
        published(draft, go_live_at=LATER)
        at(LATER + HOUR)
        assert live(draft) == (True, False)

    def test_an_end_that_the_source_is_given_holds_for_its_translation(self, guide, at):
        published(guide, expire_at=LATER)
        at(LATER + HOUR)
        assert live(guide) == (False, False)

    def test_after_scheduling_the_editor_learns_which_languages_wait(self, draft, client, publish):
        from portal.views.scheduling import tell_of_translations

        def told():
            request = client.get("/admin/").wsgi_request
            tell_of_translations(request, Page.objects.get(pk=draft.pk).specific)
            return " ".join(message.message for message in request._messages)

        assert told() == ""
        published(draft, go_live_at=LATER)
        assert "The page in Simplified Chinese does not go live at the same time yet" in told()
        publish(draft)
        assert "The page in Simplified Chinese goes live at the same time." in told()


def translated(page):
    return page.get_translations().get()


def live(page):
    """Whether the public sees the page and its translation."""
    return Page.objects.get(pk=page.pk).live, translated(page).live


def test_taking_a_page_down_tells_which_translations_stay_public(guide, client, person):
    client.force_login(person("editor"))
    answer = client.post(f"/admin/pages/{guide.pk}/unpublish/", follow=True)
    assert "The page in Simplified Chinese stays public." in answer.content.decode()
    translated(guide).unpublish()
    published(guide)
    answer = client.post(f"/admin/pages/{guide.pk}/unpublish/", follow=True)
    assert "stays public" not in answer.content.decode()


class TestDrafts:
    """Translations of a page that is not public yet take over its newest draft."""

    @pytest.fixture
    def draft(self, site):
        page = PlainPage(title="Begun", locale=site.locale, live=False)
        site.add_child(instance=page)
        page.save_revision()
        page.title = "Written"
        page.save_revision()
        return page

    def test_when_a_translation_begins(self, draft, client, person):
        client.force_login(person("editor"))
        client.post(f"/admin/localize/submit/page/{draft.pk}/", {"locales": [chinese().pk]})
        assert translated(draft).title == "Written"
        assert "Written" in strings(draft)
        assert not Page.objects.get(pk=draft.pk).live

    def test_when_it_is_brought_up_to_date(self, draft, client, person):
        client.force_login(person("translator"))
        source, _ = TranslationSource.get_or_create_from_instance(draft)
        Translation.objects.create(source=source, target_locale=chinese()).save_target(
            publish=False
        )
        draft.title = "Finished"
        draft.save_revision()
        client.post(f"/admin/localize/update/{source.pk}/", {})
        assert "Finished" in strings(draft)

    def test_what_is_public_is_handed_over_as_the_public_sees_it(self, guide, client, person):
        client.force_login(person("editor"))
        guide.title = "Not yet"
        guide.save_revision()
        source = TranslationSource.objects.get_for_instance(guide)
        client.post(f"/admin/localize/update/{source.pk}/", {})
        assert "Guide" in strings(guide)


def strings(page):
    source = TranslationSource.objects.get_for_instance(page)
    return set(source.stringsegment_set.values_list("string__data", flat=True))
