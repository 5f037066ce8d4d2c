import pytest
from django.core.management import call_command
from django.db import connection
from modelsearch.query import MATCH_ALL, Not, Phrase, PlainText
from wagtail.models import Page
from wagtail.search import index
from wagtail.search.models import IndexEntry
from wagtail.search.utils import parse_query_string

from portal.models import PageTopic, PlainPage, Topic
from portal.models.vocabulary import vocabulary_words
from tests.portal.search.conftest import page_about
from tests.portal.search.hostile import HOSTILE

FOUND = {
    "社会保险": "law",
    "社会保险法": "law",
    "社会": "card law trap",
    "保险": "gig law trap",
    "医疗": "law rural",
    "医疗救助": "rural",
    "养老保险": "law",
    "智能卡": "card",
    "失业保险": "gig law",
    "平台": "gig",
    "平台劳动者": "gig",
    "杭州": "card",
    "农村 医疗": "rural",
    "8.33亿": "rural",
    "医": "card law rural",
    "社保卡": "",
    "失业 工伤": "gig law",
    "833 million": "english",
    "rural": "english",
    "rura": "",
    "SOCIAL": "english",
    "８３３": "english",
    "社會保險": "traditional",
    "paying a scheme": "english",
    "“失业 工伤”": "",
    "“保险、失业”": "law",
}


BEGINNINGS = {
    "Rura": "english",
    "rural hea": "english",
    "社会保险": "law",
    "社": "card law traditional trap",
    "医疗救": "",
    "": "",
}


@pytest.fixture
def names(library):
    """What the seven pages are called here, by their keys."""
    return {page.pk: name for name, page in library.items()}


def test_each_query_finds_exactly(names):
    pages = Page.objects.filter(pk__in=names)
    found = {query: sorted(names[page.pk] for page in pages.search(query)) for query in FOUND}
    assert found == {query: expected.split() for query, expected in FOUND.items()}
    counts = {query: pages.search(query).count() for query in FOUND}
    assert counts == {query: len(expected.split()) for query, expected in FOUND.items()}


def test_the_beginning_of_a_title_is_completed(names):
    pages = Page.objects.filter(pk__in=names)
    found = {
        typed: sorted(names[page.pk] for page in pages.autocomplete(typed)) for typed in BEGINNINGS
    }
    assert found == {typed: expected.split() for typed, expected in BEGINNINGS.items()}


def test_hostile_queries_are_answered(library):
    assert len(HOSTILE) == 33
    for query in HOSTILE:
        for parsed in (query, Phrase(query), PlainText(query, "or"), parse_query_string(query)[1]):
            assert len(Page.objects.search(parsed)) == Page.objects.search(parsed).count()
            assert (
                len(Page.objects.autocomplete(parsed)) == Page.objects.autocomplete(parsed).count()
            )


def test_words_of_query_language_are_words(names):
    pages = Page.objects.filter(pk__in=names)
    assert pages.search("养老 NOT 杭州").count() == 0
    assert [names[page.pk] for page in pages.search("养老 -失业")] == ["law"]


def test_combined_queries(library):
    pages = Page.objects.filter(pk__in=[page.pk for page in library.values()])
    either = PlainText("杭州") | PlainText("骑手")
    assert set(pages.search(either)) == {library["card"].page_ptr, library["gig"].page_ptr}
    assert pages.search(PlainText("医疗") & Not(PlainText("法律"))).count() == 1
    assert pages.search(MATCH_ALL).count() == len(library)
    assert pages.search(PlainText('"') & PlainText("杭州")).count() == 1


def test_title_counts_more_than_text(site):
    in_text = page_about(site, "Other", "A pension and one more pension.")
    in_title = page_about(site, "Pension", "Words.")
    assert [page.pk for page in Page.objects.search("pensions")] == [in_title.pk, in_text.pk]


def test_order_can_be_another(library):
    ordered = Page.objects.order_by("title").search("医", order_by_relevance=False)
    assert [page.title for page in ordered] == sorted(page.title for page in ordered)


def test_deep_in_a_long_text(site):
    page = page_about(site, "Long", "字" * 40_000 + "社会保险")
    assert [each.pk for each in Page.objects.search("社会保险")] == [page.pk]


def test_changed_and_deleted_pages(library):
    page = library["card"]
    page.title = "新名"
    page.save_revision()
    assert Page.objects.search("社会保障卡").count() == 1, "a draft is not indexed"
    page.get_latest_revision().publish()
    assert [each.pk for each in Page.objects.search("新名")] == [page.pk]
    assert Page.objects.search("社会保障卡").count() == 0
    page.delete()
    assert Page.objects.search("新名").count() == 0


def test_number_of_queries_is_constant(library, django_assert_num_queries):
    Page.objects.search("保险").count()
    for query in ("杭州", "保险 OR", "保险", "社会"):
        found = Page.objects.search(query).count()
        ranked = 1 if connection.vendor == "postgresql" else 3 if found else 2
        with django_assert_num_queries(ranked):
            list(Page.objects.search(query))


def test_inline_topics_are_indexed_when_they_are_published(site, monkeypatch):
    """The other names of a topic are found at once, not only after the next change."""
    fields = [*PlainPage.search_fields, index.SearchField("vocabulary")]
    monkeypatch.setattr(PlainPage, "vocabulary", vocabulary_words, raising=False)
    monkeypatch.setattr(PlainPage, "search_fields", fields)
    topic = Topic.objects.create(slug="gig", names={"en": "Gig work"}, aliases={"zh-hans": "零工"})
    page = page_about(site, "Riders", "On bicycles.")
    page.page_topics = [PageTopic(topic=topic)]
    page.save_revision().publish()
    assert [each.pk for each in Page.objects.search("零工")] == [page.pk]


def test_update_index_heals_what_another_backend_has_written(library):
    IndexEntry.objects.update(title="社会保险法", body="平台劳动者", autocomplete="")
    IndexEntry.objects.filter(object_id=str(library["law"].pk)).delete()
    assert Page.objects.search("保险").count() == 0
    call_command("update_index", verbosity=0)
    assert [page.pk for page in Page.objects.search("社会保险法")] == [library["law"].pk]


def test_the_index_is_made_anew_only_where_it_is_not_what_it_would_be_today(library, monkeypatch):
    from portal.management.commands import keep_index

    made = []
    monkeypatch.setattr(keep_index, "call_command", lambda name, **_: made.append(name))
    call_command("keep_index")
    assert made == []
    text = "body_text" if connection.vendor == "postgresql" else "body"
    IndexEntry.objects.filter(object_id=str(library["law"].pk)).update(**{text: "平台劳动者"})
    call_command("keep_index")
    assert made == ["update_index"]
