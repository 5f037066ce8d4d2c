"""Figures: what they refuse, how they read, and how their blocks show them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.html import escape

from briefs.blocks import BriefBody, FigureBlock
from briefs.models import Figure
from tests.briefs.makers_records import (
    make_country,
    make_event_figure,
    make_figure,
    make_scheme,
    make_source,
)

pytestmark = pytest.mark.django_db


def valid(**fields):
    """A figure that is not stored yet."""
    usual = {
        "scheme": make_scheme(),
        "source": make_source(),
        "measure": "enrolees",
        "value": 5,
        "unit": "persons",
    }
    return Figure(**{**usual, **fields})


def test_a_figure_without_source_is_refused_with_what_to_do():
    with pytest.raises(ValidationError) as refused:
        valid(source=None).full_clean()
    assert refused.value.message_dict["source"] == [
        "A figure needs a source: choose the work in which it stands."
    ]


def test_the_database_too_refuses_a_figure_without_source():
    with pytest.raises(IntegrityError), transaction.atomic():
        valid(source=None).save()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"scheme": None}, "Choose what the figure is about: a scheme or a country."),
        ({"country": "chn"}, "Choose a scheme or a country, not both."),
        ({"value": None}, "Give the figure's number or its date."),
        ({"date_value": date(2009, 1, 1)}, "Give a number or a date, not both."),
        ({"unit": ""}, "A number needs a unit."),
        ({"period_from": 2011, "period_to": 2009}, "The period ends before it begins."),
        ({"kind": "derived"}, "Say how this figure was computed."),
    ],
)
def test_what_a_figure_cannot_be(fields, message):
    if "country" in fields:
        fields = {"country": make_country()}
    with pytest.raises(ValidationError) as refused:
        valid(**fields).full_clean()
    assert refused.value.messages == [message]


@pytest.mark.parametrize(
    "fields", [{"scheme": None}, {"value": None}, {"unit": ""}, {"period_from": 2, "period_to": 1}]
)
def test_the_database_keeps_the_same_promises(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        valid(**fields).save()


def test_a_figure_reads_in_the_language_of_the_page():
    figure = make_figure()
    assert figure.words == "833 million people"
    assert str(figure) == "Enrolees – Rural cooperative medical scheme, 2009: 833 million people"
    with translation.override("zh-hans"):
        assert figure.words == "8.33亿人"
        assert figure.period == "2009年"
        assert figure.source.short == "ILO，国家经验分享，2011"


def shown(block, value):
    return block.render(block.to_python(value))


def test_the_block_shows_value_year_scope_source_and_note():
    figure = make_figure(
        scope={"en": "rural residents"}, note={"en": "End of year."}, qualifier="approximate"
    )
    html = shown(FigureBlock(), {"figure": figure.pk})
    for text in ("About 833 million people", "2009", "rural residents", "box 1", "End of year."):
        assert text in html
    assert "ILO, Sharing country experiences, 2011" in html


def test_rival_statements_stand_side_by_side_each_with_its_own_source():
    chosen = make_event_figure(2003, group="begins", source=make_source(authors="First"))
    make_event_figure(2004, group="begins", source=make_source(authors="Second"))
    make_event_figure(2002, group="begins", source=make_source(authors="Third"))
    make_event_figure(1999, group="other")
    html = shown(FigureBlock(), {"figure": chosen.pk})
    for text in ("2002", "2003", "2004", "First", "Second", "Third", "The sources disagree"):
        assert text in html
    assert "1999" not in html


@pytest.mark.parametrize(
    ("kind", "mark"),
    [("target", "Target, not a result"), ("derived", "Derived by the editors")],
)
def test_targets_and_derived_values_are_labelled_and_look_different(kind, mark):
    marked = shown(FigureBlock(), {"figure": make_figure(kind=kind, note={"en": "5 / 6"}).pk})
    plain = shown(FigureBlock(), {"figure": make_figure().pk})
    assert mark in marked
    assert f"stated__one--{kind}" in marked
    assert mark not in plain


def test_a_figure_that_is_gone_leaves_nothing():
    assert shown(FigureBlock(), {"figure": 999}).strip() == ""


def test_hostile_words_are_escaped():
    evil = "<script>alert(1)</script>"
    figure = make_figure(
        note={"en": evil},
        scope={"en": evil},
        locator={"en": evil},
        source=make_source(authors=evil),
    )
    table = {"caption": evil, "figures": [figure.pk]}
    stream = BriefBody().to_python(
        [
            {"type": "figure", "value": {"figure": figure.pk}},
            {"type": "figure_table", "value": table},
            {"type": "box", "value": {"title": evil, "rows": [{"aspect": evil, "fact": evil}]}},
            {
                "type": "milestones",
                "value": {"title": evil, "steps": [{"date": evil, "text": evil}]},
            },
        ]
    )
    html = stream.render_as_block()
    assert "<script>" not in html
    assert escape(evil) in html


def test_the_table_gives_each_statement_a_row_and_has_no_header_in_its_corner():
    figures = [make_event_figure(2003, group="begins"), make_figure()]
    make_event_figure(2004, group="begins")
    stream = BriefBody().to_python(
        [
            {
                "type": "figure_table",
                "value": {"caption": "Cover", "figures": [one.pk for one in figures]},
            }
        ]
    )
    html = stream.render_as_block()
    assert html.count('<th scope="row">') == 3
    assert "<caption>Cover</caption>" in html
    assert html.index("<td>Measure</td>") < html.index('<th scope="col">')


def test_a_note_without_a_place_in_the_source_stands_on_the_first_line_of_its_cell():
    table = {"caption": "Cover", "figures": [make_figure(locator={}, note={"en": "5 / 6"}).pk]}
    stream = BriefBody().to_python([{"type": "figure_table", "value": table}])
    assert "<td>5 / 6</td>" in stream.render_as_block()


def test_a_place_in_the_source_is_named_where_a_phone_shows_no_head():
    table = {"caption": "Cover", "figures": [make_figure(locator={"en": "item 2"}).pk]}
    html = BriefBody().to_python([{"type": "figure_table", "value": table}]).render_as_block()
    assert '<td><span class="figures-table__head">Place in the source: </span>item 2' in html


def test_many_figures_cost_as_many_queries_as_one(django_assert_num_queries):
    def read(figures):
        body = BriefBody().to_python(
            [{"type": "figure", "value": {"figure": figure.pk}} for figure in figures]
        )
        return body.render_as_block()

    figures = [
        make_figure(group=f"group-{number % 3}", source=make_source()) for number in range(6)
    ]
    for some in (figures[:2], figures):
        with django_assert_num_queries(2):
            assert "833 million" in read(some)


def test_every_preview_can_be_drawn_with_and_without_figures():
    for _round in range(2):
        for block in BriefBody().child_blocks.values():
            template = block.meta.template
            assert template, block.name
            value = block.get_preview_value()
            html = block.render(value) if value is not None else ""
            assert isinstance(html, str)
        make_figure()
    assert "833 million" in FigureBlock().render(FigureBlock().get_preview_value())


def test_an_editor_finds_a_figure_by_scheme_year_and_measure():
    words = make_figure(scope={"zh-hans": "农村居民"}).searched_words()
    for word in ("Enrolees", "新农合", "2009", "农村居民"):
        assert word in words
