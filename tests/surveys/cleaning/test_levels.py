import numpy as np
import pandas as pd

from surveys.cleaning.levels import as_text, levels_of


def test_levels_of_texts_are_sorted_by_code_point_and_gaps_are_minus_one():
    levels = levels_of(pd.Series(["b", "", "Z", None, "a", "b"]))
    assert levels.names == ("Z", "a", "b")
    assert levels.codes.tolist() == [2, -1, 0, -1, 1, 2]


def test_a_category_keeps_its_empty_levels():
    column = pd.Series(pd.Categorical(["1", None], categories=["0", "1", "2"]))
    assert levels_of(column).names == ("0", "1", "2")


def test_whole_numbers_read_like_their_codes():
    assert as_text(pd.Series([1.0, 2.5, np.nan])).tolist()[:2] == ["1", "2.5"]
    assert levels_of(pd.Series([1.0, 0.0, np.nan])).codes.tolist() == [1, 0, -1]
