"""Styled texts: plain words for the data, safe HTML for people."""

import pytest

from surveys.instrument.prompts import prompt, styled

HEADING = '<strong class="prompt-heading">{}</strong>'


@pytest.mark.parametrize(
    ("source", "words", "html"),
    [
        ("Your age?", "Your age?", "Your age?"),
        ("Your **full** name", "Your full name", "Your <strong>full</strong> name"),
        ("Your __full__ name", "Your full name", "Your <strong>full</strong> name"),
        ("Your *full* or _real_ name", "Your full or real name",
         "Your <em>full</em> or <em>real</em> name"),
        ("**_both_**", "both", "<strong><em>both</em></strong>"),
        ("请写**全名。**不要简称", "请写全名。不要简称", "请写<strong>全名。</strong>不要简称"),
        ("请写_全名_吗", "请写全名吗", "请写<em>全名</em>吗"),
        ("# Work\nHours", "Work\nHours", HEADING.format("Work") + "<br>Hours"),
        ("### 工作 ###", "工作", HEADING.format("工作")),
        ("#1 of 3 * 4 * 5, 2*3*4 and a_b_c, ____ years", "#1 of 3 * 4 * 5, 2*3*4 and a_b_c, ____ years",
         "#1 of 3 * 4 * 5, 2*3*4 and a_b_c, ____ years"),
        (r"\*not\* \_this\_ \# \\", r"*not* _this_ # \\"[:-1], r"*not* _this_ # \\"[:-1]),
        ("<span style='color:red'>Red</span> & <b>", "Red & <b>", "Red &amp; &lt;b&gt;"),
        ("See [the _site_](https://a.example/b_c_d?e=1&f)", "See the site",
         'See <a href="https://a.example/b_c_d?e=1&amp;f" target="_blank" rel="noopener noreferrer">'
         "the <em>site</em></a>"),
        ("[x](javascript:alert(1)) [y](/admin/)", "x y", "x y"),
        ("<script>alert('x')</script>", "<script>alert('x')</script>",
         "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;"),
        ("[a](https://a.example/\"onclick=x)", "a", "a"),
    ],
)  # fmt: skip
def test_a_text_is_plain_words_and_safe_html(source, words, html):
    assert prompt(source) == words
    assert styled(prompt(source), lambda name: "") == html


def test_an_answer_that_is_quoted_is_never_styled():
    told = prompt("**${name}**, is ${name_2} right?")
    assert told == "${name}, is ${name_2} right?"
    given = {"name": "<b>*x*</b>", "name_2": "[a](https://a.example)"}
    assert styled(told, given.__getitem__) == (
        "<strong>&lt;b&gt;*x*&lt;/b&gt;</strong>, is [a](https://a.example) right?"
    )
