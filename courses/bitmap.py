"""Sets of small numbers as bytes: number n is bit n % 8 of byte n // 8, the lowest bit first.

Trailing zero bytes mean nothing; every function that gives a set gives its shortest form.
"""

from collections.abc import Iterable, Iterator


def of_numbers(numbers: Iterable[int]) -> bytes:
    """The set of these numbers; raises `ValueError` for a negative one."""
    bits = 0
    for number in numbers:
        bits |= 1 << number
    return _shortest(bits)


def added(bitmap: bytes, number: int) -> bytes:
    """The set with one number more; raises `ValueError` for a negative one."""
    return _shortest(_bits(bitmap) | 1 << number)


def contains(bitmap: bytes, number: int) -> bool:
    """Whether the number is in the set."""
    byte, bit = divmod(number, 8)
    return 0 <= byte < len(bitmap) and bool(bitmap[byte] >> bit & 1)


def common(one: bytes, other: bytes) -> bytes:
    """The numbers that are in both sets."""
    return _shortest(_bits(one) & _bits(other))


def count(bitmap: bytes) -> int:
    """How many numbers are in the set."""
    return _bits(bitmap).bit_count()


def numbers(bitmap: bytes) -> Iterator[int]:
    """The numbers in the set, the smallest first."""
    return (number for number in range(8 * len(bitmap)) if contains(bitmap, number))


def _bits(bitmap: bytes) -> int:
    return int.from_bytes(bitmap, "little")


def _shortest(bits: int) -> bytes:
    return bits.to_bytes((bits.bit_length() + 7) // 8, "little")
