"""A text as a document: sections with addresses, numbers of figures and tables."""

import pytest

from portal.paper import LONG, arranged, one_level_down


def test_sections_can_be_listed_and_found():
    paper = arranged('<h2>Who &amp; what</h2><h3 class="a">In <b>one</b> region</h3>')
    assert [(each.level, each.title) for each in paper.sections] == [
        (2, "Who &amp; what"),
        (3, "In one region"),
    ]
    assert paper.html == (
        '<h2 id="section-1">Who &amp; what</h2>'
        '<h3 id="section-2" class="a">In <b>one</b> region</h3>'
    )


def test_an_address_that_is_there_is_kept():
    paper = arranged('<h2 id="sources">Sources</h2>')
    assert paper.html == '<h2 id="sources">Sources</h2>'
    assert paper.sections[0].anchor == "sources"


def test_an_address_that_is_taken_gives_way_to_an_own_one():
    paper = arranged('<h3 id="quiz">One</h3><h3 class="a" id="quiz">Two</h3>')
    assert [each.anchor for each in paper.sections] == ["quiz", "section-2"]
    assert paper.html.count('id="quiz"') == paper.html.count('<h3 id="section-2" class="a"') == 1


def test_numbers_that_are_there_are_kept():
    html = '<table class="data"><caption>Table 7. Cover</caption></table>'
    assert arranged(html, numbered=False).html == html


def test_figures_and_tables_are_counted_apart():
    html = (
        '<figure class="chart"><figcaption>Cover</figcaption></figure>'
        '<table class="data"><caption>Cover</caption></table>'
        '<figure class="chart"><figcaption>Cost</figcaption></figure>'
    )
    paper = arranged(html).html
    for words in ("Figure 1.</span> Cover", "Table 1.</span> Cover", "Figure 2.</span> Cost"):
        assert words in paper


@pytest.mark.parametrize(
    "html",
    [
        '<figure class="quote"><figcaption>A respondent</figcaption></figure>',
        '<figure class="formula"><figcaption class="a">Where v</figcaption></figure>',
        '<table class="data box"><caption>Box 1</caption></table>',
    ],
)
def test_what_is_no_figure_or_table_has_no_number(html):
    assert arranged(html).html == html


def test_a_few_sections_need_no_list():
    text = "<p>" + "a" * 3_000 + "</p>"
    assert not arranged(text + "<h2>a</h2>" * 3).has_contents
    assert arranged(text + "<h2>a</h2>" * 4).has_contents
    assert not arranged(text + "<h2>a</h2><h3>b</h3>" * 3).has_contents


def test_a_part_that_asks_for_it_is_listed_with_the_sections():
    paper = arranged("<h2>a</h2><h3>b</h3>" + "<h3 data-listed>c</h3>" * 3 + "<p>" + "a" * 3_000)
    assert [each.title for each in paper.sections if each.is_listed] == ["a", "c", "c", "c"]
    assert paper.has_contents


def test_a_text_of_one_page_needs_none():
    assert not arranged("<h2>a</h2>" * 4).has_contents


def test_a_long_text_has_a_title_page_and_a_chinese_letter_counts_more():
    assert not arranged("<p>" + "a" * (LONG - 1) + "</p>").is_long
    assert arranged("<p>" + "字" * (LONG // 3) + "</p>").is_long
    assert not arranged(f"<svg><text>{'a' * LONG}</text></svg>").is_long


def test_the_hash_names_the_content():
    assert arranged("<p>a</p>").sha256 == arranged("<p>a</p>").sha256
    assert arranged("<p>a</p>").sha256 != arranged("<p>b</p>").sha256


def test_a_lesson_inside_a_book_has_lower_headings():
    assert one_level_down("<h2 id='h2'>a</h2><h3>b</h3>") == "<h3 id='h2'>a</h3><h4>b</h4>"
