"""Numbers and dates that nobody means, or that cannot be kept, are refused in the form."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset

from briefs.models import EventSession, Figure, Source
from tests.briefs.makers_forms import event_form
from tests.briefs.makers_records import (
    listing,
    make_event,
    make_publication,
    make_scheme,
    make_source,
)
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("year", "zone", "action"),
    [
        ("0001-01-01", "America/New_York", {}),
        ("9999-12-31", "Pacific/Auckland", {"action-publish": "publish"}),
        ("1899-12-31", "Asia/Shanghai", {"action-publish": "publish"}),
        ("2201-01-01", "Asia/Shanghai", {}),
    ],
)
def test_an_event_at_the_edge_of_the_calendar(client, site, year, zone, action):
    client.force_login(make_user("editor"))
    address = reverse("wagtailadmin_pages:add", args=["briefs", "event", listing(site).pk])
    times = {"starts_at": f"{year} 00:30", "ends_at": f"{year} 23:30", "time_zone": zone}
    session = {"title": "Opening", "starts_at": times["starts_at"], "ends_at": times["ends_at"]}
    sessions = inline_formset([{**session, "text": ""}])
    answer = client.post(address, {**event_form(**times, sessions=sessions), **action})
    assert answer.status_code == 200
    words = "is too early" if year < "1900" else "is too late"
    assert answer.content.decode().count(f"{int(year[:4])} {words}") >= 4


def refusals(record):
    """The field names of a record that cannot be stored, with what is said about them."""
    with pytest.raises(ValidationError) as refused:
        record.full_clean()
    return {field: " ".join(told) for field, told in refused.value.message_dict.items()}


def figure(**fields):
    usual = {"scheme": make_scheme(), "source": make_source(), "measure": "enrolees"}
    return Figure(**{**usual, "value": 5, "unit": "persons", **fields})


@pytest.mark.parametrize(
    ("fields", "refused", "words"),
    [
        ({"period_from": 999}, "period_from", "999 is too early. Give 1000 or a later one."),
        ({"period_to": 2201}, "period_to", "2201 is too late. Give 2200 or an earlier one."),
        ({"period_to": 10**19}, "period_to", "is too late"),
        ({"value": None, "unit": "", "date_value": date(9, 1, 1)}, "date_value", "too early"),
        ({"value": -5}, "value", "cannot be less than nothing"),
        ({"value": -1, "unit": "km"}, "value", "cannot be less than nothing"),
        ({"value": Decimal("1234567890123456.1234")}, "value", "has 20 digits; 15 can be kept"),
    ],
)
def test_figures(fields, refused, words):
    told = refusals(figure(**fields))
    assert list(told) == [refused]
    assert words in told[refused]
    assert "9223372036854775807" not in told[refused]


@pytest.mark.parametrize(
    "fields",
    [
        {"value": -5, "unit": "percent"},
        {"value": -5, "unit": "yuan"},
        {"value": Decimal("12345678901.2345")},
        {"value": Decimal(1234567890123450)},
    ],
)
def test_what_can_be_meant_is_kept_as_it_is_typed(fields):
    one = figure(**fields)
    one.full_clean()
    one.save()
    typed = one.value
    one.refresh_from_db()
    assert one.value == typed


def test_sources_publications_and_events(site):
    assert "too early" in refusals(Source(titles={"en": "A"}, year=7))["year"]
    publication = make_publication(site)
    publication.number, publication.expected = 10**19, date(9999, 1, 1)
    told = refusals(publication)
    assert "is too much. Give 10000 at most." in told["number"]
    assert "too late" in told["expected"]
    event = make_event(site)
    event.participants = 10**19
    assert "is too much. Give 1000000 at most." in refusals(event)["participants"]
    times = {"starts_at": datetime(1, 1, 1, tzinfo=UTC), "ends_at": datetime(1, 1, 2, tzinfo=UTC)}
    session = EventSession(event=event, title="Opening", locale=event.locale, **times)
    assert {"starts_at", "ends_at"} <= refusals(session).keys()
