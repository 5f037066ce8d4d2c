"""Charts as SVG text: plain records in, the same bytes out every time.

A chart function draws in a `Layout`, wide or narrow; `document` makes the drawing a picture that serves the web page and the
printed page alike, `small_multiples` sets drawings into a grid, `poster` frames one for use
elsewhere. Every picture carries its text alternative, prefixes its ids, escapes what comes from
data, and keeps its labels inside.
"""

from portal.charts.axes import linear_axis, logarithmic_axis
from portal.charts.bars import bars_with_interval
from portal.charts.curves import columns, curves
from portal.charts.figure import Figure
from portal.charts.intervals import dot_and_interval
from portal.charts.likert import diverging_bars
from portal.charts.multiples import panel_layout, small_multiples
from portal.charts.poster import poster
from portal.charts.records import (
    NARROW,
    WIDE,
    Axis,
    Curve,
    Drawing,
    Group,
    Key,
    Layout,
    Mark,
    Panel,
    Part,
    Row,
    Slope,
    Stack,
    StackGroup,
)
from portal.charts.slopes import slopes
from portal.charts.stacked import stacked_bars
from portal.charts.svg import document

__all__ = [
    "NARROW",
    "WIDE",
    "Axis",
    "Curve",
    "Drawing",
    "Figure",
    "Group",
    "Key",
    "Layout",
    "Mark",
    "Panel",
    "Part",
    "Row",
    "Slope",
    "Stack",
    "StackGroup",
    "bars_with_interval",
    "columns",
    "curves",
    "diverging_bars",
    "document",
    "dot_and_interval",
    "linear_axis",
    "logarithmic_axis",
    "panel_layout",
    "poster",
    "slopes",
    "small_multiples",
    "stacked_bars",
]
