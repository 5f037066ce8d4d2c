"""What goes wrong in the field: devices without network, old forms, slips, second thoughts.

Each incident befalls every so-manieth interview, so that a survey of any size has its share.
"""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from uuid import UUID

import numpy as np

from surveys.collection.editing import succeeding
from surveys.simulation.fieldwork import CLOCK, LAST_DAY

# Incident → one interview in how many, and which of them comes first.
EVERY = {
    "sent again": (37, 5),
    "split": (31, 0),
    "file lost": (211, 10),
    "slip": (131, 11),
    "corrected": (241, 7),
    "other content": (997, 13),
    "old form": (1201, 17),
    "wrong case": (1301, 19),
    "cut off": (3001, 23),
    "edit of nothing": (3001, 29),
    "no network": (499, 43),
}
AUDITED = 5
"""One interviewer in so many carries a device that records how the interview went."""
CLOSING = datetime.combine(LAST_DAY + timedelta(days=3), time(23, 59), CLOCK)
"""When the survey closes; what comes later is late."""
WITHOUT_NETWORK = timedelta(days=4, hours=9)
IN_THE_EVENING, EVENING = 0.3, time(20, 30)
"""Share of interviews that a device sends from the lodgings, and when."""
OLD_VERSION = "2021022601"
SCALES = {"i_trust": "12345", "c_prefer_reg": "10", "i_borrow": "10", "i_land": "10"}
"""Questions that nothing else depends on, and the codes among which people waver."""
WAVERING = 0.4


def befalls(incident: str, place: int) -> bool:
    """Whether it happens to the interview at this place, from 0."""
    every, first = EVERY[incident]
    return place % every == first


def arrival(ended: datetime, place: int, random: np.random.Generator) -> datetime:
    """When the answers reach the server."""
    if befalls("no network", place):
        return CLOSING + WITHOUT_NETWORK + timedelta(minutes=int(random.integers(600)))
    if random.random() < IN_THE_EVENING:
        evening = datetime.combine(ended.date(), EVENING, ended.tzinfo)
        return max(evening, ended) + timedelta(seconds=int(random.integers(60, 3600)))
    return ended + timedelta(seconds=int(random.integers(20, 1500)))


def with_slip(xml: bytes, place: int) -> bytes:
    """An answer is out of range or missing, as an old app lets it pass."""
    if place % 2:
        return re.sub(rb"<j_attempts>\d+</j_attempts>", b"<j_attempts>0</j_attempts>", xml)
    return re.sub(rb"<j_coop>\d</j_coop>", b"<j_coop />", xml)


def with_note(xml: bytes, note: str) -> bytes:
    """The interviewer's remark changed."""
    written = f"<j_note>{note}</j_note>".encode()
    return re.sub(rb"<j_note ?/>|<j_note>[^<]*</j_note>", written, xml)


def of_old_form(xml: bytes) -> bytes:
    """Held with a version of the form that the server does not have."""
    return re.sub(rb' version="[^"]*"', f' version="{OLD_VERSION}"'.encode(), xml, count=1)


def of_wrong_case(xml: bytes) -> bytes:
    """The number of the case is mistyped: there is no such case."""
    (case,) = re.findall(rb"<a_case_id>([^<]*)<", xml)
    return xml.replace(case, case.rpartition(b"-")[0] + b"-9999")  # its name quotes the case


def retold(xml: bytes, *, instance_id: str, interviewer: str, random: np.random.Generator) -> bytes:
    """The same person asked again by somebody else: a few answers waver."""
    for name, codes in SCALES.items():
        if random.random() < WAVERING:
            code = codes[int(random.integers(len(codes)))]
            xml = re.sub(rf"<{name}>\d+<".encode(), f"<{name}>{code}<".encode(), xml)
    xml = re.sub(rb"<j_int>I\d+<", f"<j_int>{interviewer}<".encode(), xml)
    return succeeding(xml, instance_id)


def new_id(random: np.random.Generator) -> str:
    """A name for a further version or interview."""
    return f"uuid:{UUID(bytes=random.bytes(16), version=4)}"
