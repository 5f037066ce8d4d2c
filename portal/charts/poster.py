"""A chart that stands alone: on white ground, with its title above and its source below."""

from __future__ import annotations

from collections.abc import Sequence

from portal.charts import style
from portal.charts.lettering import wrapped
from portal.charts.records import Drawing
from portal.charts.svg import document, element, line, moved, text

MARGIN = 24.0
TITLE_SIZE = 17
TITLE_LEADING = TITLE_SIZE * 1.3
SOURCE_LEADING = style.SMALL * 1.4


def poster(drawing: Drawing, *, title: str, alternative: str, source: Sequence[str]) -> str:
    """The SVG document of a chart for use elsewhere; `source` holds a line per statement."""
    heads = wrapped(title, drawing.width, TITLE_SIZE)
    notes = [part for each in source for part in wrapped(each, drawing.width, style.SMALL)]
    top = MARGIN + TITLE_LEADING * len(heads) + 12
    rule = top + drawing.height + 14
    width = drawing.width + 2 * MARGIN
    height = rule + SOURCE_LEADING * len(notes) + MARGIN
    drawn = [element("rect", x=0, y=0, width=width, height=height, fill=style.PAPER)]
    drawn += [
        text(MARGIN, MARGIN + TITLE_SIZE + TITLE_LEADING * i, part, font_size=TITLE_SIZE,
             font_weight="bold", fill=style.STRONG)
        for i, part in enumerate(heads)
    ]  # fmt: skip
    drawn.append(moved(MARGIN, top, drawing.markup))
    drawn.append(line(MARGIN, rule, width - MARGIN, rule, style.GRID, 1))
    drawn += [
        text(MARGIN, rule + 6 + SOURCE_LEADING * (i + 1) - 4, part, font_size=style.SMALL,
             fill=style.MUTED)
        for i, part in enumerate(notes)
    ]  # fmt: skip
    return document(Drawing("".join(drawn), width, height), "chart", alternative)
