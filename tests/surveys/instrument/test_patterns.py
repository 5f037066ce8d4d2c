"""Patterns written by authors must not run for ever on answers of respondents."""

import time

import pytest

from surveys.instrument.patterns import matches
from surveys.instrument.values import EvaluationError


@pytest.mark.parametrize(
    ("pattern", "good", "bad"),
    [
        ("^[A-Z]{2}[1-4]-[0-9]{3}-[0-9]{3,4}$", "HZ1-012-0345", "HZ5-012-0345"),
        ("^1[3-9][0-9]{9}$", "13265219659", "23265219659"),
        ("[^@ ]+@[^@ ]+\\.[a-z]{2,}", "a.b@example.org", "a.b@example"),
        ("(yes|no)", "yes", "maybe"),
        ("(ab){2}", "abab", "ab"),
        (".*", "", "two\nlines"),
        ("[\\p{IsHan}·]{2,15}", "张·伟", "Anna"),
        ("\\p{Lu}\\p{Ll}+", "Élise", "anna"),
        ("\\Qa.b\\E", "a.b", "axb"),
        ("(?<year>\\d{4})-\\k<year>", "2026-2026", "2026-2025"),
    ],
)
def test_the_whole_value_must_match(pattern, good, bad):
    assert matches(good, pattern)
    assert not matches(bad, pattern)


@pytest.mark.parametrize(
    "endless",
    ["^(a+)+$", "(a*)*b", "(a|a)*b", "(a|ab)+c", "(.*,)+x", "([a-z]+ ?)*", "(?:a{1,99})+"],
)
def test_repeats_that_can_explode_are_refused(endless):
    with pytest.raises(EvaluationError):
        matches("a" * 40, endless)


@pytest.mark.parametrize("broken", ["(", "[a", "*a", "a{2,1}", "\\p{Lx}+", "[a[b]]"])
def test_malformed_patterns_are_refused(broken):
    with pytest.raises(EvaluationError):
        matches("a", broken)


@pytest.mark.parametrize(
    ("pattern", "longest"), [("a*", 20_000), ("a*a*", 4_000), ("a*a*a*", 500), ("a*a*a*a*", 150)]
)
def test_the_longest_value_depends_on_the_number_of_open_repeats(pattern, longest):
    started = time.process_time()

    assert not matches("b" + "a" * (longest - 1), pattern)
    assert not matches("a" * (longest - 1) + "b", pattern)
    assert time.process_time() - started < 2
    with pytest.raises(EvaluationError, match=f"{longest + 1} characters"):
        matches("a" * (longest + 1), pattern)
