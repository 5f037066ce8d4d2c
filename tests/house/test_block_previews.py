"""The editor's preview of every block can be looked at, in both languages."""

import pytest
from django.urls import reverse
from wagtail.admin.icons import get_icons
from wagtail.fields import StreamField
from wagtail.models import get_page_models

from portal.checks import offered
from tests.briefs.makers_records import make_figure
from tests.factories import make_user

pytestmark = pytest.mark.django_db
BLOCKS = {
    path: block
    for model in get_page_models()
    for field in model._meta.get_fields()
    if isinstance(field, StreamField)
    for path, block in offered(field.stream_block, f"{model.__name__}.{field.name}")
}


def test_blocks_inside_blocks_are_among_them():
    assert {"LessonPage.body.worked_example", "Publication.body.figure"} <= BLOCKS.keys()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("path", BLOCKS)
def test_a_preview_is_shown(client, path, language):
    make_figure()
    client.force_login(make_user("editor"))
    query = {"id": BLOCKS[path].definition_prefix}
    answer = client.get(
        reverse("wagtailadmin_block_preview"), query, headers={"accept-language": language}
    )
    assert answer.status_code == 200


def test_every_block_has_an_icon_that_there_is():
    drawn = get_icons()
    icons = {path: block.meta.icon for path, block in BLOCKS.items()}
    assert {path: icon for path, icon in icons.items() if f'id="icon-{icon}"' not in drawn} == {}
