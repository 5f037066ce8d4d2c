"""Sets of unit positions as bytes, against Python's own sets."""

from hypothesis import given
from hypothesis import strategies as st

from courses import bitmap

positions = st.integers(min_value=0, max_value=400)
sets = st.frozensets(positions, max_size=60)


@given(sets)
def test_a_set_comes_back_from_its_bytes(numbers):
    assert list(bitmap.numbers(bitmap.of_numbers(numbers))) == sorted(numbers)


@given(sets)
def test_counts(numbers):
    assert bitmap.count(bitmap.of_numbers(numbers)) == len(numbers)


@given(sets, positions)
def test_adding_is_union_and_may_be_repeated(numbers, number):
    once = bitmap.added(bitmap.of_numbers(numbers), number)
    assert once == bitmap.of_numbers(numbers | {number}) == bitmap.added(once, number)


@given(sets, positions)
def test_contains(numbers, number):
    assert bitmap.contains(bitmap.of_numbers(numbers), number) == (number in numbers)


@given(sets, sets)
def test_common_is_intersection(one, other):
    common = bitmap.common(bitmap.of_numbers(one), bitmap.of_numbers(other))
    assert common == bitmap.of_numbers(one & other)


@given(sets, st.integers(min_value=0, max_value=9))
def test_trailing_zeros_mean_nothing(numbers, zeros):
    padded = bitmap.of_numbers(numbers) + bytes(zeros)
    assert bitmap.count(padded) == len(numbers)
    assert bitmap.common(padded, padded) == bitmap.of_numbers(numbers)


def test_the_form_in_the_database():
    assert bitmap.of_numbers([]) == b""
    assert bitmap.of_numbers([0, 9]) == bytes([0b00000001, 0b00000010])
    assert not bitmap.contains(b"\xff", -1)
