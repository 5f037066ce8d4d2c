"""The device's own record of an interview: Collect's `audit.csv`.

Only its first time comes from the clock, the rest is time that passed, so durations are sound.
"""

from __future__ import annotations

import csv
import io

AUDIT_FILE = "audit.csv"
MAX_BYTES = 5_000_000
ON_SCREEN = frozenset({"question", "group questions"})
"""Events that last as long as a question, or a screen of several, is looked at."""


def seconds_by_node(content: bytes) -> dict[str, float]:
    """How long each question or group was on the screen; empty where the file cannot be read."""
    seconds: dict[str, float] = {}
    try:
        for row in csv.DictReader(io.StringIO(content[:MAX_BYTES].decode("utf-8-sig"))):
            begin, end = row.get("start") or "", row.get("end") or ""
            node = (row.get("node") or "").strip()
            known = begin.isdecimal() and end.isdecimal() and len(begin + end) < 40
            if row.get("event") in ON_SCREEN and node and known:
                lasted = max(int(end) - int(begin), 0) / 1000
                seconds[node] = seconds.get(node, 0.0) + lasted
    except (UnicodeDecodeError, csv.Error):
        return {}
    return seconds
