"""What may be said of an indicator."""

from dataclasses import replace

import pytest

from surveys.cleaning.variable import Variable
from surveys.findings.disclosure import publish
from surveys.findings.naming import Names
from surveys.findings.results import MeasuredIndicator, Results, Sample, UnweightedValue
from surveys.findings.statements import statements_of
from surveys.findings.tables import by_key
from tests.surveys.findings.example import estimate

PENSION = MeasuredIndicator("C02", "proportion", "pension", labels={"en": "In the pension"})
SEX = Variable("sex", "category", {"en": "Sex"}, {"1": {"en": "Men"}, "2": {"en": "Women"}})


def said(estimates, unweighted=None, indicator=PENSION):
    results = Results("s", {}, (indicator,), tuple(estimates), Sample(0, 0, 0, 0), variables=(SEX,))
    cells = by_key(publish(results.estimates))
    plain = None if unweighted is None else UnweightedValue("C02", "", unweighted, 200)
    return statements_of(indicator, cells, Names(results), (("sex",),), plain)


def by_sex(men, women):
    """The whole population and both sexes, each sex as (value, lower, upper)."""
    for level, (value, lower, upper) in (("1", men), ("2", women)):
        yield estimate(domain=(("sex", level),), value=value, lower=lower, upper=upper)
    yield estimate()


def test_intervals_that_do_not_overlap_bear_out_a_difference():
    level, contrast = said(by_sex((0.15, 0.12, 0.18), (0.25, 0.22, 0.28)))
    assert level.kind == "level"
    assert contrast.kind == "highest_lowest"
    assert (contrast.first.labels, contrast.second.labels) == ({"en": "Women"}, {"en": "Men"})
    assert contrast.variables == ({"en": "Sex"},)


@pytest.mark.parametrize("upper", [0.22, 0.23])
def test_intervals_that_touch_or_overlap_do_not(upper):
    _, contrast = said(by_sex((0.19, 0.12, upper), (0.25, 0.22, 0.28)))
    assert (contrast.kind, contrast.first) == ("no_clear_difference", None)


def test_a_suppressed_level_is_not_compared():
    men, women, whole = by_sex((0.15, 0.12, 0.18), (0.25, 0.22, 0.28))
    women = estimate(domain=women.domain, n=20)
    assert [statement.kind for statement in said([men, women, whole])] == ["level"]


def test_nothing_is_said_of_a_suppressed_value():
    assert said([estimate(n=20)], unweighted=0.5) == ()


def test_weighting_is_told_when_the_plain_value_lies_outside_the_interval():
    assert [s.kind for s in said([estimate()], unweighted=0.264)] == ["level"]
    _, effect = said([estimate()], unweighted=0.27)
    assert (effect.kind, effect.unweighted) == ("weighting_effect", 0.27)


def test_of_a_category_the_most_frequent_level_is_told():
    levels = [estimate(level="1", value=0.3, lower=0.25, upper=0.35), estimate(level="2")]
    (statement,) = said(levels)
    assert (statement.kind, statement.first.cell.level) == ("largest_level", "1")


def test_totals_are_told_but_not_compared():
    total = replace(PENSION, statistic="total", unit="persons")
    men, women, whole = by_sex((15e3, 12e3, 18e3), (25e3, 22e3, 28e3))
    known = [replace(each, statistic="total", count=None) for each in (men, women, whole)]
    assert [s.kind for s in said(known, unweighted=40.0, indicator=total)] == ["level"]
