"""Records: where they stand, what they need, what translations and the search get."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from briefs.models import (
    Contribution,
    Episode,
    Event,
    Experience,
    Publication,
)
from portal.models import HomePage, ListingPage, PlainPage
from portal.translation import translate_page
from tests.briefs.makers_records import (
    chinese,
    make_event,
    make_experience,
    make_full_experience,
    make_institution,
    make_person,
    make_publication,
    make_series,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [Experience, Publication, Episode, Event])
def test_records_stand_below_listings_and_carry_nothing_below_them(model):
    assert model in ListingPage.allowed_subpage_models()
    assert model not in HomePage.allowed_subpage_models()
    assert model not in PlainPage.allowed_subpage_models()
    assert model.allowed_subpage_models() == []


@pytest.mark.parametrize(
    ("model", "fields", "problems"),
    [
        (Publication, {"kind": "policy-brief", "state": "published"}, {"date"}),
        (Publication, {"kind": "policy-brief", "state": "withdrawn"}, {"date"}),
        (Publication, {"kind": "policy-brief", "state": "forthcoming"}, {"expected"}),
        (Publication, {"state": "published"}, {"kind", "date"}),
        (
            Event,
            {
                "starts_at": datetime(2020, 11, 10, 4, tzinfo=UTC),
                "ends_at": datetime(2020, 11, 10, 1, tzinfo=UTC),
                "mode": "in-person",
                "time_zone": "Asia/Beijing",
            },
            {"ends_at", "place", "time_zone"},
        ),
    ],
)
def test_all_problems_of_a_record_are_told_at_once(site, model, fields, problems):
    page = model(title="A", slug="a", locale=site.locale, path="00010001", depth=2, **fields)
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    assert set(refused.value.message_dict) == problems


def test_a_number_needs_a_series(site):
    with pytest.raises(ValidationError, match="A number needs the series"):
        make_publication(site, number=1)
    page = make_publication(site, number=1, series=make_series())
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.filter(pk=page.pk).update(series=None)


def test_an_event_is_dated_by_the_day_on_which_it_begins_in_its_zone(site):
    late = datetime(2020, 11, 10, 17, tzinfo=UTC)
    event = make_event(site, starts_at=late, ends_at=late + timedelta(hours=1))
    assert event.date == date(2020, 11, 11)


def test_a_contribution_is_of_a_person_or_an_institution(site):
    page = make_experience(site)
    for both in ({}, {"person": make_person(), "institution": make_institution()}):
        with pytest.raises(ValidationError, match="Choose a person or an institution"):
            Contribution(page=page, role="author", **both).full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            Contribution.objects.create(page=page, role="author", **both)


def test_translations_keep_what_is_shared(site):
    english = make_full_experience(site)
    translate_page(english.get_parent(), chinese(), {})
    page = translate_page(english, chinese(), {})
    assert page.permanent_id == english.permanent_id
    assert [str(link.country.code) for link in page.page_countries.all()] == ["chn"]
    assert [link.topic.slug for link in page.page_topics.all()] == ["health-care"]
    assert [link.country.code for link in page.relevant_for.all()] == ["idn"]
    assert [one.person for one in page.contributions.all()] == [
        one.person for one in english.contributions.all()
    ]
    assert page.date_inferred
    assert page.contact == english.contact


def test_a_copy_is_a_record_of_its_own(site):
    page = make_experience(site)
    copied = page.copy(update_attrs={"slug": "copy", "title": "Copy"})
    assert copied.permanent_id != page.permanent_id


def test_the_search_knows_words_that_the_text_does_not_hold(site):
    words = make_full_experience(site).indexed_words()
    for word in ("何文炯", "新农合", "NCMS", "新型农村合作医疗", "中国", "医疗", "印度尼西亚"):
        assert word in words


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_search_knows_the_figures_in_the_words_of_all_languages(site, language):
    page = make_full_experience(site)
    with translation.override(language):
        words = page.indexed_words()
    for word in ("833 million people", "8.33亿人"):
        assert word in words


def test_an_inferred_date_says_so_wherever_it_is_shown(site):
    page = make_experience(site, date_precision="year", date_inferred=True)
    assert page.shown_date == "2011 (inferred)"


def test_labels_and_dates_are_in_the_language_of_the_page(site):
    page = make_publication(site, date_precision="month")
    with translation.override("zh-hans"):
        assert page.shown_date == "2020年12月"
