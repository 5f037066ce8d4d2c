"""Every list of snippets can be searched, narrowed and sorted, by all that it offers and at once."""

import pytest
from django.urls import reverse
from django.utils.translation import override
from wagtail.snippets.models import get_snippet_models

from portal.models import Country
from portal.snippets import SnippetChooser
from tests.factories import make_user

pytestmark = pytest.mark.django_db
OURS = [
    model
    for model in get_snippet_models()
    if model._meta.app_label in ("portal", "briefs", "courses", "surveys")
]


def offered(view):
    """The queries by which the page narrows and sorts its list, each with a searched word."""
    form = view.filters.form if view.filters else None
    for name, field in form.fields.items() if form else ():
        choices = getattr(field, "choices", None) or [("1", "")]
        value = next((getattr(key, "value", key) for key, _label in choices if key), "1")
        yield {name: value}
    for ordering in view.get_valid_orderings():
        yield {"ordering": ordering}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_a_search_can_be_narrowed_and_sorted(client, model):
    client.force_login(make_user(is_superuser=True))
    address = reverse(model.snippet_viewset.get_url_name("list"))
    everything = {}
    for query in offered(client.get(address).context["view"]):
        everything |= query
        assert client.get(address, {"q": "a", **query}).status_code == 200, query
    assert client.get(address, {"q": "a", **everything}).status_code == 200


def test_the_lists_of_figures_and_questions_are_among_them(client):
    client.force_login(make_user(is_superuser=True))
    found = {}
    for model in OURS:
        view = client.get(reverse(model.snippet_viewset.get_url_name("list"))).context["view"]
        found[model.__name__] = {key for query in offered(view) for key in query.values()}
    assert {"measure", "-measure"} <= found["Figure"]
    assert {"name", "-name"} <= found["Question"]


def test_choosers_speak_the_language_of_whoever_sees_them():
    chooser = SnippetChooser(Country)
    for language, words in (("en", "Choose country"), ("zh-hans", "选择 国家")):
        with override(language):
            assert words in chooser.render("country", None, {"id": "country"})
