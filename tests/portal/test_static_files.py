"""Production serves one compressed style sheet, and a first page is light."""

import gzip
import json

import pytest
from django.conf import settings as site_settings
from django.core.management import call_command

from portal.static_files import SHEET, bundled
from tests.house.contrast import schemes
from tests.house.test_css import CSS

FIRST_PAGE, STYLE = 100_000, 25_000
PAGES = ["/en/", "/zh-hans/", "/en/surveys/", "/en/about/", "/en/search/?q=health"]


@pytest.fixture
def collected(settings, tmp_path):
    """The folder of collected files and their names by the names of their sources."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "portal.static_files.SiteStaticFilesStorage"},
    }
    call_command("collectstatic", ignore_patterns=["wagtail*"], interactive=False, verbosity=0)
    return tmp_path, json.loads((tmp_path / "staticfiles.json").read_text())["paths"]


def test_imports_become_layers_in_their_order():
    parts = {
        "a.css": "/* not sent */\n.a { color: red }\n",
        "parts/b.css": '.b { background: url("../img/b.svg") }\n',
    }
    sheet = '@layer one, two;\n@import url("a.css") layer(one);\n@import url("parts/b.css") layer(two);\n'
    assert bundled(sheet, parts.__getitem__).split("\n") == [
        "@layer one, two;",
        "@layer one {",
        ".a { color: red }",
        "}",
        "",
        "@layer two {",
        '.b { background: url("img/b.svg") }',
        "}",
        "",
        "",
    ]


def test_the_style_sheet_is_one_small_file_and_leads_to_hashed_ones(collected):
    folder, names = collected
    sheet = (folder / names[SHEET]).read_text()
    assert "@import" not in sheet
    for source in ("portal/img/arcs.svg", "portal/fonts/STIXTwoMath-subset.woff2"):
        assert names[source].removeprefix("portal/") in sheet
    assert (folder / f"{names[SHEET]}.gz").stat().st_size < STYLE


@pytest.mark.parametrize("address", PAGES)
def test_a_first_page_is_light(collected, client, site, address):
    """Markup and style sheet, compressed; pictures and what a reader opens come on top."""
    folder, names = collected
    html = client.get(address).content
    assert names[SHEET] in html.decode()
    assert len(gzip.compress(html)) + (folder / f"{names[SHEET]}.gz").stat().st_size < FIRST_PAGE


def test_pictures_of_the_site_are_small_and_named_in_each_page(client, site):
    band = schemes((CSS / "tokens.css").read_text())["light"]["band"]
    folder = site_settings.ROOT / "portal/static/portal/img"
    for language in ("en", "zh-hans"):
        html = client.get(f"/{language}/").content.decode()
        assert (folder / f"card.{language}.png").stat().st_size < FIRST_PAGE
        assert (
            f'property="og:image" content="http://testserver/static/portal/img/card.{language}.png"'
            in html
        )
        assert f'<meta name="theme-color" content="{band}">' in html
        assert f'rel="canonical" href="http://testserver/{language}/"' in html
