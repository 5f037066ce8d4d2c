import pytest

from portal.search.tokens import (
    MAX_QUERY_LENGTH,
    MAX_TERMS,
    MAX_TOKENS_PER_TERM,
    Term,
    indexed,
    matches,
    parts,
    query_terms,
    tokenise,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("社会保险", "社会 会保 保险 险"),
        ("社会，保险", "社会 会 保险 险"),
        ("医", "医"),
        ("8.33亿人", "8 33 亿人 人"),
        ("８．３３", "8 33"),
        ("Two schemes; C&A", "two scheme c a"),
        ("cafe\u0301", "café"),
        ("ひらがな 한국", "ひら らが がな な 한국 국"),
        ("\U00020000\U00020001", "\U00020000\U00020001 \U00020001"),
        ("snake_case\x00end", "snake case end"),
        ("<>!?。、", ""),
    ],
)
def test_index_of_a_text(text, expected):
    assert indexed(text) == expected


def test_beginnings_are_looked_up_among_whole_words():
    assert indexed("Two schemes", stemmed=False) == "two schemes"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("社会保险", [Term(("社会", "会保", "保险"))]),
        ("农村 医疗", [Term(("农村",)), Term(("医疗",))]),
        ("医", [Term(("医",), open_ended=True)]),
        ("8.33亿", [Term(("8", "33")), Term(("亿",), open_ended=True)]),
        ("the Schemes", [Term(("scheme",))]),
        ("the", [Term(("the",))]),
        ('"pay the bill"', [Term(("pai", "the", "bill"))]),
        ("“失业 保险”", [Term(("失业", "业", "保险"))]),
        ('social "security', [Term(("social",)), Term(("secur",))]),
        ("o'brien", [Term(("o", "brien"))]),
        ("title:社", [Term(("titl",)), Term(("社",), open_ended=True)]),
        ("fund fund", [Term(("fund",))]),
        ('" - ！', []),
    ],
)
def test_query(query, expected):
    assert list(query_terms(query)) == expected


def test_last_word_as_a_beginning():
    assert query_terms("rural hea", stemmed=False, last_is_beginning=True) == (
        Term(("rural",)),
        Term(("hea",), open_ended=True),
    )


def test_long_queries_are_cut():
    run = query_terms("中" * 300)
    assert [len(term.tokens) for term in run] == [MAX_TOKENS_PER_TERM]
    assert len(query_terms(" ".join(f"w{number}" for number in range(500)))) == MAX_TERMS
    assert query_terms("x" * 500) == (Term(("x" * MAX_QUERY_LENGTH,)),)


def test_parts_are_the_smallest_words():
    assert parts("什么是养老金 in Europe?") == "什么 么是 是养 养老 老金 europe"


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("社会保障与工伤保险", "社会保险", []),
        ("社会保障与工伤保险", "保障 保险", ["保障", "保险"]),
        ("就医和医疗", "医", ["医", "医"]),
        ("Insured or not: insurance", "insure", ["Insured", "insurance"]),
        ("共８．３３亿人", "8.33亿", ["８．３３亿"]),
        ("pay. The bill", '"pay the bill"', ["pay. The bill"]),
        ("养老金和养老院", "养老 老金", ["养老金", "养老"]),
    ],
)
def test_places_of_a_query_in_a_text(text, query, found):
    places = matches(tokenise(text), query_terms(query))
    assert [text[start:end] for start, end in places] == found
