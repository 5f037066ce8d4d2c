"""The device's own record of a simulated interview, as Collect writes it with the answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import numpy as np

from surveys.collection.audit import AUDIT_FILE
from surveys.instrument.questionnaire import Questionnaire
from surveys.instrument.safe_xml import Element, local_name, parse_xml

HEADER = "event,node,start,end"
UNEVEN = 0.6
"""Standard deviation of the logarithm of the time that one question takes."""
MAX_BYTES = 2_000_000


def audit_of(
    questionnaire: Questionnaire,
    xml: bytes,
    started: datetime,
    ended: datetime,
    random: np.random.Generator,
) -> bytes:
    """`audit.csv` of an interview: each question with the time it stood on the screen."""
    root = parse_xml(xml, MAX_BYTES)
    asked = {path for path, question in questionnaire.questions.items() if question.asked}
    nodes = [path for path in _answered(root, f"/{local_name(root)}") if path in asked]
    shares = random.lognormal(0, UNEVEN, len(nodes))
    first, last = _milliseconds(started), _milliseconds(ended)
    ends = first + np.round(shares.cumsum() / shares.sum() * (last - first)).astype(np.int64)
    lines = [HEADER, f"form start,,{first},"]
    begin = first
    for node, end in zip(nodes, ends.tolist(), strict=True):
        lines.append(f"question,{node},{begin},{end}")
        begin = end
    lines += [f"end screen,,{last},", f"form save,,{last},", f"form finalize,,{last},"]
    return ("\n".join(lines) + "\n").encode()


def named_audit(xml: bytes) -> bool:
    """Whether the interview says that a record goes with it."""
    return f">{AUDIT_FILE}<".encode() in xml


def _answered(element: Element, path: str) -> Iterator[str]:
    """The paths of all answers, in the order of the questionnaire."""
    for inner in element:
        name = local_name(inner)
        below = f"{path}/{name}"
        if len(inner):
            yield from _answered(inner, below)
        else:
            yield below


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
