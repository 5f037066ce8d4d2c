"""What the demonstration's records refer to: vocabulary, people, schemes, sources and figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import Model

from briefs.demo.content import read, read_rows, words_in
from briefs.models import Affiliation, Figure, Institution, Person, Scheme, Series, Source
from portal.models import Country, Topic

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Known:
    """The snippets by the keys that the fixtures give them."""

    countries: Mapping[str, Country]
    topics: Mapping[str, Topic]
    institutions: Mapping[str, Institution]
    series: Mapping[str, Series]
    sources: Mapping[str, Source]
    figures: Mapping[str, Figure]


def make_snippets() -> Known:
    """All snippets; those that exist are left as they are."""
    vocabulary, people = read("vocabulary.toml"), read("people.toml")
    countries = {
        code: keep(Country, {"code": code}, **words)
        for code, words in vocabulary["countries"].items()
    }
    topics = make_topics(vocabulary["topics"])
    institutions = make_institutions(people["institutions"], countries)
    make_people(people["people"], institutions)
    schemes = {
        key: named(Scheme, each, country=countries[each["country"]])
        for key, each in people["schemes"].items()
    }
    series = {key: named(Series, each) for key, each in people["series"].items()}
    sources = {
        key: keep(Source, {"titles__en": each["titles"]["en"]}, **each)
        for key, each in read("sources.toml").items()
    }
    figures = {
        row["key"]: make_figure(row, schemes, countries, sources)
        for row in read_rows("figures.csv")
    }
    return Known(countries, topics, institutions, series, sources, figures)


def keep(model: type[M], lookup: Mapping[str, Any], **fields: Any) -> M:
    """The row that the lookup finds, else a new one with these fields, checked as a form does."""
    found = model.objects.filter(**lookup).first()
    if found:
        return found
    plain = {name: value for name, value in lookup.items() if "__" not in name}
    made = model(**{**plain, **fields})
    made.full_clean()
    made.save()
    return made


def named(model: type[M], data: Mapping[str, Any], **fields: Any) -> M:
    """The row with the English name of `data`, else a new one."""
    return keep(model, {"names__en": data["names"]["en"]}, **{**data, **fields})


def make_topics(rows: list[dict[str, Any]]) -> dict[str, Topic]:
    """Topics by slug; a broader topic stands before its narrower ones."""
    topics: dict[str, Topic] = {}
    for row in rows:
        broader = topics.get(row.get("broader", ""))
        topics[row["slug"]] = keep(Topic, {"slug": row["slug"]}, **{**row, "broader": broader})
    return topics


def make_institutions(
    rows: Mapping[str, dict[str, Any]], countries: Mapping[str, Country]
) -> dict[str, Institution]:
    """Institutions by key; a parent stands before its parts."""
    made: dict[str, Institution] = {}
    for key, row in rows.items():
        parent, country = made.get(row.get("parent", "")), countries.get(row.get("country", ""))
        made[key] = named(Institution, row, parent=parent, country=country)
    return made


def make_people(
    rows: Mapping[str, dict[str, Any]], institutions: Mapping[str, Institution]
) -> None:
    """People with their roles at institutions."""
    for row in rows.values():
        person = keep(Person, {"names__en": row["names"]["en"]}, names=row["names"])
        if not person.affiliations.exists():
            Affiliation.objects.bulk_create(
                Affiliation(
                    person=person,
                    institution=institutions[each["institution"]],
                    role=each["role"],
                    sort_order=place,
                )
                for place, each in enumerate(row["affiliations"])
            )


def make_figure(
    row: Mapping[str, str],
    schemes: Mapping[str, Scheme],
    countries: Mapping[str, Country],
    sources: Mapping[str, Source],
) -> Figure:
    """A row of figures.csv: a number or a date about a scheme or a country."""
    number, day = row["value"], row["date"]
    stated = {
        "scheme": schemes.get(row["scheme"]),
        "country": countries.get(row["country"]),
        "measure": row["measure"],
        "value": Decimal(number) if number else None,
        "date_value": date.fromisoformat(day) if day else None,
        "period_from": int(row["period_from"]) if row["period_from"] else None,
        "period_to": int(row["period_to"]) if row["period_to"] else None,
        "source": sources[row["source"]],
    }
    scope = words_in(row, "scope")
    precision = {"date_precision": row["date_precision"]} if day else {}
    return keep(
        Figure,
        {**stated, "scope__en": scope["en"]},
        scope=scope,
        unit=row["unit"],
        qualifier=row["qualifier"],
        kind=row["kind"],
        locator=words_in(row, "locator"),
        note=words_in(row, "note"),
        group=row["group"],
        **precision,
    )
