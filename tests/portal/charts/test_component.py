"""The component that shows a chart: caption, picture, table, downloads; closed or on paper."""

import re

import html5lib
import pytest
from django.template.loader import render_to_string
from django.utils import translation

from portal.charts import Drawing, Figure
from portal.charts.examples import KINDS, example

HOSTILE = "<script>alert(1)</script> & \"x\" 'y'"


def rendered(figure, **context):
    html = render_to_string("components/chart.html", {"figure": figure, **context})
    html5lib.HTMLParser(strict=True).parseFragment(html)
    return html


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_example_stands_beside_its_table(kind, language):
    figure = example(kind, language)
    with translation.override(language):
        html = rendered(figure)
    assert html.count("<svg") == 2
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert f'<figcaption id="{figure.name}-caption">{figure.title}</figcaption>' in html
    assert html.count('<th scope="row">') == len(figure.rows)
    assert "<details" in html


def test_on_paper_the_table_lies_open():
    html = rendered(example("bars", "en"), printing=True)
    assert "<details" not in html
    assert "<table" in html
    assert html.count("<svg") == 1


def test_downloads_are_offered_where_there_are_any():
    html = rendered(example("bars", "en"), downloads=[("SVG", "/a.svg"), ("CSV", "/a.csv")])
    assert '<a href="/a.svg">SVG</a>' in html
    assert "Download this chart" in html
    assert "Download" not in rendered(example("bars", "en"))


def empty(layout):
    return Drawing("", layout.width, 50)


def test_what_comes_from_data_is_escaped():
    figure = Figure("f", HOSTILE, HOSTILE, empty, (HOSTILE,), ((HOSTILE, HOSTILE),))
    assert "<script" not in rendered(figure)
    assert "<script" not in figure.poster
