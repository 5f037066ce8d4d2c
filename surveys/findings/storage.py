"""Results as canonical text, and the hash that names their content."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from surveys.errors import Problem, SurveyError
from surveys.findings.records import plain, read, rounded
from surveys.findings.results import Results

SIGNIFICANT_DIGITS = 10
"""Summation order may differ between machines; ten digits of a double never do."""


def to_json(results: Results) -> str:
    """The results as canonical JSON: sorted keys, no spaces, numbers unrounded."""
    return _canonical(plain(results))


def from_json(text: str) -> Results:
    """The results that `to_json` wrote; raises `SurveyError` for anything else."""
    try:
        results: Results = read(Results, json.loads(text))
    except (ValueError, KeyError) as error:
        raise SurveyError([Problem("results_document", "results", str(error))]) from error
    return results


def content_hash(results: Results) -> str:
    """SHA-256 (hexadecimal) over the results with numbers at ten significant digits."""
    text = _canonical(rounded(plain(results), SIGNIFICANT_DIGITS))
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical(data: Any) -> str:
    return json.dumps(
        data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
