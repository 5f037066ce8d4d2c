"""Days and times read alike on all pages of a language."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils.translation import override

MORNING = datetime(2026, 8, 3, 9, 5, tzinfo=ZoneInfo(settings.TIME_ZONE))


@pytest.mark.parametrize(
    ("format", "english", "chinese", "indonesian"),
    [
        ("DATE_FORMAT", "3 August 2026", "2026年8月3日", "3 Agustus 2026"),
        ("DATETIME_FORMAT", "3 August 2026, 09:05", "2026年8月3日 09:05", "3 Agustus 2026, 09:05"),
        ("YEAR_MONTH_FORMAT", "August 2026", "2026年8月", "Agustus 2026"),
        ("SHORT_DATE_FORMAT", "3 Aug 2026", "2026-08-03", "3 Agu 2026"),
    ],
)
def test_a_day_in_each_language(format, english, chinese, indonesian):
    template = Template('{{ day|date:"' + format + '" }}')
    for language, expected in (("en", english), ("zh-hans", chinese), ("id", indonesian)):
        with override(language):
            assert template.render(Context({"day": MORNING})) == expected


def test_a_range_in_each_language():
    template = Template(
        '{% load i18n %}{% blocktranslate with first=a|date:"DATE_FORMAT" last=b|date:"DATE_FORMAT" %}'
        "{{ first }} to {{ last }}{% endblocktranslate %}"
    )
    days = Context({"a": date(2026, 10, 12), "b": date(2027, 12, 31)})
    with override("en"):
        assert template.render(days) == "12 October 2026 to 31 December 2027"
    with override("zh-hans"):
        assert template.render(days) == "2026年10月12日至2027年12月31日"
