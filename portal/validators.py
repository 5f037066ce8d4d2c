"""Numbers and dates that can be meant, and can be stored as they were typed."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _

SIGNIFICANT_DIGITS = 15
"""Of a decimal number the database keeps as many; it rounds what follows without a word."""


def year_of(value: date | int) -> int:
    """The year of a date or time; a year is its own."""
    return value if isinstance(value, int) else value.year


@deconstructible
class EarliestYear(MinValueValidator):
    """Refuses a year, or a date or time in a year, before this one."""

    message = _("The year %(show_value)s is too early. Give %(limit_value)s or a later one.")

    def clean(self, value: date | int) -> int:
        return year_of(value)


@deconstructible
class LatestYear(MaxValueValidator):
    """Refuses a year, or a date or time in a year, after this one."""

    message = _("The year %(show_value)s is too late. Give %(limit_value)s or an earlier one.")

    def clean(self, value: date | int) -> int:
        return year_of(value)


@deconstructible
class AtMost(MaxValueValidator):
    """Refuses a greater number."""

    message = _("%(show_value)s is too much. Give %(limit_value)s at most.")


def refused_by(validators: Iterable[Callable[[Any], None]], value: Any) -> bool:
    """Whether one of the validators refuses the value."""
    try:
        for validate in validators:
            validate(value)
    except ValidationError:
        return True
    return False


HISTORY = (EarliestYear(1000), LatestYear(2200))
"""Years of which sources tell, and for which they set targets."""
PRESENT = (EarliestYear(1900), LatestYear(2200))
"""Years in which people meet and learn."""


def storable(number: Decimal) -> None:
    """Refuse a number with more digits than the database keeps."""
    digits = len(number.normalize().as_tuple().digits)
    if digits > SIGNIFICANT_DIGITS:
        raise ValidationError(
            _("The number has %(found)d digits; %(most)d can be kept exactly. Round it."),
            params={"found": digits, "most": SIGNIFICANT_DIGITS},
        )
