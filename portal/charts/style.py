"""Colours and sizes of charts; a picture cannot read the page's tokens, so they are repeated."""

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

SERIES = (
    ("#10314a", PAPER),
    ("#0b6b72", PAPER),
    ("#7fbcc2", INK),
    ("#d7e6e4", INK),
    ("#f0c987", INK),
    ("#b4531a", PAPER),
    ("#9297a0", INK),
)
"""Fills of a stacked bar's parts with the text colour that reads on them."""
