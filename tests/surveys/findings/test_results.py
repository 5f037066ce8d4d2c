"""Results are frozen as text and named by a hash of their content."""

import json
from dataclasses import replace

import numpy as np
import pytest

from surveys.cleaning.variable import Variable
from surveys.errors import Problem, SurveyError
from surveys.findings.results import MeasuredIndicator, Results, Sample, warnings_of
from surveys.findings.storage import content_hash, from_json, to_json
from tests.surveys.findings.example import estimate, example_results

BARE = Results(
    survey="own",
    title={"en": "Own data"},
    indicators=(MeasuredIndicator("C02", "proportion", "pension"),),
    estimates=(estimate(),),
    sample=Sample(300, 200, 50, 5),
)


def with_estimate(**changes):
    return replace(BARE, estimates=(estimate(**changes),))


@pytest.mark.parametrize("results", [BARE, example_results()], ids=["bare", "complete"])
def test_results_survive_the_round_trip(results):
    assert from_json(to_json(results)) == results


def test_the_text_is_canonical_and_unrounded():
    text = to_json(with_estimate(value=1 / 3))
    assert text == json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"))
    assert "0.3333333333333333" in text


def test_money_is_written_as_decimal_with_currency():
    document = json.loads(to_json(with_estimate(value=6413.83, lower=None, unit="CNY")))
    (written,) = document["estimates"]
    assert written["value"] == {"amount": "6413.83", "currency": "CNY"}
    assert written["standard_error"] == {"amount": "0.03", "currency": "CNY"}
    assert written["lower"] is None


def test_money_survives_the_round_trip():
    results = with_estimate(value=1e22 / 3, lower=-1e-7, unit="CNY")
    assert from_json(to_json(results)) == results


def test_the_order_of_a_code_list_survives():
    labels = {"10": {"en": "Ten"}, "2": {"en": "Two"}, "1": {"en": "One"}}
    results = replace(BARE, variables=(Variable("x", "category", {}, labels),))
    (read,) = from_json(to_json(results)).variables
    assert list(read.level_labels) == ["10", "2", "1"]


def test_an_empty_domain_is_written_as_null():
    results = with_estimate(value=float("nan"), n=0)
    (read,) = from_json(to_json(results)).estimates
    assert np.isnan(read.value)


def test_warnings_keep_their_message():
    problem = Problem("rake_not_converged", "plan", "0.1", {"tolerance": "1e-9", "iterations": 50})
    results = from_json(to_json(replace(BARE, warnings=warnings_of([problem]))))
    (read,) = results.warnings
    again = Problem(read.code, read.where, read.found, read.details)
    assert str(again) == str(problem)


def test_numbers_of_numpy_give_the_same_text():
    assert to_json(with_estimate(n=np.int64(200), value=np.float64(0.2))) == to_json(BARE)


def test_the_hash_ignores_what_lies_beyond_ten_digits():
    assert content_hash(with_estimate(value=0.2 * (1 + 1e-13))) == content_hash(BARE)
    assert content_hash(with_estimate(value=0.2 * (1 + 1e-8))) != content_hash(BARE)


def test_the_hash_sees_every_part():
    parts = [
        {"survey": "other"},
        {"title": {"en": "Other"}},
        {"synthetic": True},
        {"sample": Sample(301, 200, 50, 5)},
        {"warnings": warnings_of([Problem("few_respondents", "plan", "n = 9")])},
        {"chapters": {"coverage": {"en": "Coverage"}}},
    ]
    hashes = {content_hash(replace(BARE, **part)) for part in parts}
    assert len(hashes | {content_hash(BARE)}) == len(parts) + 1


def test_the_hash_does_not_change_between_versions():
    """Pins the format: a change here renames the content of every stored release."""
    assert content_hash(BARE)[:16] == "58136908772fe251"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda d: d.pop("survey"), "all fields of Results"),
        (lambda d: d.update(extra=1), "no other fields in Results"),
        (lambda d: d.update(synthetic="yes"), "bool"),
        (lambda d: d["estimates"][0].update(statistic="mode"), "one of"),
        (lambda d: d["estimates"][0].update(n="many"), "int"),
        (lambda d: d["estimates"][0].update(value="0.2"), "a number"),
        (lambda d: d.update(domains={"sex": 1}), "a list"),
        (lambda d: d.update(fieldwork=["2021-04-06"]), "2 entries"),
    ],
)
def test_a_changed_document_is_refused(change, expected):
    document = json.loads(to_json(BARE))
    change(document)
    with pytest.raises(SurveyError, match=expected):
        from_json(json.dumps(document))


def test_text_that_is_not_json_is_refused():
    with pytest.raises(SurveyError, match="results document"):
        from_json("{")
