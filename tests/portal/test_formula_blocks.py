"""Blocks with formulae: shown on page and paper, and refused at the field where one is wrong."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.rich_text import RichText

from portal.blocks import CalloutBlock, HeadingBlock, QuoteBlock
from portal.formula_blocks import (
    FormulaBlock,
    FormulaCalloutBlock,
    FormulaHeadingBlock,
    FormulaQuoteBlock,
    FormulaTextBlock,
)

ANNUITY = r"\ddot{a}_{\angl{n}}=\frac{1-v^{n}}{d}"


class TestFormulaBlock:
    def value(self, **fields):
        return FormulaBlock().to_python({"latex": ANNUITY, "alt": "a due", **fields})

    def test_on_the_page_it_is_mathml_in_a_region_that_scrolls_by_keyboard(self):
        html = FormulaBlock().render(self.value(number="1.1", caption="Payments of $1$ each."))
        assert '<math xmlns="http://www.w3.org/1998/Math/MathML" display="block"' in html
        assert 'tabindex="0"' in html
        assert "(1.1)" in html
        assert html.count("<math") == 2

    def test_on_paper_it_is_a_drawing_with_the_words_as_its_title(self):
        html = FormulaBlock().render(self.value(), {"printing": True})
        assert "<title>a due</title>" in html
        assert "<math" not in html
        assert "tabindex" not in html

    def test_a_formula_that_cannot_be_shown_is_left_out(self):
        assert "<math" not in FormulaBlock().render(self.value(latex=r"\foo"))

    def test_a_wrong_formula_is_refused_at_its_field(self):
        with pytest.raises(ValidationError) as refused:
            FormulaBlock().clean(self.value(latex=r"\foo"))
        assert list(refused.value.block_errors) == ["latex"]

    def test_a_draft_may_lack_the_formula(self):
        empty = self.value(latex="", alt="")
        assert FormulaBlock().clean_deferred(empty)["latex"] == ""
        with pytest.raises(ValidationError) as refused:
            FormulaBlock().clean(empty)
        assert list(refused.value.block_errors) == ["latex", "alt"]
        with pytest.raises(ValidationError):
            FormulaBlock().clean_deferred(self.value(latex=r"\foo"))

    def test_a_formula_needs_words_for_those_who_listen(self):
        with pytest.raises(ValidationError) as refused:
            FormulaBlock().clean(self.value(alt=""))
        assert list(refused.value.block_errors) == ["alt"]

    def test_a_wrong_formula_in_the_caption_is_told_with_all_else(self):
        with pytest.raises(ValidationError) as refused:
            FormulaBlock().clean(self.value(alt="", caption=r"Here $\foo$ counts."))
        assert set(refused.value.block_errors) == {"alt", "caption"}
        assert r"“$\foo$”" in refused.value.block_errors["caption"].messages[0]

    def test_its_preview_is_a_valid_formula(self):
        block = FormulaBlock()
        assert block.clean(block.normalize(block.get_preview_value()))["latex"] == ANNUITY.replace(
            "=", " = "
        )


class TestFormulaTextBlock:
    def test_all_wrong_formulae_are_named_at_once(self):
        with pytest.raises(ValidationError) as refused:
            FormulaTextBlock().clean(RichText(r"<p>$\foo$ and $x$ and $\bar$</p>"))
        assert [r"\foo" in each or r"\bar" in each for each in refused.value.messages] == [
            True,
            True,
            False,
        ]
        assert "\\$" in refused.value.messages[-1]

    def test_right_text_is_shown_with_its_formulae(self):
        block = FormulaTextBlock()
        text = block.clean(RichText("<p>With <b>$v$</b>, x &amp; y.</p>"))
        assert "<b><math" in block.render(text)
        assert "x &amp; y." in block.render(text)


class TestStoryBlocks:
    """Headings, quotations and callouts: in a lesson with formulae, elsewhere as typed."""

    VALUES = {
        "heading": {"text": "On $v$ < 1", "level": "2"},
        "quote": {"text": "All of $v$ < 1", "source": "$w$"},
        "callout": {"title": "On $v$ < 1", "text": "<p>So $w$.</p>"},
    }

    @pytest.mark.parametrize(
        ("kind", "block", "count"),
        [
            ("heading", FormulaHeadingBlock(), 1),
            ("quote", FormulaQuoteBlock(), 2),
            ("callout", FormulaCalloutBlock(), 2),
        ],
    )
    def test_formulae_are_shown_on_page_and_paper(self, kind, block, count):
        value = block.clean(block.to_python(self.VALUES[kind]))
        assert block.render(value).count("<math") == count
        assert "&lt; 1" in block.render(value)
        assert block.render(value, {"printing": True}).count("<svg") == count

    @pytest.mark.parametrize(
        ("kind", "block"),
        [("heading", HeadingBlock()), ("quote", QuoteBlock()), ("callout", CalloutBlock())],
    )
    def test_elsewhere_they_are_text_as_typed(self, kind, block):
        html = block.render(block.clean(block.to_python(self.VALUES[kind])))
        assert "<math" not in html
        assert "$v$ &lt; 1" in html
        assert "&lt;p&gt;" not in html

    def test_a_wrong_one_is_refused_at_its_field(self):
        block = FormulaCalloutBlock()
        wrong = block.to_python({"title": r"$\foo$", "text": "<p>$v^{<b>n</b>}$</p>"})
        with pytest.raises(ValidationError) as refused:
            block.clean(wrong)
        assert set(refused.value.block_errors) == {"title", "text"}
