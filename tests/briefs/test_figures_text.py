"""Numbers, dates and periods in words of both languages."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from briefs.figures_text import (
    CHINESE,
    ENGLISH,
    date_words,
    figure_words,
    number_words,
    period_words,
)
from briefs.models.vocabularies import Measure, Qualifier, Unit

DATA = Path(__file__).parent / "data" / "indicators.csv"


@pytest.mark.parametrize(
    ("number", "english", "chinese"),
    [
        ("833000000", "833 million", "8.33亿"),
        ("1200000000", "1.2 billion", "12亿"),
        ("92290000000", "92.29 billion", "922.9亿"),
        ("33535300000000", "33,535.3 billion", "33.5353万亿"),
        ("125000000000", "125 billion", "1250亿"),
        ("190000", "190,000", "19万"),
        ("7000", "7,000", "7000"),
        ("9999.5", "9,999.5", "9999.5"),
        ("94.6000", "94.6", "94.6"),
        ("0.275", "0.275", "0.275"),
        ("100", "100", "100"),
        ("0", "0", "0"),
        ("-2500000", "-2.5 million", "-250万"),
    ],
)
def test_numbers_are_written_in_the_steps_of_the_language(number, english, chinese):
    assert number_words(Decimal(number), "en") == english
    assert number_words(Decimal(number), "zh-hans") == chinese


@pytest.mark.parametrize(
    ("number", "unit", "qualifier", "english", "chinese"),
    [
        ("92290000000", "yuan", "approximate", "about 92.29 billion yuan", "约922.9亿元"),
        ("62", "percent", "approximate", "about 62 per cent", "约62%"),
        ("75", "percent", "just-under", "just under 75 per cent", "略低于75%"),
        ("20", "percent", "at-most", "at most 20 per cent", "至多20%"),
        ("1200000000", "persons", "rounded", "some 1.2 billion people", "大约12亿人"),
        ("3000", "respondents", "planned", "3,000 respondents planned", "计划3000名受访者"),
        ("1", "sessions", "exact", "1 session", "1场"),
        (
            "94",
            "percent-of-target-population",
            "exact",
            *("94 per cent of the target population", "目标人群的94%"),
        ),
    ],
)
def test_units_and_qualifiers_stand_around_the_number(number, unit, qualifier, english, chinese):
    assert figure_words(Decimal(number), unit, qualifier, "en") == english
    assert figure_words(Decimal(number), unit, qualifier, "zh-hans") == chinese


@pytest.mark.parametrize(
    ("precision", "english", "chinese"),
    [
        ("day", "1 July 2011", "2011年7月1日"),
        ("month", "July 2011", "2011年7月"),
        ("year", "2011", "2011年"),
    ],
)
def test_dates_are_as_precise_as_they_are_known(precision, english, chinese):
    assert date_words(date(2011, 7, 1), precision, "en") == english
    assert date_words(date(2011, 7, 1), precision, "zh-hans") == chinese


@pytest.mark.parametrize(
    ("first", "last", "english", "chinese"),
    [
        (2009, 2009, "2009", "2009年"),
        (2011, 2016, "2011–2016", "2011—2016年"),
        (2009, None, "from 2009", "2009年起"),
        (None, 2016, "until 2016", "至2016年"),
        (None, None, "", ""),
    ],
)
def test_periods(first, last, english, chinese):
    assert period_words(first, last, "en") == english
    assert period_words(first, last, "zh-hans") == chinese


def test_every_unit_and_qualifier_is_written_in_both_languages():
    for way in (ENGLISH, CHINESE):
        assert set(way.units) == set(Unit.values)
        assert set(way.qualifiers) == set(Qualifier.values) - {"exact"}


SPEC = """
    F01 | some 1.2 billion people               | 大约12亿人
    F02 | 94.6 per cent of the total population | 总人口的94.6%
    F03 | 2003                                  | 2003年
    F04 | 2004                                  | 2004年
    F05 | 2002                                  | 2002年
    F06 | 2004                                  | 2004年
    F07 | 2009                                  | 2009年
    F08 | 2020                                  | 2020年
    F09 | 10 years                              | 10年
    F10 | October 2010                          | 2010年10月
    F11 | 1 July 2011                           | 2011年7月1日
    F12 | some 7,000 agencies                   | 大约7000家经办机构
    F13 | some 190,000 branches                 | 大约19万个网点
    F14 | some 3 km                             | 大约3公里
    F15 | 800 million cards                     | 8亿张
    F16 | 125 billion US dollars                | 1250亿美元
    F17 | 25 per cent                           | 25%
    F18 | 41 per cent                           | 41%
    F19 | about 39.82 per cent                  | 约39.82%
    F20 | 833 million people                    | 8.33亿人
    F21 | 94 per cent of the target population  | 目标人群的94%
    F22 | about 62 per cent                     | 约62%
    F23 | just under 75 per cent                | 略低于75%
    F24 | about 60 per cent                     | 约60%
    F25 | 74 per cent                           | 74%
    F26 | 44 per cent                           | 44%
    F27 | about 60 per cent                     | 约60%
    F28 | about 70 per cent                     | 约70%
    F29 | at most 20 per cent                   | 至多20%
    F30 | about 92.29 billion yuan              | 约922.9亿元
    F31 | about 5.99 billion yuan               | 约59.9亿元
    F32 | 33,535.3 billion yuan                 | 33.5353万亿元
    F33 | 0.275 per cent                        | 0.275%
    F34 | 0.018 per cent                        | 0.018%
    F35 | 8 sessions                            | 8场
    F36 | about 100 people                      | 约100人
    F37 | 3,000 respondents planned             | 计划3000名受访者
    F38 | 3 provinces                           | 3个省
    F39 | 2 sessions                            | 2场
    F40 | 3 sessions planned                    | 计划3场
    F41 | 10 people                             | 10人
    F42 | 5 questions                           | 5个问题
    F43 | 2 briefs                              | 2份简报
    F44 | 2 briefs                              | 2份简报
    F45 | 3 notes                               | 3份说明
    F46 | 2 months as stated                    | 据原文2个月
"""


@pytest.mark.parametrize(
    ("key", "english", "chinese"),
    [[cell.strip() for cell in line.split("|")] for line in SPEC.strip().splitlines()],
)
def test_every_figure_of_the_sources_is_written_in_both_languages(key, english, chinese):
    with DATA.open(encoding="utf-8") as file:
        row = next(row for row in csv.DictReader(file) if row["id"] == key)
    assert written(row, "en") == english
    assert written(row, "zh-hans") == chinese


def written(row, language):
    """A row of the file in words."""
    if row["unit"] in ("year", "date"):
        parts = [int(part) for part in row["value"].split("-")]
        precision = ("year", "month", "day")[len(parts) - 1]
        return date_words(date(*parts, *[1] * (3 - len(parts))), precision, language)
    number, unit = Decimal(row["value"]), row["unit"]
    if unit.startswith("billion "):
        number, unit = number * 10**9, unit.removeprefix("billion ")
    code = unit.lower().replace(" ", "-")
    assert code in Unit.values
    return figure_words(number, code, row["qualifier"].replace(" ", "-"), language)


def test_the_measures_of_the_file_are_in_the_vocabulary():
    with DATA.open(encoding="utf-8") as file:
        named = {row["measure"].lower().replace(" ", "-") for row in csv.DictReader(file)}
    assert named <= set(Measure.values)
