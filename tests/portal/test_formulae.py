"""Formulae: LaTeX becomes MathML that is safe and complete, and the same on paper, or is refused."""

import re
from xml.etree import ElementTree as ET

import pytest
from django.template import Context, Template
from django.utils.safestring import SafeString
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.formulae import (
    FormulaError,
    check,
    formula_problems,
    formulae_in,
    to_mathml,
    to_svg,
    with_formulae,
)
from portal.formulae.mathml import ATTRIBUTES, TAGS
from portal.formulae.source import ESCAPES, MAX_LENGTH, STRUCTURES
from tests.house.test_css import CSS

ANNUITY = r"\ddot{a}_{\angl{n}}=\frac{1-v^{n}}{d}"
LIFE_ANNUITY = r"\ddot{a}_{x}=\sum_{t\ge 0} v^{t}\,{}_{t}p_{x}"
PAY_AS_YOU_GO = r"\pi=\dfrac{P}{C}\cdot\frac{\bar{b}}{\bar{w}}\,(1+k)"
PROJECTION = (
    r"N_1=\begin{pmatrix}0.03&0.55\\0.995&0\end{pmatrix}\begin{pmatrix}220\\300\end{pmatrix}"
)
SURVIVAL = r"{}_{1}p_{x}=\exp\!\left(-\frac{Bc^{x}(c-1)}{\ln c}\right)"
RESERVE = r"\begin{align}R_t&=R_{t-1}(1+i)\\&\quad+(C_t-B_t)(1+i)^{1/2}\end{align}"
BENEFIT = r"b=\begin{cases}0 & \text{if } n \leq 15\\ 1\% & \text{otherwise}\end{cases}"
FORMULAE = [ANNUITY, LIFE_ANNUITY, PAY_AS_YOU_GO, PROJECTION, SURVIVAL, RESERVE, BENEFIT]


def shape(latex):
    """The MathML as nested tags with their texts, such as mfrac(mn:1 mi:d)."""

    def written(element):
        tag = element.tag.split("}")[-1]
        inside = " ".join(map(written, element))
        return f"{tag}({inside})" if len(element) else f"{tag}:{element.text or ''}"

    return written(ET.fromstring(to_mathml(latex)))


class TestMathML:
    @pytest.mark.parametrize("latex", FORMULAE)
    def test_the_formulae_of_the_field_are_well_formed_and_keep_to_the_allowed_elements(
        self, latex
    ):
        for element in ET.fromstring(to_mathml(latex, display=True)).iter():
            assert element.tag.split("}")[-1] in TAGS
            assert set(element.keys()) <= ATTRIBUTES
            assert not {"\\", "&"} & set(element.text or "")

    @pytest.mark.parametrize(
        "angle", [r"\angl{n}", r"\actuarialangle{n}", r"\enclose{actuarial}{n}"]
    )
    def test_the_actuarial_angle(self, angle):
        assert shape(f"a_{{{angle}}}") == "math(msub(mi:a menclose(mi:n)))"
        assert 'notation="actuarial"' in to_mathml(f"a_{{{angle}}}")

    def test_an_index_before_its_letter(self):
        assert shape("{}_{t}p_{x}") == "math(mrow(msub(mrow: mi:t) msub(mi:p mi:x)))"

    def test_accents_keep_their_size(self):
        assert '<mover accent="true">' in to_mathml(r"\ddot{a}")

    def test_names_of_functions_stand_apart(self):
        assert shape(r"\ln c") == "math(mrow(mi:ln mspace: mi:c))"

    @pytest.mark.parametrize(
        ("latex", "letters"),
        [
            (r"\mathbb{AR1}", "𝔸ℝ𝟙"),
            (r"\mathcal{AB}", "𝒜ℬ"),
            (r"\mathscr{L}", "ℒ"),
            (r"\mathfrak{AC}", "𝔄ℭ"),
            (r"\mathbf{b1\alpha}", "𝐛𝟏𝛂"),
            (r"\textit{ha b}", "ℎ𝑎\xa0𝑏"),
        ],
    )
    def test_a_style_is_in_the_letters_because_browsers_give_none(self, latex, letters):
        mathml = to_mathml(latex)
        assert "".join(ET.fromstring(mathml).itertext()) == letters
        assert "mathvariant" not in mathml
        font = TTFont(CSS.parent / "fonts" / "STIXTwoMath-subset.woff2")
        assert set(map(ord, letters)) - {0xA0} <= set(font.getBestCmap())
        check(latex)

    @pytest.mark.parametrize("name", ["lim", "max", "min", "sup", "inf", "argmax", "Pr"])
    def test_the_index_of_a_limit_stands_below_it_in_a_line_of_its_own_only(self, name):
        latex = rf"\{name}_{{x}} f"
        assert '<munder><mo movablelimits="false"' in to_mathml(latex, display=True)
        assert "<munder>" not in to_mathml(latex)
        assert "<msub>" in to_mathml(latex)

    @pytest.mark.parametrize("display", [True, False])
    def test_screen_and_paper_agree_about_sums_inside_of_fractions(self, display):
        mathml = to_mathml(r"\frac{\sum_{i} x}{2}", display=display)
        assert f'<msub><mo movablelimits="{str(not display).lower()}">∑' in mathml

    @pytest.mark.parametrize(
        ("latex", "fence"), [(r"\big\{", "{"), (r"\Bigl\|", "‖"), (r"\bigg\rangle", "⟩")]
    )
    def test_large_fences_are_drawn(self, latex, fence):
        assert f">{fence}</mo>" in to_mathml(latex)

    def test_align_has_no_numbers_of_its_own(self):
        assert "(1)" not in to_mathml(RESERVE)

    def test_a_narrow_space_is_one_that_browsers_know(self):
        assert 'width="-0.167em"' in to_mathml(r"x\!y")

    def test_words_are_text_and_never_markup(self):
        mathml = to_mathml(r"\text{<script>alert(1)</script>}")
        assert "<script" not in mathml
        assert "&lt;script&gt;" in mathml

    def test_it_can_be_read_aloud(self):
        assert 'alttext="one half"' in to_mathml(r"\frac{1}{2}", alt="one half")
        assert 'alttext="x &lt; y"' in to_mathml("x < y")


class TestRefusals:
    @pytest.mark.parametrize(
        ("latex", "found", "instead"),
        [
            (r"\begin{aligned}a&=b\end{aligned}", "aligned", r"\begin{align}"),
            (r"\prescript{}{t}{p}_x", r"\prescript", "{}_{t}p_x"),
            (r"\fraq{1}{2}", r"\fraq", r"\frac"),
            (r"\foo{x}", r"\foo", "without it"),
            (r"\href{javascript:alert(1)}{x}", r"\href", "without it"),
            (r"\newcommand{\a}{b}\a", r"\newcommand", "without it"),
            (r"\cancel{x}", r"\cancel", "without it"),
            ("a & b", "&", "matrices"),
            (r"\text{a & b}", "a & b", "plain words"),
            (r"a \\ b", r"\\", r"\begin{align}"),
            ("50% of x", "%", r"\%"),
            ("$x$", "$", "Leave out"),
            (r"\frac{1}", "lacks a part", "arguments"),
            ("x^", "lacks a part", "braces"),
            (r"\left( x", "lacks a part", r"\left"),
            ("{x", "“{”", "Count"),
            ("x}", "“}”", "Count"),
            (r"\begin{matrix}a", r"\begin{matrix}", r"\end{matrix}"),
            (r"a\end{matrix}", r"\end{matrix}", r"\begin{matrix}"),
            (r"\text{养老金}", "养", "beside the formula"),
            ("🎉", "🎉", "beside the formula"),
            ("x\x00", "U+0000", "anew"),
            ("x\u202ey", "U+202E", "anew"),
            ("  ", "empty", "LaTeX"),
            ("x" * (MAX_LENGTH + 1), str(MAX_LENGTH + 1), "Divide"),
            (r"\sqrt{" * 20 + "x" + "}" * 20, "inside each other", "Divide"),
            (r"\begin{array}{r|l}1&2\end{array}", "r|l", "l, c and r"),
            (r"\begin{array}{c@{}c}1&2\end{array}", "@", r"\begin{array}{lcr}"),
            (r"\begin{array}1&2\end{array}", "1&2", r"\begin{array}{lcr}"),
            (r"\begin{align}a&=b\\[2pt]c&=d\end{align}", "A distance", r"\\{}"),
            (r"\begin{gather}a\end{gather}", "gather", r"\begin{align}"),
            (r"\begin{gathered}a\\b\end{gathered}", "gathered", r"\begin{align}"),
            (r"\operatorname x", r"\operatorname", r"\operatorname{name}"),
            (r"\operatorname{ }", r"\operatorname", r"\operatorname{name}"),
            (r"\mathsf{A}", r"\mathsf", r"\mathrm"),
            (r"\sum\nolimits_i", r"\nolimits", "without it"),
            (r"\enclose{box}{x}", r"\enclose", r"\angl{n}"),
            (r"\backslash", r"\backslash", r"\setminus"),
            (r"\textit{é}", "é", "outside of the macro"),
            (r"\mathcal{A_1}", "1", "outside of the macro"),
            ("{}", "shows nothing", "Write LaTeX"),
            ("~", "shows nothing", "Write LaTeX"),
            (r"\displaystyle", "shows nothing", "Write LaTeX"),
            (r"\frac{}{}", "shows nothing", "Write LaTeX"),
        ],
    )
    def test_what_would_be_shown_wrongly_says_what_to_write(self, latex, found, instead):
        with pytest.raises(FormulaError) as refused:
            check(latex)
        assert found in str(refused.value)
        assert instead in str(refused.value)

    @settings(max_examples=150, deadline=2000)
    @given(
        st.lists(
            st.sampled_from(sorted(STRUCTURES | ESCAPES) + list("abx12^_{}&|()[]'<> .+-$%~"))
            | st.characters(),
            max_size=12,
        ).map("".join)
    )
    def test_whatever_is_typed_is_shown_or_refused(self, latex):
        assert shown_or_refused(latex)

    @pytest.mark.parametrize("latex", ["x" * MAX_LENGTH, r"\sqrt" * 200, "{" * 500 + "}" * 500])
    def test_hostile_input_comes_to_an_end(self, latex):
        assert shown_or_refused(latex)


def shown_or_refused(latex):
    try:
        check(latex)
    except FormulaError as refused:
        return str(refused)
    return to_mathml(latex)


class TestDrawing:
    @pytest.mark.parametrize("latex", FORMULAE)
    def test_it_is_drawn_with_its_words_and_without_ids(self, latex):
        svg = to_svg(to_mathml(latex, display=True), alt="in words")
        drawing = ET.fromstring(svg)
        assert drawing[0].tag.endswith("title")
        assert drawing[0].text == "in words"
        assert "id=" not in svg
        assert "href" not in svg

    def test_words_with_characters_that_xml_cannot_hold_are_drawn_without_them(self):
        alt = "a\x01b\x0bc\ufffed"
        mathml = to_mathml("x", alt=alt)
        assert 'alttext="a b c d"' in mathml
        assert ET.fromstring(to_svg(mathml, alt=alt))[0].text == "a b c d"

    def test_the_same_formula_gives_the_same_drawing(self):
        mathml = to_mathml(ANNUITY)
        assert to_svg.__wrapped__(mathml, alt="a") == to_svg.__wrapped__(mathml, alt="a")

    def test_it_is_measured_in_the_size_of_the_text_and_hangs_below_the_line(self):
        style = r"width:\d+\.\d+em;vertical-align:-0\.\d+em"
        assert re.search(style, to_svg(to_mathml(r"\frac{1}{2}"), alt="one half"))

    def test_the_angle_is_two_lines(self):
        assert to_svg(to_mathml("n"), alt="").count("<rect") == 0
        assert to_svg(to_mathml(r"\angl{n}"), alt="").count("<rect") == 2


class TestText:
    def test_formulae_between_dollar_signs(self):
        assert formulae_in("With $v^n$ and $d$.") == ["v^n", "d"]

    @pytest.mark.parametrize("text", ["US$5 or US$7", r"\$5 and \$6", "$ 5 and $ 6", "5 $", "$"])
    def test_money_is_no_formula(self, text):
        assert formulae_in(text) == []

    @pytest.mark.parametrize(
        "text",
        [
            "US$125 billion",
            "$5",
            "$5 and $6, see file_name",
            "US$m 125",
            "1 US$=7.1 CNY",
            "每月5$的费用。",
            "共125亿US$。",
            "<p>US$<b>5</b> or US$7</p>",
            "<p>5 US$</p><p>6 US$</p>",
            r"\$x or \$y",
            "<p>With <b>$v$</b> and $v$.</p>",
        ],
    )
    def test_whole_formulae_and_money_may_stand(self, text):
        assert formula_problems(SafeString(text)) == []

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("<p>$v^{<b>n</b>}$</p>", "$v^{n}$"),
            ("<p>$<i>v</i>$</p>", "$v$"),
            ("<p>$a<br/>b$</p>", "$ab$"),
            (r"<p>$\frac{1}{2} and go on</p>", r"$\frac{1}{2}"),
            ("<p>$v and</p><p>w$ go on</p>", "$v"),
            (r"$5 \times x", r"$5 \times"),
            ("so v^{n}$ and", "^{n}$"),
            ("$v$ and <b>$</b>v$", "$v$"),
        ],
    )
    def test_half_a_formula_is_found_and_the_remedy_told(self, text, found):
        problem, advice = formula_problems(SafeString(text))
        assert problem.startswith(f"“{found}” would be shown as it is typed.")
        assert "\\$" in advice

    def test_an_escaped_dollar_sign_is_shown_without_its_backslash(self):
        assert with_formulae(r"costs \$5") == "costs $5"

    def test_plain_text_is_escaped(self):
        shown = with_formulae("<b> $x<y$")
        assert shown.startswith("&lt;b&gt; <math")
        assert "<mo>&lt;</mo>" in shown

    def test_html_keeps_its_tags_and_their_attributes(self):
        html = SafeString('<p><a href="?a=$x$">1</a> $x$ too</p>')
        shown = with_formulae(html)
        assert '<a href="?a=$x$">' in shown
        assert shown.count("<math") == 1

    def test_punctuation_stays_on_the_line_of_its_formula(self):
        assert with_formulae("$x$, y").endswith("</math>,</span> y")

    def test_a_formula_that_cannot_be_shown_stays_as_it_was_written(self):
        assert with_formulae(r"$\foo{<}$ z") == r"<code>\foo{&lt;}</code> z"

    def test_on_paper_it_is_drawn(self):
        shown = with_formulae("$x$ is", printing=True)
        assert shown.startswith("<svg")
        assert "<math" not in shown

    def test_the_tag_knows_from_the_page_whether_it_is_printed(self):
        template = Template("{% load formulae %}{% formulae text %}")
        assert "<math" in template.render(Context({"text": "$x$"}))
        assert "<svg" in template.render(Context({"text": "$x$", "printing": True}))


class TestFont:
    def test_it_holds_what_formulae_need_and_grows_brackets(self):
        font = TTFont(CSS.parent / "fonts" / "STIXTwoMath-subset.woff2")
        assert {"MATH", "GSUB"} <= set(font.keys())
        needed = "abc012αβΣ∑∫√≤≥×⋅−→∞(){}[]|⌈⌉" + "𝑎𝑥𝐍ℝ𝒩¨¯…"
        assert set(map(ord, needed)) <= set(font.getBestCmap())

    def test_the_style_sheet_finds_it(self):
        address = re.search(r'url\("([^"]+)"\)', (CSS / "components" / "math.css").read_text())
        assert (CSS / "components" / address[1]).exists()
