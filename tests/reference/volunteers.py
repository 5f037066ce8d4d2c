"""Volunteer samples, as R's nonprobsvy names their estimators."""

from __future__ import annotations

from typing import Any

from tests.reference.compare import Unsupported
from tests.reference.reading import Case


def answer(case: Case) -> dict[str, Any]:
    raise Unsupported(f"estimator {case.id}")
