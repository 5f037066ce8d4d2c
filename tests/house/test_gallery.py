"""Every component and every block stands in the gallery."""

from pathlib import Path

import pytest
from django.conf import settings

from portal.gallery import COLOURS
from tests.house.contrast import schemes
from tests.house.test_css import CSS

COMPONENTS = sorted(
    str(path).partition("/templates/")[2]
    for app in ("portal", "surveys", "briefs", "courses")
    for path in Path(settings.ROOT, app, "templates").rglob("components/*.html")
)
SEEN_WITH_ANOTHER = {"sheet", "on-band", "on-band-muted", "focus-edge"}
"""Colours that are only seen together with another."""


@pytest.fixture
def gallery(client, site, person):
    """What an editor is shown, by language."""
    client.force_login(person("editor"))
    return lambda language: client.get(f"/{language}/gallery/")


def test_no_component_is_missing(gallery):
    shown = {template.name for template in gallery("en").templates}
    assert [name for name in COMPONENTS if name not in shown] == []


def test_every_block_stands_in_it_with_a_name_and_a_sample(gallery):
    blocks = gallery("en").context["blocks"]
    assert len(blocks) > 15
    assert [part.source for part in blocks if not str(part.name)] == []


def test_it_speaks_the_reader_s_language(gallery):
    assert "农村合作医疗" in gallery("zh-hans").content.decode()


def test_every_colour_is_shown():
    known = set(schemes((CSS / "tokens.css").read_text())["light"])
    assert {*COLOURS.split()} == known - SEEN_WITH_ANOTHER
