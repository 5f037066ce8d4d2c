"""Seven small pages, five in simplified and one in traditional Chinese, one in English."""

import pytest

from tests.factories import make_plain_page

LIBRARY = {
    "law": ("社会保险法", "这部法律规定养老保险、医疗保险、工伤保险、失业保险和生育保险。"),
    "rural": ("农村的医疗", "贫困家庭可以申请医疗救助。参加的人数为8.33亿，农村居民占大多数。"),
    "gig": ("平台劳动者", "骑手大多没有失业保险，受伤后也难以认定工伤。"),
    "card": ("社会保障卡", "持智能卡可以就医。杭州已经全面使用。"),
    "trap": ("社会保障与工伤保险", "两者并不是一回事。"),
    "traditional": ("社會保障制度", "這一頁用繁體字寫成，談社會保險與醫療。"),
    "english": (
        "Rural health care",
        "About 833 million people took part. Social insurance schemes pay part of each bill.",
    ),
}


@pytest.fixture
def library(site):
    """The seven pages by name, all below the English home page."""
    return {name: page_about(site, *words) for name, words in LIBRARY.items()}


def page_about(parent, title, text, **fields):
    """A published page with this title and one paragraph."""
    story = [{"type": "text", "value": f"<p>{text}</p>"}]
    return make_plain_page(parent, title=title, story=story, **fields)
