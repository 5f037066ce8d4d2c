"""Numbers, dates and periods in words, as each language writes them. Plain functions.

English counts in millions and billions, Chinese in 万, 亿 and 万亿: 833 million is 8.33亿.
A language is a code such as `en` or `zh-hans`; any other language is written as in English.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import override, pgettext

PRECISE = {"month": "YEAR_MONTH_FORMAT", "day": "DATE_FORMAT"}


@dataclass(frozen=True)
class Writing:
    """How a language writes figures.

    `scales` are steps with their word, the largest first. `units` gives the pattern for one and
    for many; a unit of measurement may stand in front. `qualifiers` are patterns around a number.
    """

    scales: tuple[tuple[Decimal, str], ...]
    grouped: bool
    units: Mapping[str, tuple[str, str]]
    qualifiers: Mapping[str, str]


ENGLISH = Writing(
    scales=((Decimal(10**9), " billion"), (Decimal(10**6), " million")),
    grouped=True,
    units={
        "persons": ("{} person", "{} people"),
        "respondents": ("{} respondent", "{} respondents"),
        "percent": ("{} per cent", "{} per cent"),
        "percent-of-total-population": (
            "{} per cent of the total population",
            "{} per cent of the total population",
        ),
        "percent-of-target-population": (
            "{} per cent of the target population",
            "{} per cent of the target population",
        ),
        "yuan": ("{} yuan", "{} yuan"),
        "usd": ("{} US dollar", "{} US dollars"),
        "km": ("{} km", "{} km"),
        "years": ("{} year", "{} years"),
        "months": ("{} month", "{} months"),
        "agencies": ("{} agency", "{} agencies"),
        "branches": ("{} branch", "{} branches"),
        "cards": ("{} card", "{} cards"),
        "sessions": ("{} session", "{} sessions"),
        "provinces": ("{} province", "{} provinces"),
        "questions": ("{} question", "{} questions"),
        "briefs": ("{} brief", "{} briefs"),
        "notes": ("{} note", "{} notes"),
    },
    qualifiers={
        "rounded": "some {}",
        "approximate": "about {}",
        "under": "under {}",
        "over": "over {}",
        "just-under": "just under {}",
        "at-most": "at most {}",
        "at-least": "at least {}",
        "planned": "{} planned",
        "stated": "{} as stated",
    },
)

CHINESE = Writing(
    scales=((Decimal(10**12), "万亿"), (Decimal(10**8), "亿"), (Decimal(10**4), "万")),
    grouped=False,
    units={
        "persons": ("{}人", "{}人"),
        "respondents": ("{}名受访者", "{}名受访者"),
        "percent": ("{}%", "{}%"),
        "percent-of-total-population": ("总人口的{}%", "总人口的{}%"),
        "percent-of-target-population": ("目标人群的{}%", "目标人群的{}%"),
        "yuan": ("{}元", "{}元"),
        "usd": ("{}美元", "{}美元"),
        "km": ("{}公里", "{}公里"),
        "years": ("{}年", "{}年"),
        "months": ("{}个月", "{}个月"),
        "agencies": ("{}家经办机构", "{}家经办机构"),
        "branches": ("{}个网点", "{}个网点"),
        "cards": ("{}张", "{}张"),
        "sessions": ("{}场", "{}场"),
        "provinces": ("{}个省", "{}个省"),
        "questions": ("{}个问题", "{}个问题"),
        "briefs": ("{}份简报", "{}份简报"),
        "notes": ("{}份说明", "{}份说明"),
    },
    qualifiers={
        "rounded": "大约{}",
        "approximate": "约{}",
        "under": "不足{}",
        "over": "超过{}",
        "just-under": "略低于{}",
        "at-most": "至多{}",
        "at-least": "至少{}",
        "planned": "计划{}",
        "stated": "据原文{}",
    },
)


def writing(language: str) -> Writing:
    """How the language writes figures."""
    return CHINESE if language.startswith("zh") else ENGLISH


def number_words(number: Decimal, language: str) -> str:
    """The number in the steps of the language: 1200000000 is 1.2 billion, or 12亿."""
    way = writing(language)
    for step, word in way.scales:
        if abs(number) >= step:
            return plain_number(number / step, grouped=way.grouped) + word
    return plain_number(number, grouped=way.grouped)


def plain_number(number: Decimal, *, grouped: bool) -> str:
    """All digits without trailing zeros after the point; with or without thousands separators."""
    text = f"{number:,f}" if grouped else f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def figure_words(number: Decimal, unit: str, qualifier: str, language: str) -> str:
    """The number with unit and qualifier: about 92.29 billion yuan, or 约922.9亿元."""
    way = writing(language)
    one, many = way.units.get(unit, ("{}", "{}"))
    words = (one if number == 1 else many).format(number_words(number, language))
    return way.qualifiers.get(qualifier, "{}").format(words)


def date_words(day: date, precision: str, language: str) -> str:
    """The date as precisely as it is known: October 2010, or 2010年10月."""
    with override(language):
        year = pgettext("format of a year alone", "Y")
        return date_format(day, PRECISE.get(precision, year))


def moment_words(time: datetime, language: str) -> str:
    """Day and time of day on the clock of the time's own zone."""
    with override(language):
        return date_format(time, "DATETIME_FORMAT")


def period_words(first: int | None, last: int | None, language: str) -> str:
    """The years of a figure: 2009, 2011–2016, from 2009, until 2016; empty where none is stated."""
    chinese = language.startswith("zh")
    dash = "—" if chinese else "–"
    if first and last:
        years = str(first) if first == last else f"{first}{dash}{last}"
        return f"{years}年" if chinese else years
    if first:
        return f"{first}年起" if chinese else f"from {first}"
    if last:
        return f"至{last}年" if chinese else f"until {last}"
    return ""
