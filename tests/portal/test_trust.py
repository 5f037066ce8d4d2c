"""Privacy, accessibility, licence and contact stand one click from every page, in both languages."""

import re

import pytest

from portal.demo.content import ABOUT
from portal.demo.trust import TRUST

pytestmark = pytest.mark.django_db


def footer(html):
    return html[html.index('<footer class="site-footer"') :]


@pytest.mark.parametrize("content", [ABOUT, *TRUST], ids=lambda content: content.slug)
def test_a_page_says_the_same_in_both_languages(client, site, content):
    for code, side in (("en", "en"), ("zh-hans", "zh")):
        address = f"/{code}/{content.slug}/"
        assert f'href="{address}"' in footer(client.get(f"/{code}/").content.decode())
        html = client.get(address).content.decode()
        for section in content.sections:
            for words in (section.heading, *section.paragraphs):
                assert getattr(words, side) in html


def test_the_foot_names_the_address_and_filings_of_whoever_runs_the_site(client, site, settings):
    bare = footer(client.get("/en/").content.decode())
    assert 'href="mailto:contact@demo.example"' in bare
    assert "beian" not in bare
    settings.CONTACT_EMAIL = "office@portal.example"
    settings.ICP_NUMBER = "京ICP备00000000号-1"
    settings.PUBLIC_SECURITY_NUMBER = "京公网安备 00000000000000号"
    html = footer(client.get("/en/").content.decode())
    assert 'href="mailto:office@portal.example"' in html
    assert re.search(r'<a href="https://beian\.miit\.gov\.cn/"[^>]*>京ICP备00000000号-1</a>', html)
    assert re.search(r'<a href="https://beian\.mps\.gov\.cn/"[^>]*>京公网安备', html)


def test_reading_sets_no_cookie_as_the_privacy_notice_says(client, site):
    for address in ("/en/", "/zh-hans/privacy/", "/en/search/?q=pension"):
        assert not client.get(address).cookies
    assert set(client.get("/en/account/login/").cookies) == {"csrftoken"}
