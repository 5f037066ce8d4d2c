"""One maker per model of records and what they refer to; each gives a valid row."""

from datetime import UTC, date, datetime

from wagtail.models import Locale

from briefs.models import (
    Affiliation,
    Contribution,
    Event,
    Experience,
    Figure,
    Institution,
    Person,
    Publication,
    RelevantCountry,
    Scheme,
    Series,
    Source,
)
from portal.models import Country, ListingPage, PageCountry, PageTopic, Topic
from tests.factories import make_listing_page, publish_below


def make_country(code="chn", en="China", zh="中国"):
    names = {"en": en, "zh-hans": zh}
    return Country.objects.get_or_create(code=code, defaults={"names": names})[0]


def make_topic(slug="health-care", en="Health care", zh="医疗", aliases=""):
    names = {"en": en, "zh-hans": zh}
    fields = {"names": names, "aliases": {"zh-hans": aliases}}
    return Topic.objects.get_or_create(slug=slug, defaults=fields)[0]


def make_scheme(**fields):
    names = {"en": "Rural cooperative medical scheme", "zh-hans": "新型农村合作医疗"}
    aliases = {"en": "NCMS", "zh-hans": "新农合"}
    defaults = {"country": fields.get("country") or make_country()}
    return Scheme.objects.create(**{"names": names, "aliases": aliases, **defaults, **fields})


def make_source(**fields):
    titles = {"en": "Sharing country experiences", "zh-hans": "国家经验分享"}
    return Source.objects.create(**{"titles": titles, "authors": "ILO", "year": 2011, **fields})


def make_figure(**fields):
    """833 million enrolees of a scheme in 2009, unless `fields` say otherwise."""
    usual = {
        "measure": "enrolees",
        "value": 833_000_000,
        "unit": "persons",
        "period_from": 2009,
        "period_to": 2009,
        "locator": {"en": "box 1", "zh-hans": "专栏1"},
    }
    if not {"scheme", "country"} & set(fields):
        fields["scheme"] = Scheme.objects.first() or make_scheme()
    fields.setdefault("source", Source.objects.first() or make_source())
    return Figure.objects.create(**{**usual, **fields})


def make_event_figure(year, **fields):
    """A statement that something began in a year."""
    said = {"value": None, "unit": "", "date_value": date(year, 1, 1), "kind": "event"}
    return make_figure(measure="year-introduced", **said, **fields)


def make_institution(en="International Labour Organization", zh="国际劳工组织", **fields):
    return Institution.objects.create(names={"en": en, "zh-hans": zh}, **fields)


def make_person(en="He Wenjiong", zh="何文炯"):
    return Person.objects.create(names={"en": en, "zh-hans": zh})


def make_series(en="Policy briefs", zh="政策简报"):
    return Series.objects.create(names={"en": en, "zh-hans": zh})


def listing(site, slug="knowledge"):
    """The listing page below which records stand in tests, made when it is not there."""
    found = ListingPage.objects.child_of(site).filter(slug=slug).first()
    return found or make_listing_page(site, title=slug.title(), slug=slug)


def make_experience(site, title="China's experience", **fields):
    page = Experience(title=title, locale=site.locale, **{"date": date(2011, 10, 1), **fields})
    return publish_below(listing(site), page)


def make_publication(site, title="Sickness benefits", **fields):
    usual = {"kind": "policy-brief", "date": date(2020, 12, 1)}
    page = Publication(title=title, locale=site.locale, **{**usual, **fields})
    return publish_below(listing(site), page)


def make_event(site, title="Policy dialogue", **fields):
    """Held online on 10 November 2020 from nine to noon in Beijing."""
    usual = {
        "starts_at": datetime(2020, 11, 10, 1, tzinfo=UTC),
        "ends_at": datetime(2020, 11, 10, 4, tzinfo=UTC),
        "mode": "online",
    }
    page = Event(title=title, locale=site.locale, **{**usual, **fields})
    return publish_below(listing(site), page)


def make_full_experience(site):
    """An experience with everything around it."""
    figure = make_figure(note={"en": "End of the year.", "zh-hans": "年末数。"})
    page = make_experience(
        site,
        summary="Cover step by step.",
        date_inferred=True,
        date_precision="year",
        lessons="<p>Begin small.</p>",
        conditions="<p>A network.</p>",
        limits="<p>Costs unknown.</p>",
        contact=make_institution(abbreviation="ILO"),
        change_note="A figure was added.",
        body=[
            (
                "practice",
                {"heading": "One window", "text": "<p>Near.</p>", "lessons": ["Be near."]},
            ),
            ("figure", {"figure": figure}),
            (
                "box",
                {"title": "The scheme", "rows": [{"aspect": "Enrolment", "fact": "voluntary"}]},
            ),
            ("milestones", {"title": "The way", "steps": [{"date": "2003", "text": "Begun."}]}),
        ],
    )
    person = make_person()
    role = {"en": "director", "zh-hans": "所长"}
    Affiliation.objects.create(person=person, institution=page.contact, role=role)
    page.contributions = [Contribution(person=person, role="author")]
    page.page_countries = [PageCountry(country=make_country())]
    page.page_topics = [PageTopic(topic=make_topic(aliases="新农合"))]
    page.relevant_for = [RelevantCountry(country=make_country("idn", "Indonesia", "印度尼西亚"))]
    page.save_revision().publish()
    return Experience.objects.get(pk=page.pk)


def text_of(client, page, **query):
    """What the page answers, which must be found."""
    response = client.get(page.get_url(), query)
    assert response.status_code == 200
    return response.content.decode()


def chinese():
    """The second language of the site."""
    return Locale.objects.get(language_code="zh-hans")
