"""Blocks that teach: what editors are told, and what page and paper show."""

import pytest
from django.core.exceptions import ValidationError

from courses.blocks.teaching import ResourceBlock, TableBlock, WorkedExampleBlock


def table(head, *rows):
    return TableBlock().to_python({"caption": "People by age", "head": head, "rows": list(rows)})


class TestTable:
    def test_rows_are_named_and_columns_of_numbers_stand_at_the_end(self):
        html = TableBlock().render(table("Age | Source | Now", "0–19 | census | 220"))
        assert "<td>Age</td>" in html
        assert '<th scope="col">Source</th>' in html
        assert '<th scope="col" class="number">Now</th>' in html
        assert '<th scope="row">0–19</th>' in html
        assert "<td>census</td>" in html
        assert '<td class="number">220</td>' in html

    def test_cells_are_text(self):
        assert "<b>" not in TableBlock().render(table("A | <b>", "x | <b>"))

    @pytest.mark.parametrize("rows", [[], [""], ["a|b|c|d"], ["|"]])
    def test_odd_rows_are_shown_as_far_as_they_go(self, rows):
        assert "<table" in TableBlock().render(table("A | B", *rows))

    def test_all_rows_of_another_length_are_named_at_once(self):
        with pytest.raises(ValidationError) as refused:
            TableBlock().clean(table("Age | Now", "0–19 | 220", "20–39", "40–59 | 320 | 1"))
        assert refused.value.block_errors["rows"].messages == [
            "Row 2: 1 of 2 cells. Give as many cells as there are headings.",
            "Row 3: 3 of 2 cells. Give as many cells as there are headings.",
        ]

    def test_formulae_stand_in_headings_and_cells(self):
        value = TableBlock().clean(table("Age | $l_x$", "60 | $v^{5}$", "70 | US$5"))
        assert TableBlock().render(value).count("<math") == 2
        assert TableBlock().render(value, {"printing": True}).count("<svg") == 2

    def test_wrong_formulae_are_told_with_rows_of_another_length(self):
        with pytest.raises(ValidationError) as refused:
            TableBlock().clean(table(r"Age | $\foo$", "60 | $v^{5}", "70"))
        errors = refused.value.block_errors
        assert "“$\\foo$”" in errors["head"].messages[0]
        assert errors["rows"].messages[0].startswith("Row 2: 1 of 2 cells.")
        assert "“$v^{5}” would be shown" in errors["rows"].messages[1]

    def test_signs_of_currencies_in_neighbouring_cells_are_no_formula(self):
        value = TableBlock().clean(table("Year|US$|A$", "2020|5|6"))
        assert "<math" not in TableBlock().render(value)

    def test_a_draft_may_have_unfinished_rows(self):
        assert TableBlock().clean_deferred(table("Age | Now", "0–19"))["rows"]

    def test_on_paper_nothing_scrolls(self):
        value = table("Age | Now", "0–19 | 220")
        assert 'tabindex="0"' in TableBlock().render(value)
        assert "tabindex" not in TableBlock().render(value, {"printing": True})


class TestWorkedExample:
    def value(self):
        return WorkedExampleBlock().to_python(
            {
                "title": "Twenty payments",
                "problem": "<p>At $i=3\\%$?</p>",
                "solution": [
                    {"type": "formula", "value": {"latex": r"\frac{1}{d}", "alt": "1 over d"}},
                    {"type": "table", "value": {"caption": "t", "head": "a|b", "rows": ["c|1"]}},
                ],
                "result": "<p>So $x$.</p>",
            }
        )

    def test_problem_steps_and_result_are_shown_with_their_formulae(self):
        html = WorkedExampleBlock().render(self.value())
        assert html.count("<math") == 3
        assert html.index("Twenty payments") < html.index("<table") < html.index("Result")

    def test_on_paper_all_formulae_are_drawn(self):
        html = WorkedExampleBlock().render(self.value(), {"printing": True})
        assert html.count("<svg") == 3
        assert "<math" not in html

    def test_a_wrong_formula_in_the_problem_is_refused_there(self):
        value = self.value()
        value["problem"].source = r"<p>$\foo$</p>"
        with pytest.raises(ValidationError) as refused:
            WorkedExampleBlock().clean(value)
        assert list(refused.value.block_errors) == ["problem"]


class TestResource:
    def value(self, **fields):
        return ResourceBlock().to_python({"title": "Guidelines", "publisher": "ISSA", **fields})

    def test_a_work_with_an_address_is_linked(self):
        html = ResourceBlock().render(self.value(url="https://example.org/guidelines"))
        assert '<a href="https://example.org/guidelines">Guidelines</a>' in html

    def test_a_work_without_an_address_is_named(self):
        assert "<a" not in ResourceBlock().render(self.value())

    def test_formulae_are_shown_and_checked(self):
        value = self.value(title="On $v^{n}$", note="For $d$.")
        assert ResourceBlock().render(ResourceBlock().clean(value)).count("<math") == 2
        with pytest.raises(ValidationError) as refused:
            ResourceBlock().clean(self.value(note="For $d and on."))
        assert list(refused.value.block_errors) == ["note"]

    def test_an_address_that_runs_a_script_is_refused(self):
        with pytest.raises(ValidationError):
            ResourceBlock().clean(self.value(url="javascript:alert(1)"))


@pytest.mark.parametrize("block", [TableBlock(), WorkedExampleBlock(), ResourceBlock()])
def test_previews_are_valid(block):
    assert block.clean(block.normalize(block.get_preview_value()))
