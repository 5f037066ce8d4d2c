import sqlite3
from contextlib import closing

import pytest

from portal.search.stemming import stem

WORDS = """
    abilities accident administrative adoption agreed allowance analysis annuities applied assessed
    bases beneficiaries benefits bleed bodies capability cares caring caresses cities communities
    conditional controlled conveniently coverage covered dependants digitizer disabilities
    dying economic eligibility employee employer employment equally evaluation falling families
    feasible feed filing financial formality formalize formative formulation fund goodness
    government happy hesitancy hissing hoping hopping hospitals households income inclusion
    institutional insurance insured invalidity irritant ladies matting means measurement mobility
    motoring negligible operator organization participation payable payment pensions plastered
    policies policy population poverty probate problem protection provision rational reimbursement
    reimburse relational replacement research revival rural schemes sensitivity sickness sing
    skies sky social solidarity studies survivors tanned technology ties transparency treatment
    troubled unemployed university usefulness valency vietnamization voluntary wages widow work
    working yields
""".split()


def test_stems_equal_those_of_sqlites_porter_tokenizer():
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE VIRTUAL TABLE words USING fts5(word, tokenize='porter')")
        database.execute("CREATE VIRTUAL TABLE stems USING fts5vocab(words, 'instance')")
        database.executemany("INSERT INTO words(rowid, word) VALUES (?, ?)", enumerate(WORDS))
        theirs = {
            WORDS[number]: found
            for found, number in database.execute("SELECT term, doc FROM stems")
        }
    assert {word: stem(word) for word in WORDS} == theirs


@pytest.mark.parametrize(
    ("one", "other"),
    [("scheme", "schemes"), ("reimburse", "reimbursement"), ("insured", "insurance")],
)
def test_forms_of_a_word_share_a_stem(one, other):
    assert stem(one) == stem(other)


@pytest.mark.parametrize("word", ["ss", "a" * 65, "r202", "café", "社会", ""])
def test_what_is_no_english_word_stays(word):
    assert stem(word) == word
