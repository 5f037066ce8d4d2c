"""Labels inside sentences, dates and lists in the page's language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from portal.words import in_language, sentence_gap

if TYPE_CHECKING:
    from surveys.findings.tables import Base


def mid_sentence(label: str) -> str:
    """A label inside an English sentence: its capital goes unless it is an abbreviation."""
    if (get_language() or "en").startswith("en") and label[1:2].islower():
        return label[0].lower() + label[1:]
    return label


def enumerated(parts: Iterable[str]) -> str:
    """ "a, b and c" in the page's language."""
    return _joined(list(parts), pgettext("enumeration", " and "))


def alternatives(parts: Iterable[str]) -> str:
    """ "a, b or c" in the page's language, after a negation."""
    return _joined(list(parts), pgettext("enumeration after a negation", " or "))


def _joined(items: list[str], last: str) -> str:
    if len(items) < 2:
        return "".join(items)
    return pgettext("enumeration", ", ").join(items[:-1]) + last + items[-1]


def day(text: str) -> str:
    """A date as YYYY-MM-DD, written out; any other text stays as it is."""
    try:
        date = parse_date(text)
    except ValueError:
        date = None
    return date_format(date, "DATE_FORMAT") if date else text


def qualified(name: str, level: str) -> str:
    """ "Sex: Women"; the name alone where there is no level."""
    return _("%(name)s: %(level)s") % {"name": name, "level": level} if level else name


def with_unit(name: str, unit: str) -> str:
    """ "Hours a week, hours"; the name alone where there is no unit."""
    return _("%(name)s,\N{NO-BREAK SPACE}%(unit)s") % {"name": name, "unit": unit} if unit else name


def among(bases: Iterable[Base]) -> str:
    """ "Base: insured workers." for each base, with what it is of where others stand beside it."""
    return sentence_gap().join(_base(each) for each in bases)


def _base(base: Base) -> str:
    words = {"base": mid_sentence(in_language(base.base))}
    if not base.of:
        return _("Base: %(base)s.") % words
    names = enumerated(_("“%(name)s”") % {"name": in_language(each)} for each in base.of)
    return _("Base for %(names)s: %(base)s.") % {**words, "names": names}
