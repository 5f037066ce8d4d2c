"""What the editor's browser sends for a record."""

from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

RELATIONS = (
    "contributions",
    "page_countries",
    "page_topics",
    "related_records",
    "comments",
    "footnotes",
)


def record_form(body=(), **fields):
    """A record with the title Dialogue; `body` are blocks as (type, value)."""
    usual = {
        "title": "Dialogue",
        "slug": "dialogue",
        "summary": "",
        "body": streamfield(list(body)),
        "date_precision": "day",
        "licence": "cc-by-4.0",
        **{name: inline_formset([]) for name in RELATIONS},
    }
    return nested_form_data({**usual, **fields})


def event_form(**fields):
    """An event held online, unless `fields` say otherwise."""
    usual = {
        "starts_at": "2020-11-10 09:00",
        "ends_at": "2020-11-10 12:00",
        "time_zone": "Pacific/Auckland",
        "mode": "online",
        "place": "",
        "sessions": inline_formset([]),
    }
    return record_form(**{**usual, **fields})
