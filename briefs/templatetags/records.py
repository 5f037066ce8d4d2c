"""Tags of records and of the blocks in them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.utils.html import format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from briefs import queries
from briefs.figures_text import date_words, moment_words
from briefs.models import Contribution, Episode, Experience, Figure, Publication, Record, Source
from briefs.models.vocabularies import PublicationState, Role
from portal.models import Country, Topic
from portal.words import in_language

register = template.Library()

AUTHORS = (Role.AUTHOR, Role.EDITOR)


@register.filter
def words(value: Mapping[str, str] | None) -> str:
    """The text in the page's language of words kept in all languages."""
    return in_language(value or {})


@register.filter
def joined(things: Iterable[object]) -> str:
    """The names of things in one line, separated as the page's language separates them."""
    return separator().join(str(thing) for thing in things)


@register.simple_tag(takes_context=True)
def narrowed_by(context: template.Context, key: str, things: Iterable[Country | Topic]) -> str:
    """The names of things in one line, each leading to what else its section has about it.

    In print there is no section to lead to.
    """
    if context.get("printing"):
        return joined(things)
    section = context["page"].get_url(context.get("request")).rstrip("/").rpartition("/")[0]
    links = [(section, key, getattr(one, "code", "") or one.slug, one) for one in things]
    return format_html_join(separator(), '<a href="{}/?{}={}">{}</a>', links)


def separator() -> str:
    """What stands between the parts of an enumeration in the page's language."""
    return "、" if (get_language() or "").startswith("zh") else ", "


@register.filter
def dated(day: date, precision: str = "day") -> str:
    """The date in words, as precisely as it is known."""
    return date_words(day, precision, get_language() or "en")


@register.filter
def moment(time: datetime, zone: ZoneInfo) -> str:
    """Day and time of day in a time zone."""
    return moment_words(time.astimezone(zone), get_language() or "en")


@register.filter
def clock(time: datetime, zone: ZoneInfo) -> str:
    """The time of day in a time zone."""
    return f"{time.astimezone(zone):%H:%M}"


@register.filter
def statements(figure: Figure) -> list[Figure]:
    """The figure and the statements that contradict it, in order of time."""
    return sorted([figure, *figure.rivals], key=lambda one: (one.year, one.pk))


@register.simple_tag
def all_statements(figures: list[Figure]) -> list[Figure]:
    """The figures of a table with their rivals, each once; chosen figures that are gone left out."""
    found: dict[int, Figure] = {}
    for figure in figures:
        for one in statements(figure) if figure else []:
            found.setdefault(one.pk, one)
    return list(found.values())


@register.simple_tag
def only_source(figures: list[Figure]) -> Source | None:
    """The source of all these figures; None where they have several."""
    return figures[0].source if len({one.source_id for one in figures}) == 1 else None


@register.simple_tag
def around(record: Record) -> queries.Around:
    """What a record's page shows beside its text."""
    return queries.around(record)


@register.simple_tag
def relevant_countries(experience: Experience) -> list[Country]:
    """The countries that may learn from an experience."""
    return [link.country for link in experience.relevant_for.select_related("country")]


@register.simple_tag
def episodes(publication: Publication) -> list[Any]:
    """The podcast episodes about a publication."""
    return queries.episodes_of(publication)


@register.simple_tag
def others_in_series(publication: Publication) -> list[Page]:
    """Other publications of the same series; none where it belongs to no series."""
    return list(queries.others_in_series(publication)) if publication.series_id else []


@register.simple_tag
def other_episodes(episode: Episode) -> list[Page]:
    """The newest other episodes in the same language."""
    return list(queries.other_episodes(episode))


@register.simple_tag
def citation(record: Record, contributions: list[Contribution]) -> str:
    """How the record may be cited.

    The publisher stands where no author is named, the portal where no publisher is; who is named as
    the author is not named again as the publisher.
    """
    publisher = named(contributions, Role.PUBLISHER) or _("Social Security Training Portal")
    authors = named(contributions, *AUTHORS) or publisher
    parts = {
        "authors": authors,
        "year": citation_year(record),
        "title": record.title,
        "kind": record.label,
        "publisher": publisher,
        "address": permanent_address(record),
    }
    if authors == publisher:
        return _("%(authors)s (%(year)s). %(title)s. %(kind)s. %(address)s") % parts
    return _("%(authors)s (%(year)s). %(title)s. %(kind)s. %(publisher)s. %(address)s") % parts


def named(contributions: list[Contribution], *roles: Role) -> str:
    """Those who contributed in one of these roles, in one line."""
    return joined(one.contributor for one in contributions if one.role in roles)


def citation_year(record: Record) -> str:
    """The year in a citation, or what stands for it."""
    if getattr(record, "state", "") == PublicationState.FORTHCOMING:
        return _("forthcoming")
    return str(record.date.year) if record.date else _("undated")


@register.simple_tag
def permanent_address(record: Record) -> str:
    """The address that stays when the page moves."""
    return urljoin(settings.WAGTAILADMIN_BASE_URL, f"/r/{record.permanent_id}")
