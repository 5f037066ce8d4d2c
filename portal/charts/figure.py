"""A chart as pages show it: with its title, its numbers and where they come from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from portal.charts.poster import poster
from portal.charts.records import NARROW, WIDE, Drawing, Layout
from portal.charts.svg import document


@dataclass(frozen=True, slots=True)
class Figure:
    """`name` is the figure's id in a page, `alternative` says in sentences what the picture shows.

    `header` and `rows` are the table beside the picture: labels in the first column, `header`
    without a word for it; `source` holds a line per statement.
    """

    name: str
    title: str
    alternative: str
    draw: Callable[[Layout], Drawing]
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    source: tuple[str, ...] = ()

    @property
    def picture(self) -> str:
        """The SVG text for a page that shows title, table and source itself."""
        return document(self.draw(WIDE), self.name, self.alternative)

    @property
    def narrow_picture(self) -> str:
        """The same for a narrow screen, with ids of its own: a page holds both and shows one."""
        return document(self.draw(NARROW), f"{self.name}-narrow", self.alternative)

    @property
    def poster(self) -> str:
        """The SVG document that carries title and source with it."""
        return poster(
            self.draw(WIDE), title=self.title, alternative=self.alternative, source=self.source
        )
