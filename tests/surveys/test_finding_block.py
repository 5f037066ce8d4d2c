"""The block that quotes a finding: what editors may choose, and what readers see."""

import re

import html5lib
import pytest
from django.utils import translation
from wagtail import blocks

from surveys.blocks import FindingBlock, FindingChoiceBlock
from surveys.models import Release
from tests.surveys.makers_releases import make_release, show

pytestmark = pytest.mark.django_db


@pytest.fixture
def release(site):
    made = make_release()
    show(made, site)
    return made


def value_of(release, finding="C02:", **fields):
    """A block's value as the form sends it."""
    return FindingBlock().to_python({
        "sentence": "",
        "finding": f"{release.public_id}:{finding}",
        "display": "number",
        "by": "",
        **fields,
    })  # fmt: skip


def rendered(value, **context):
    html = FindingBlock().render(value, context=context)
    html5lib.HTMLParser(strict=True).parseFragment(html)
    return " ".join(html.split())


class Preview:
    is_preview = True


class TestEditing:
    def test_a_public_finding_is_accepted(self, release):
        value = value_of(release, sentence="One in four is covered.")
        assert FindingBlock().clean(value)["sentence"] == "One in four is covered."

    @pytest.mark.parametrize("by", ["", "shoe_size"])
    def test_a_chart_needs_groups_that_the_finding_has(self, release, by):
        with pytest.raises(blocks.StructBlockValidationError) as caught:
            FindingBlock().clean(value_of(release, display="chart", by=by))
        assert list(caught.value.block_errors) == ["by"]

    def test_the_error_names_the_groups_there_are(self, release):
        with pytest.raises(blocks.StructBlockValidationError) as caught:
            FindingBlock().clean(value_of(release, display="chart"))
        (message,) = caught.value.block_errors["by"].messages
        assert "sex, worker type, city of interview and age group" in message

    def test_what_is_not_public_is_refused(self, site):
        with pytest.raises(blocks.StructBlockValidationError) as caught:
            FindingBlock().clean(value_of(make_release()))
        assert list(caught.value.block_errors) == ["finding"]

    def test_a_page_that_quotes_counts_as_using_the_release(self, release):
        reference = value_of(release)["finding"]
        assert list(FindingChoiceBlock().extract_references(reference)) == [
            (Release, str(release.pk), "", "")
        ]
        assert list(FindingChoiceBlock().extract_references("unknown:C02:")) == []

    def test_its_preview_shows_a_real_finding(self, release):
        assert "95% interval" in rendered(FindingBlock().get_preview_value())

    def test_without_any_release_its_preview_says_so(self, site):
        preview = FindingBlock().get_preview_value()
        assert "Choose another finding" in rendered(preview, request=Preview())


class TestReading:
    def test_a_number_with_interval_respondents_release_and_source(self, release):
        html = rendered(value_of(release, sentence="One <b>in</b> four."))
        assert "One &lt;b&gt;in&lt;/b&gt; four." in html
        assert re.search(r"finding__value\">2\d\.\d%</strong>", html)
        assert "In the employee pension" in html
        assert re.search(r"95% interval 2\d\.\d to 3\d\.\d; n = 3,101", html)
        assert "Social security of workers" in html
        assert f'href="{release.pages.get().get_url()}"' in html
        assert "release 1" in html
        assert "Synthetic data." in html

    @pytest.mark.parametrize("groups", [{}, {"display": "chart", "by": "sex"}])
    def test_it_says_among_whom_it_is(self, release, groups):
        html = rendered(value_of(release, "P01:", **groups))
        assert "Base: workers insured in a basic pension." in html
        assert "Base" not in rendered(value_of(release, **groups))

    def test_in_chinese(self, release):
        with translation.override("zh-hans"):
            html = rendered(value_of(release))
        assert "参加城镇职工养老保险" in html
        assert "In the employee" not in html

    def test_a_chart_with_its_text_alternative_and_its_table(self, release):
        html = rendered(value_of(release, display="chart", by="sex"))
        assert html.count("<svg") == 2
        assert "Highest:" in html
        assert "<details" in html
        for group in ("All", "Men", "Women"):
            assert f'<th scope="row">{group}</th>' in html

    def test_on_paper_the_table_is_open(self, release):
        html = rendered(value_of(release, display="chart", by="sex"), printing=True)
        assert html.count("<svg") == 1
        assert "<details" not in html
        assert '<th scope="row">Women</th>' in html

    def test_two_charts_on_a_page_share_no_id(self, release):
        html = rendered(value_of(release, display="chart", by="sex")) + rendered(
            value_of(release, display="chart", by="city")
        )
        ids = re.findall(r' id="([^"]+)"', html)
        assert len(ids) == len(set(ids))

    def test_a_chart_quoted_twice_on_a_page_has_ids_of_its_own_each_time(self, release, rf):
        request = rf.get("/en/")
        value = value_of(release, display="chart", by="sex")
        html = rendered(value, request=request) + rendered(value, request=request)
        ids = re.findall(r' id="([^"]+)"', html)
        assert len(ids) == len(set(ids))
        for name in re.findall(r'aria-labelledby="([^"]+)"', html):
            assert ids.count(name) == 1

    @pytest.mark.parametrize("reference", ["", "unknown:C02:", "a", ":::"])
    def test_an_unknown_finding_shows_nothing_to_visitors(self, release, reference):
        value = FindingBlock().to_python({"finding": reference, "display": "chart", "by": "sex"})
        assert rendered(value) == ""
        assert "not public any more" in rendered(value, request=Preview())

    def test_groups_that_are_gone_leave_the_number(self, release):
        html = rendered(value_of(release, display="chart", by="shoe_size"))
        assert "finding__value" in html
        assert "<svg" not in html

    def test_only_editors_learn_of_a_newer_release(self, release):
        page = release.pages.get()
        page.release = make_release(release.survey, seed=1)
        page.save_revision().publish()
        assert "Release 2 of this survey" in rendered(value_of(release), request=Preview())
        assert "Release 2 of this survey" not in rendered(value_of(release))

    def test_six_on_a_page_ask_as_few_queries_as_two(self, release, rf, django_assert_num_queries):
        rendered(value_of(release))
        for many in (2, 6):
            request = rf.get("/")
            with django_assert_num_queries(7):
                for _ in range(many):
                    rendered(value_of(release), request=request)
