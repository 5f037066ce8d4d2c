"""Pages say where they stand; blocks explain themselves to the editors who choose them."""

from django.apps import apps
from wagtail import blocks
from wagtail.models import Page, get_page_models

from portal.blocks import QuoteBlock, offered
from portal.checks import lacks, page_conventions, unstated
from portal.models import BasePage


def test_every_page_model_of_ours_and_every_block_keeps_the_conventions():
    assert [str(found) for found in page_conventions()] == []


def test_only_wagtail_s_own_page_is_not_built_on_ours():
    assert [model for model in get_page_models() if not issubclass(model, BasePage)] == [Page]


def test_every_page_model_says_what_it_is_for():
    """Editors read it where they choose which kind of page to add."""
    ours = [model for model in get_page_models() if issubclass(model, BasePage)]
    assert [model.__name__ for model in ours if not model.get_page_description()] == []


def test_a_page_that_leaves_its_place_open_is_named():
    class Stray(BasePage):
        class Meta:
            abstract = True
            app_label = "portal"

    said = [found.msg for found in unstated(Stray)]
    assert said[:2] == [
        "Stray does not state parent_page_types.",
        "Stray does not state subpage_types.",
    ]
    assert said[2].startswith("Stray has no template")


def test_a_bare_block_lacks_everything():
    everything = ["template", "description", "icon of its own", "preview"]
    assert list(lacks(blocks.StructBlock([]))) == everything
    assert list(lacks(blocks.StaticBlock())) == everything
    assert list(lacks(QuoteBlock())) == []


def test_blocks_inside_other_blocks_are_looked_at_too():
    inner = blocks.StreamBlock([("quote", QuoteBlock())])
    outer = blocks.StreamBlock([("row", blocks.ListBlock(blocks.StructBlock([("cell", inner)])))])
    assert [path for path, _block in offered(outer, "body")] == ["body.row", "body.row.cell.quote"]


def test_models_of_ours_have_names_for_people():
    """Without them the admin shows the class's name, in English only."""
    unnamed = [
        model.__name__
        for app in ("portal", "surveys", "briefs", "courses")
        for model in apps.get_app_config(app).get_models()
        if "verbose_name" not in model._meta.original_attrs
    ]
    assert unnamed == []
