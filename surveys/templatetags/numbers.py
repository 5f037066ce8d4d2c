"""Numbers as people write them. English and Chinese tables share point and comma."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from surveys.templatetags.vocabulary import UNITS

CURRENCY = re.compile(r"[A-Z]{3}")
SUPPRESSED = "‥"
MISSING = "–"


def decimal(value: float, places: int) -> str:
    """A number with thousands separators and a true minus sign."""
    return f"{value:,.{places}f}".replace("-", "−")


def is_currency(unit: str) -> bool:
    """Whether a unit is the code of a currency, such as CNY."""
    return CURRENCY.fullmatch(unit) is not None


def places_for(value: float, unit: str) -> int:
    """Decimals that suit a value: one for a share in percent, none for large amounts."""
    if unit == "share":
        return 1
    if abs(value) >= 1000:
        return 0
    return 2 if is_currency(unit) else 1


def bare(value: float, unit: str, like: float | None = None) -> str:
    """The number without its unit; `like` is the value whose decimals it follows."""
    places = places_for(value if like is None else like, unit)
    return decimal(100 * value if unit == "share" else value, places)


def amount(value: float, unit: str) -> str:
    """The number with its unit: 28.5%, CNY 6,414, 48.7 hours."""
    number = bare(value, unit)
    if unit == "share":
        return f"{number}%"
    if unit == "CNY":
        return _("CNY %(amount)s") % {"amount": number}
    if is_currency(unit):
        return f"{unit} {number}"
    if unit in UNITS:
        return str(UNITS[unit]) % {"amount": number}
    return f"{number} {unit}".rstrip()


def bracketed(text: str, status: str) -> str:
    """Parentheses mark what is to be read with caution."""
    return f"({text})" if status == "caution" else text
