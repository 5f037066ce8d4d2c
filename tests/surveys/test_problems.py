"""Problems in the reader's language: the place too, names that stand in a file apart."""

import pytest
from django.utils import translation

from surveys.errors import Problem
from surveys.problems import place, sentence


@pytest.mark.parametrize(
    ("where", "shown"),
    [
        ("list.csv › row 2 › base_weight", "list.csv › 第2行 › base_weight"),
        ("plan › line 12", "plan › 第12行"),
        ("row 3", "第3行"),
        ("row 2 of all.csv › row 4", "row 2 of all.csv › 第4行"),
        ("survey › row", "survey › row"),
    ],
)
def test_lines_are_counted_in_the_reader_s_language(where, shown):
    problem = Problem("unit_weight", where, "x")
    with translation.override("zh-hans"):
        assert place(problem) == shown
    assert place(problem) == where


def test_a_sentence_begins_with_the_place():
    problem = Problem("unit_weight", "list.csv › row 2 › base_weight", "abc")
    with translation.override("zh-hans"):
        assert sentence(problem).startswith("list.csv › 第2行 › base_weight：")
