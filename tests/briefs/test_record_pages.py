"""The pages of records: what visitors read on them."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from briefs.blocks import BriefBody
from briefs.models import (
    Contribution,
    Event,
    EventSession,
    RelatedRecord,
)
from portal.translation import translate_page
from tests.briefs.makers_audio import make_episode, podcasts
from tests.briefs.makers_records import (
    chinese,
    make_country,
    make_event,
    make_experience,
    make_full_experience,
    make_institution,
    make_publication,
    make_series,
    make_source,
    make_topic,
    text_of,
)

pytestmark = pytest.mark.django_db


def test_an_experience_shows_everything_it_knows(client, site):
    html = text_of(client, make_full_experience(site))
    for text in (
        "One window",
        "Be near.",
        "833 million people",
        "voluntary",
        "2003",
        "Begin small.",
        "A network.",
        "Costs unknown.",
        "Indonesia",
        "Health care",
        "He Wenjiong",
        "director, International Labour Organization",
        "2011 (inferred)",
        "CC BY 4.0",
        "A figure was added.",
        "He Wenjiong (2011). China&#x27;s experience. Country experience.",
    ):
        assert text in html, text


@pytest.mark.parametrize("fact", ["China", "Health care"])
def test_facts_lead_to_what_else_the_section_has_about_them(client, site, fact):
    page = make_full_experience(site)
    address = re.search(rf'<a href="([^"]+)">{fact}</a>', text_of(client, page))[1]
    make_experience(site, title="About something else")
    listed = client.get(address).context["entries"].object_list
    assert [entry.title for entry in listed] == [page.title]


def test_the_chinese_page_has_the_same_facts_in_chinese_words(client, site):
    english = make_full_experience(site)
    translate_page(english.get_parent(), chinese(), {})
    texts = {
        "China's experience": "中国经验",
        "One window": "一个窗口",
        "Be near.": "贴近群众。",
        "voluntary": "自愿",
        "Begun.": "启动。",
        "Begin small.": "从小处着手。",
    }
    page = translate_page(english, chinese(), texts)
    html = text_of(client, page)
    for text in (
        *texts.values(),
        "8.33亿人",
        "年末数。",
        "何文炯",
        "印度尼西亚",
        "2011年",
        "新型农村合作医疗",
    ):
        assert text in html, text
    for text in texts:
        assert text not in html, text


def test_the_sessions_of_an_event_are_translated_and_keep_their_times(client, site):
    event = make_event(site)
    event.sessions = [
        EventSession(
            title="Opening",
            text="Welcome.",
            locale=event.locale,
            starts_at=event.starts_at,
            ends_at=event.starts_at + timedelta(minutes=30),
        )
    ]
    event.save_revision().publish()
    event = Event.objects.get(pk=event.pk)
    translate_page(event.get_parent(), chinese(), {})
    page = translate_page(event, chinese(), {"Opening": "开幕", "Welcome.": "欢迎。"})
    html = text_of(client, page)
    for text in ("开幕", "欢迎。", "2020年11月10日 09:00", "09:30", "UTC+08:00"):
        assert text in html
    assert "Opening" not in html


@pytest.mark.parametrize(("days", "words"), [(-3, "This event is over."), (3, "Upcoming event")])
def test_an_event_says_whether_it_is_over(client, site, days, words):
    begins = timezone.now() + timedelta(days=days)
    event = make_event(site, starts_at=begins, ends_at=begins + timedelta(hours=2))
    assert words in text_of(client, event)


def test_a_forthcoming_publication_is_announced_and_has_no_pdf(client, site):
    page = make_publication(
        site, state="forthcoming", date=None, expected=date(2027, 6, 1), date_precision="month"
    )
    html = text_of(client, page)
    assert "expected in June 2027" in html
    assert "(forthcoming)" in html
    assert ".pdf" not in html
    assert client.get(page.get_url().rstrip("/") + ".pdf").status_code == 404


def test_a_withdrawn_publication_stays_with_a_notice_and_has_no_pdf(client, site):
    page = make_publication(site, state="withdrawn")
    html = text_of(client, page)
    assert "has been withdrawn" in html
    assert ".pdf" not in html
    assert client.get(page.get_url().rstrip("/") + ".pdf").status_code == 404


def test_a_published_publication_leads_to_its_pdf(client, site):
    page = make_publication(site)
    assert f'{page.get_url().rstrip("/")}.pdf"' in text_of(client, page)


def test_a_fact_sheet_lists_its_questions_and_each_can_be_linked_to(client, site):
    answer = {"question": "Who?", "answer": "<p>Everybody.</p>", "anchor": "who"}
    html = text_of(client, make_publication(site, kind="fact-sheet", body=[("faq", answer)]))
    assert html.count('href="#q-who"') == 2
    assert 'id="q-who"' in html


LONG = "<p>" + "Cover grew step by step. " * 40 + "</p>"


def test_a_long_text_begins_with_a_list_of_its_sections(client, site):
    titles = ["Begin", "Grow", "Pay", "Look back"]
    body = [("practice", {"heading": title, "text": LONG}) for title in titles]
    body.append(("practice", {"heading": "In detail", "level": "3", "text": LONG}))
    html = text_of(client, make_experience(site, body=body))
    listed = html[
        html.index("on-this-page__list") : html.index("</nav>", html.index("on-this-page"))
    ]
    assert re.findall(r">([^<]+)</a>", listed) == titles
    for anchor in re.findall(r'href="#([^"]+)"', listed):
        assert f'<h2 id="{anchor}">' in html
    assert "In detail</h3>" in html


def test_a_short_text_and_a_fact_sheet_have_no_second_list(client, site):
    assert "on-this-page" not in text_of(client, make_experience(site))
    questions = [
        ("faq", {"question": f"Who {number}?", "answer": LONG, "anchor": f"who-{number}"})
        for number in range(5)
    ]
    sheet = make_publication(site, kind="fact-sheet", body=questions)
    assert "on-this-page" not in text_of(client, sheet)


def test_two_questions_of_a_text_do_not_share_a_name():
    answer = {"question": "Who?", "answer": "<p>Everybody.</p>", "anchor": "who"}
    other = {**answer, "anchor": "when"}
    block = BriefBody()
    block.clean(block.normalize([("faq", answer), ("faq", other)]))
    with pytest.raises(ValidationError) as refused:
        block.clean(block.normalize([("faq", answer), ("faq", other), ("faq", answer)]))
    assert set(refused.value.block_errors) == {0, 2}
    assert "anchor" in refused.value.block_errors[2].block_errors


def test_a_monitor_issue_shows_date_place_and_source_of_an_entry(client, site):
    entry = {
        "date": date(2020, 11, 1),
        "precision": "month",
        "title": "A change",
        "text": "<p>It changed.</p>",
        "source": make_source(authors="UNICEF"),
    }
    national = {**entry, "country": make_country("idn", "Indonesia"), "topic": make_topic()}
    body = [("monitor_entry", entry), ("monitor_entry", national)]
    html = text_of(client, make_publication(site, kind="monitor-issue", body=body))
    for text in ("November 2020", "International", "Indonesia", "Health care", "UNICEF"):
        assert text in html


def test_the_contents_of_a_monitor_issue_list_its_entries_below_their_headings(client, site):
    entry = {"date": date(2020, 11, 1), "precision": "month", "source": make_source()}
    entries = [
        ("monitor_entry", {**entry, "title": f"Change {number}", "text": f"<p>{'x' * 900}</p>"})
        for number in range(4)
    ]
    part = ("heading", {"text": "Countries", "level": "2"})
    page = make_publication(site, "First", kind="monitor-issue", body=[part, *entries])
    plain = make_publication(site, "Second", kind="monitor-issue", body=entries)
    contents = contents_of(client, page)
    assert contents.count("on-this-page__entry--2") == 1
    assert contents.count("on-this-page__entry--3") == 4
    assert contents_of(client, plain).count("on-this-page__entry--2") == 4


def contents_of(client, page):
    html = client.get(page.get_url()).content.decode()
    return re.search(r'<nav class="on-this-page.*?</nav>', html, re.DOTALL)[0]


def test_related_pages_are_shown_in_the_language_of_the_page_and_only_if_public(client, site):
    target, hidden = make_experience(site, "Target"), make_experience(site, "Hidden")
    page = make_publication(site)
    page.related_records = [RelatedRecord(target=target), RelatedRecord(target=hidden)]
    page.save_revision().publish()
    hidden.unpublish()
    translate_page(page.get_parent(), chinese(), {})
    translate_page(target, chinese(), {"Target": "目标页"})
    translated = translate_page(page, chinese(), {})
    assert "Target" in text_of(client, page)
    assert "Hidden" not in text_of(client, page)
    assert "目标页" in text_of(client, translated)


def test_the_series_leads_to_its_other_public_issues(client, site):
    series = make_series()
    page, other, draft = (
        make_publication(site, title, series=series, number=number)
        for number, title in enumerate(["First", "Second", "Third"], 1)
    )
    draft.unpublish()
    html = text_of(client, page)
    assert other.title in html
    assert draft.title not in html


def test_hostile_words_of_a_page_are_escaped(client, site):
    evil = "<script>alert(1)</script>"
    page = make_publication(site, evil, slug="evil", summary=evil, change_note=evil)
    html = text_of(client, page)
    assert "<script>alert" not in html


def test_what_is_related_is_not_listed_a_second_time_with_its_series(client, site):
    series = make_series()
    page, other = (make_publication(site, title, series=series) for title in ("First", "Second"))
    page.related_records = [RelatedRecord(target=other)]
    page.save_revision().publish()
    assert text_of(client, page).count("Second") == 1


def test_an_episode_leads_to_others(client, site):
    first, second = (
        make_episode(podcasts(site), title=title) for title in ("Part one", "Part two")
    )
    html = text_of(client, first)
    assert f'<a href="{second.get_url()}">Part two</a>' in html


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        ({}, "Social Security Training Portal (2020). Sickness benefits. Policy brief. http"),
        ({"ILO": "publisher"}, "ILO (2020). Sickness benefits. Policy brief. http"),
        ({"ILO": "publisher", "UN": "author"}, "UN (2020). Sickness benefits. Policy brief. ILO. http"),
    ],
)  # fmt: skip
def test_the_citation_names_author_and_publisher_each_once(client, site, roles, expected):
    page = make_publication(site)
    page.contributions = [
        Contribution(institution=make_institution(en=name), role=role)
        for name, role in roles.items()
    ]
    page.save_revision().publish()
    assert expected in text_of(client, page)
