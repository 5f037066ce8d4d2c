"""A draft may lack what only readers need; nothing incomplete is published."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from briefs.models import Event, Publication
from tests.briefs.makers_forms import event_form, record_form
from tests.briefs.makers_records import listing, make_publication
from tests.factories import make_user

pytestmark = pytest.mark.django_db
PUBLISH = {"action-publish": "publish"}
UNDATED = {"kind": "policy-brief", "state": "published", "date": ""}
FINDING = ("finding", {"sentence": "", "finding": "", "display": "number", "by": ""})


@pytest.fixture
def editor(client):
    client.force_login(make_user("editor"))
    return client


def add(editor, site, model, data):
    """What the editor sees after sending a new record."""
    parent = listing(site)
    address = reverse("wagtailadmin_pages:add", args=["briefs", model._meta.model_name, parent.pk])
    return editor.post(address, data, follow=True).content.decode()


@pytest.mark.parametrize(
    ("model", "data", "words"),
    [
        (Publication, record_form(**UNDATED), "A publication that is out needs its date."),
        (
            Publication,
            record_form(**{**UNDATED, "state": "forthcoming"}),
            "Say when the forthcoming publication is expected.",
        ),
        (Event, event_form(mode="in-person"), "Say where people meet"),
        (
            Publication,
            record_form(body=[FINDING], **{**UNDATED, "date": "2020-12-01"}),
            "This field is required.",
        ),
    ],
)
def test_a_draft_is_kept_and_publishing_says_what_it_lacks(editor, site, model, data, words):
    assert words in add(editor, site, model, {**data, **PUBLISH})
    assert not model.objects.exists()
    assert words not in add(editor, site, model, data)
    assert not model.objects.get().live


def test_an_empty_finding_is_not_called_withdrawn(editor, site):
    data = record_form(body=[FINDING], **{**UNDATED, "date": "2020-12-01"})
    assert "not public any more" not in add(editor, site, Publication, {**data, **PUBLISH})


def test_the_date_of_a_live_publication_may_be_missing_in_its_next_draft(editor, site):
    page = make_publication(site)
    data = record_form(**{**UNDATED, "slug": page.slug})
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    editor.post(address, data)
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().date is None
    assert "needs its date" in editor.post(address, {**data, **PUBLISH}).content.decode()
    assert Publication.objects.get().date is not None


def test_an_incomplete_draft_is_not_published_together_with_others(editor, site):
    add(editor, site, Publication, record_form(**UNDATED))
    page = Page.objects.get(slug="dialogue")
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    for chosen, descendants in ((page, ""), (page.get_parent(), "on")):
        answer = editor.post(
            f"{address}?id={chosen.pk}", {"include_descendants": descendants}, follow=True
        )
        assert "“Dialogue” is not complete" in answer.content.decode()
    assert not Page.objects.get(pk=page.pk).live


def test_a_complete_draft_is_published_together_with_others(editor, site):
    add(editor, site, Publication, record_form(**{**UNDATED, "date": "2020-12-01"}))
    page = Page.objects.get(slug="dialogue")
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    editor.post(f"{address}?id={page.pk}")
    assert Page.objects.get(pk=page.pk).live
