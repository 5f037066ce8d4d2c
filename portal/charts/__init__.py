"""Charts as SVG text: plain records in, the same bytes out every time.

The text serves the web page and the printed page alike. Every chart carries its text alternative,
prefixes its ids, escapes what comes from data, and keeps its labels inside the picture.
"""

from portal.charts.axes import linear_axis, logarithmic_axis
from portal.charts.bars import bars_with_interval
from portal.charts.intervals import dot_and_interval
from portal.charts.records import (
    Axis,
    Caption,
    Group,
    Key,
    Mark,
    Part,
    Row,
    Stack,
    StackGroup,
)
from portal.charts.stacked import stacked_bars

__all__ = [
    "Axis",
    "Caption",
    "Group",
    "Key",
    "Mark",
    "Part",
    "Row",
    "Stack",
    "StackGroup",
    "bars_with_interval",
    "dot_and_interval",
    "linear_axis",
    "logarithmic_axis",
    "stacked_bars",
]
