"""The findings of a release on paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from portal.printing import print_template

if TYPE_CHECKING:
    from surveys.findings.results import Results


def render_report(
    results: Results, language: str, *, release: Mapping[str, Any] | None = None
) -> bytes:
    """The findings report in one language as tagged PDF.

    `release` tells `number` and `created_at` of the release that holds the results; a run without
    one prints a report without them. Raises `PrintError` when the document cannot be made.
    """
    from surveys.findings.report import build_report

    context = {"report": build_report(results), "release": release, "printing": True}
    return print_template("surveys/report/report.html", context, language)
