"""Colours and sizes of charts; a picture cannot read the page's tokens, so they are repeated."""

from __future__ import annotations

from portal.charts.records import Shape

FONT_FAMILY = (
    "'Noto Sans CJK SC', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', system-ui, sans-serif"
)
FONT_SIZE = 13
SMALL = 12

INK = "#1d2b36"
MUTED = "#51626f"
GRID = "#d5dee4"
PAPER = "#ffffff"
ACCENT = "#0b6b72"
ACCENT_LIGHT = "#8fc3c4"
STRONG = "#10314a"
STRONG_LIGHT = "#97afc2"
CONTRAST = "#b4531a"
EMPTY = "#e8edf0"

SERIES = ("#10314a", "#0b6b72", "#7fbcc2", "#d7e6e4", "#f0c987", "#b4531a", "#9297a0")
"""Fills of a stacked bar's parts."""
AGAINST = ("#b4531a", "#e0a458", "#f3dcb2")
FOR = ("#0b6b72", "#62abb0", "#b9dbda")
NEUTRAL = "#dde3e7"
"""Fills of a scale with two sides, the outermost answer first."""

LINES: tuple[tuple[str, str | None, Shape], ...] = (
    (ACCENT, None, "dot"),
    (CONTRAST, "7 3", "square"),
    (STRONG, "2 3", "ring"),
    ("#7a5c9e", "9 3 2 3", "diamond"),
)
"""Colour, dashes and mark of each series: three signs, so that any one of them is enough."""


def scale_fills(count: int) -> list[str]:
    """Fills of `count` ordered answers around a neutral middle; an even number has no middle."""
    half = count // 2
    sides = [_shades(side, half) for side in (AGAINST, FOR)]
    return [*sides[0], *([NEUTRAL] if count % 2 else []), *reversed(sides[1])]


def _shades(side: tuple[str, ...], count: int) -> list[str]:
    return [side[min(i, len(side) - 1)] for i in range(count)]


def ink_on(fill: str) -> str:
    """Dark or light ink, whichever stands out more against a fill."""
    return max((INK, PAPER), key=lambda ink: contrast(ink, fill))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2 defines it, from 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return sum(weight * each for weight, each in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
