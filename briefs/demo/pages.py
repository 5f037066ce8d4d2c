"""Makes the demonstration's pages from their fixtures, in both languages."""

from collections.abc import Callable, Mapping
from typing import Any

from django.apps import apps
from wagtail.models import Page
from wagtail_footnotes.models import Footnote

from briefs.demo.content import read
from briefs.demo.snippets import Known
from briefs.demo.work import leave_work
from briefs.models import Contribution, EventSession, RelatedRecord, RelevantCountry
from portal.demo.content import PageContent, Words
from portal.demo.fixtures import Wording, footnote_id
from portal.demo.site import make_page, publish_below, translate
from portal.models import HomePage, ListingPage, PageCountry, PageTopic

Data = Mapping[str, Any]
FindReference = Callable[[str], str]
"""Gives how a page names the finding of an indicator; empty where it is not public."""

PLACE = ("model", "parent")
LINKS = ("countries", "topics", "relevant_for", "contributions", "related", "sessions", "footnotes")


def make_listings(home: HomePage) -> None:
    """The sections below the portal's own listings under which records stand."""
    for data in read("listings.toml")["listings"]:
        title, summary = (
            Words(data[name]["en"], data[name]["zh-hans"]) for name in ("title", "summary")
        )
        content = PageContent(data["slug"], title, summary)
        make_page(page_at(home, data["parent"]), ListingPage, content)


def page_at(home: Page, path: str) -> Page:
    """The page at a path of slugs below the home page."""
    return Page.objects.get(url_path=f"{home.url_path}{path}/").specific


def make_record(home: HomePage, data: Data, known: Known, reference: FindReference) -> None:
    """The record that a fixture describes, in both languages; one that exists is left as it is."""
    parent = page_at(home, data["parent"])
    if has_child(parent, data["slug"]):
        return
    wording = Wording()
    page = publish_below(parent, draft(home, data, known, wording, reference))
    translate(page, wording.chinese)
    leave_work(page.specific_class.objects.get(pk=page.pk))


def has_child(parent: Page, slug: str) -> bool:
    """Whether a page with this slug stands below `parent`."""
    return Page.objects.child_of(parent).filter(slug=slug).exists()


def draft(
    home: HomePage, data: Data, known: Known, wording: Wording, reference: FindReference
) -> Page:
    """The record in English, not stored yet; `wording` takes the Chinese of its texts."""
    model = apps.get_model("briefs", data["model"])
    page = model(locale=home.locale, **fields_of(data, known, wording))
    body = page.body.stream_block.to_python(body_of(data, known, wording, reference))
    # Taken out once: so the items of lists get ids, by which their translations know them.
    page.body = [(block.block_type, block.value) for block in body]
    for name, rows in links_of(home, data, known, wording).items():
        setattr(page, name, rows)
    return page


def fields_of(data: Data, known: Known, wording: Wording) -> dict[str, Any]:
    """The page's own fields."""
    left_out = {*PLACE, *LINKS, "body"}
    fields = {name: wording.english(data[name]) for name in data if name not in left_out}
    if "series" in fields:
        fields["series"] = known.series[fields["series"]]
    if "contact" in fields:
        fields["contact"] = known.institutions[fields["contact"]]
    return fields


def links_of(home: HomePage, data: Data, known: Known, wording: Wording) -> dict[str, list[Any]]:
    """The rows that belong to the page, by the names of their relations."""
    links = {
        "page_countries": [
            PageCountry(country=known.countries[code]) for code in data.get("countries", [])
        ],
        "page_topics": [PageTopic(topic=known.topics[slug]) for slug in data.get("topics", [])],
        "contributions": [
            Contribution(institution=known.institutions[each["institution"]], role=each["role"])
            for each in data.get("contributions", [])
        ],
        "related_records": [
            RelatedRecord(target=page_at(home, each["page"]), relation=each["relation"])
            for each in data.get("related", [])
        ],
    }
    if "footnotes" in data:
        links["footnotes"] = [
            Footnote(
                locale=home.locale,
                uuid=footnote_id(key),
                text=wording.english({"paragraphs": [text]}),
            )
            for key, text in data["footnotes"].items()
        ]
    if "relevant_for" in data:
        countries = (known.countries[code] for code in data["relevant_for"])
        links["relevant_for"] = [RelevantCountry(country=country) for country in countries]
    if "sessions" in data:
        sessions = wording.english(data["sessions"])
        links["sessions"] = [EventSession(locale=home.locale, **each) for each in sessions]
    return links


def body_of(
    data: Data, known: Known, wording: Wording, reference: FindReference
) -> list[dict[str, Any]]:
    """The page's blocks in their stored form; findings that are not public are left out."""
    blocks = []
    for entry in data.get("body", []):
        kind = entry["type"]
        value = wording.english({name: each for name, each in entry.items() if name != "type"})
        if kind == "finding":
            value["finding"] = reference(value.pop("indicator"))
        if kind != "finding" or value["finding"]:
            blocks.append({"type": kind, "value": stored(value, known)})
    return blocks


def stored(value: Any, known: Known) -> Any:
    """A block's value with the keys of snippets replaced by their ids."""
    if not isinstance(value, dict):
        return value
    ids = {
        "figure": lambda key: known.figures[key].pk,
        "figures": lambda keys: [known.figures[key].pk for key in keys],
        "source": lambda key: known.sources[key].pk,
        "country": lambda code: known.countries[code].pk,
        "topic": lambda slug: known.topics[slug].pk,
    }
    return {name: ids[name](each) if name in ids else each for name, each in value.items()}
