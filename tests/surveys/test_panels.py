"""What surveys show on the home page: the newest release's headlines, and one of them as a chart."""

import pytest

from tests.surveys.makers_releases import make_release, show

pytestmark = pytest.mark.django_db


def home(client, language="en"):
    return client.get(f"/{language}/").content.decode()


def test_without_a_public_release_there_is_no_panel(client, site):
    make_release()
    assert "newest-findings" not in home(client)


def test_a_headline_is_drawn_by_the_groups_that_differ_most(client, site):
    show(make_release(), site)
    html = home(client)
    assert "Newest findings" in html
    assert "Informal main job, by worker type, with 95% confidence intervals" in html
    assert html.count('<figure class="chart"') == 1
    assert html.count('class="key-findings__value"') == 3
    assert "The numbers as a table" in html
