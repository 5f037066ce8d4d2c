"""Records and what they refer to in the hands of editors and translators."""

import pytest
from wagtail_localize.models import StringTranslation

from briefs.models import (
    Event,
    EventSession,
    RelatedRecord,
)
from portal.translation import translate_page
from tests.briefs.makers_records import (
    chinese,
    make_country,
    make_event,
    make_experience,
    make_figure,
    make_full_experience,
    make_publication,
)
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_an_editor_can_open_the_form_of_every_record_and_snippet(client, site):
    client.force_login(make_user("editor"))
    pages = [make_experience(site), make_publication(site), make_event(site)]
    for page in pages:
        assert client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200
    make_figure()
    for model in ("figure", "source", "scheme", "series", "institution", "person"):
        assert client.get(f"/admin/snippets/briefs/{model}/").status_code == 200
        assert client.get(f"/admin/snippets/briefs/{model}/add/").status_code == 200


def test_a_translator_looks_figures_up_but_does_not_change_them(client, site):
    client.force_login(make_user("translator"))
    assert client.get("/admin/snippets/briefs/figure/").status_code == 200
    assert client.get("/admin/snippets/briefs/figure/add/").status_code == 302


def test_the_form_refuses_a_figure_without_source_and_says_what_to_do(client, site):
    client.force_login(make_user("editor"))
    data = {"measure": "enrolees", "value": "5", "unit": "persons", "kind": "result"}
    data |= {"qualifier": "exact", "date_precision": "year", "country": make_country().pk}
    html = client.post("/admin/snippets/briefs/figure/add/", data).content.decode()
    assert "A figure needs a source: choose the work in which it stands." in html


@pytest.mark.parametrize("field", ["source", "scheme", "country"])
def test_a_key_that_is_none_is_told_in_the_form_and_nothing_typed_is_lost(client, field):
    client.force_login(make_user("editor"))
    data = {"measure": "enrolees", "value": "5", "unit": "persons", "group": "kept", field: "abc"}
    html = client.post("/admin/snippets/briefs/figure/add/", data).content.decode()
    assert "Select a valid choice." in html
    assert 'value="kept"' in html


def test_a_draft_can_be_previewed_with_everything_on_it(site):
    experience = make_full_experience(site)
    experience.title = "Changed title"
    experience.related_records = [RelatedRecord(target=make_publication(site))]
    experience.save_revision()
    event = make_event(site)
    times = {"starts_at": event.starts_at, "ends_at": event.ends_at}
    event.sessions = [EventSession(title="New session", locale=event.locale, **times)]
    event.save_revision()
    for page, words in ((experience, ("Changed title", "He Wenjiong")), (event, ("New session",))):
        html = page.get_latest_revision_as_object().make_preview_request().content.decode()
        for word in words:
            assert word in html


def test_a_translated_session_whose_title_is_too_long_is_named_and_not_published(client, site):
    event = make_event(site)
    times = {"starts_at": event.starts_at, "ends_at": event.ends_at}
    event.sessions = [EventSession(title="Opening", locale=event.locale, **times)]
    event.save_revision().publish()
    page = translate_page(Event.objects.get(pk=event.pk), chinese(), {"Opening": "开幕"})
    StringTranslation.objects.filter(data="开幕").update(data="开" * 201)
    client.force_login(make_user("editor"))
    answer = client.post(f"/admin/pages/{page.pk}/edit/", {"action": "publish"}, follow=True)
    assert "at most 200 characters (it has 201)" in answer.content.decode()
    assert StringTranslation.objects.get(data="开" * 201).has_error
