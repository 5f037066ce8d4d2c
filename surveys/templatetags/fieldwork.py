"""Words of fieldwork: how cases end, and what the rates count."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.charts import (
    Drawing,
    Figure,
    Layout,
    Mark,
    Row,
    bars_with_interval,
    columns,
    linear_axis,
)
from surveys.models import Mailing, MailingPiece
from surveys.queries.monitoring import Rates, StratumProgress
from surveys.templatetags import vocabulary
from surveys.templatetags.findings import number

register = template.Library()

HYPHEN = "\u2011"
"""At which no line breaks."""

CATEGORY_WORDS: dict[str, Promise] = {
    "I": _("complete interviews"),
    "P": _("partial interviews"),
    "R": _("refusals and break-offs"),
    "NC": _("non-contacts"),
    "O": _("other eligible cases without interview"),
    "U": _("cases of unknown eligibility"),
    "NE": _("cases that are not eligible"),
}
FIELD_WORDS: dict[str, Promise] = {
    "stratum": _("Stratum"),
    "psu": _("Primary sampling unit"),
    "base_weight": _("Base weight"),
    "inclusion_probability": _("Inclusion probability"),
    "pilot": _("Pilot"),
    "interviewer_id": _("Interviewer"),
    "attributes": _("Known before the interview"),
    "state": _("State"),
    "language": _("Language"),
    "consented_on": _("Agreed to be asked again"),
    "recruited_from_id": _("Recruited from"),
    "name": _("Name of the person"),
    "phone": _("Telephone"),
    "email": _("E-mail address"),
    "address": _("Postal address"),
}


@register.filter
def disposition_words(code: str) -> str | Promise:
    """What an outcome code means; the code itself where it is unknown."""
    return vocabulary.OUTCOMES.get(code, code)


@register.filter
def category_words(category: str) -> Promise:
    """What a term of the response rates counts."""
    return CATEGORY_WORDS[category]


@register.filter
def field_words(name: str) -> str | Promise:
    """What a field of a case is called; the name of a column of one's own as it is."""
    return FIELD_WORDS.get(name, name)


@register.filter
def mailing_faults(mailing: Mailing) -> list[tuple[str | Promise, int]]:
    """Why pieces of a mailing did not go out, and how many."""
    counts = [(fault.label, getattr(mailing, fault.value)) for fault in MailingPiece.Fault]
    return [(words, count) for words, count in counts if count]


@register.filter
def letter_pages(mailing: Mailing, size: int) -> range:
    """The numbers of the documents that the letters of a mailing make."""
    return range(1, -(-getattr(mailing, "size") // size) + 1)  # noqa: B009  an annotation


@register.filter
def rate_words(name: str) -> Promise:
    """What an outcome rate is."""
    return vocabulary.RATES[name]


@register.filter
def six_rates(row: Rates) -> list[tuple[float | None, float | None]]:
    """RR1 to RR6, each by cases and by base weights."""
    names = [f"rr{number}" for number in range(1, 7)]
    return [(getattr(row.unweighted, name), getattr(row.weighted, name)) for name in names]


@register.filter
def strata_chart(strata: Sequence[StratumProgress]) -> Figure:
    """How much of each stratum's target is reached."""
    rows = [
        Row(each.name, (Mark(each.share),), f"{number(each.interviewed)} / {number(each.target)}")
        for each in strata
    ]
    axis = linear_axis([1.0, *(each.share for each in strata)], _whole, from_zero=True)
    title = gettext("Interviews as a share of the target, by stratum")
    table = tuple((each.name, _whole(each.share)) for each in strata)

    def draw(layout: Layout) -> Drawing:
        return bars_with_interval(rows, axis, layout=layout)

    return Figure("strata-chart", title, title, draw, (gettext("Share"),), table)


@register.filter
def days_chart(days: Sequence[tuple[date, int]]) -> Figure:
    """The interviews received on each day."""
    places = [f"{day:%m}{HYPHEN}{day:%d}" for day, _count in days]
    counts = [float(count) for _day, count in days]
    most = max((count for _day, count in days), default=0)
    axis = linear_axis([0.0, max(most, 4)], lambda value: number(round(value)), from_zero=True)
    title = gettext("Interviews received, by day")
    table = tuple((date_format(day, "SHORT_DATE_FORMAT"), number(count)) for day, count in days)

    def draw(layout: Layout) -> Drawing:
        return columns(counts, places, axis, layout=layout)

    return Figure("days-chart", title, title, draw, (gettext("Interviews"),), table)


def _whole(share: float) -> str:
    return f"{100 * share:.0f}%"
