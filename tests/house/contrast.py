"""Which texts stand on which grounds, and how well they read there (WCAG 2.2)."""

import tinycss2

from portal.charts import style as charts

TEXTS = "text ink muted accent accent-strong warning danger success".split()
GROUNDS = "paper mist accent-soft warning-soft danger-soft success-soft".split()
BANDS = "band band-deep".split()
ON_BANDS = "on-band on-band-muted".split()
FILLS = "accent accent-strong".split()
"""Under the text of buttons."""
ON_FILLS = ["paper"]
CHART_TEXTS = [charts.INK, charts.MUTED, charts.STRONG, charts.ACCENT]
"""On the sheet under charts."""
CHART_FILLS = [*charts.SERIES, *charts.AGAINST, *charts.FOR, charts.NEUTRAL]
"""Under the text inside bars."""
BOUNDS = "line-strong accent warning danger success".split()
"""Lines and marks that say where something is or what it means."""
DECORATION = "line accent-bright".split()
"""What could be left out without loss."""
FOCUS = "focus focus-edge".split()
"""Two rings around what has the focus, one of which shows on every ground."""

READABLE = [
    *((text, ground) for text in TEXTS for ground in GROUNDS),
    *((text, ground) for text in ON_BANDS for ground in BANDS),
    *((text, fill) for text in ON_FILLS for fill in FILLS),
    *((text, "sheet") for text in CHART_TEXTS),
    *((charts.ink_on(fill), fill) for fill in CHART_FILLS),
]
VISIBLE = [(bound, ground) for bound in BOUNDS for ground in GROUNDS]

# What a rule may name, by property.
MEANT = {
    "color": {*TEXTS, *ON_BANDS, *ON_FILLS},
    "background": {*GROUNDS, *BANDS, *FILLS, *DECORATION, *FOCUS, "sheet", "line-strong"},
    "line": {*BOUNDS, *DECORATION, *FOCUS, *FILLS, "ink"},
}


def schemes(sheet):
    """The colour tokens of the light and of the dark scheme, by name without dashes."""
    light, dark = {}, {}
    for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
        if rule.type == "at-rule":
            assert tinycss2.serialize(rule.prelude).strip() == (
                "screen and (prefers-color-scheme: dark)"
            )
            (root,) = tinycss2.parse_rule_list(rule.content, skip_whitespace=True)
            dark.update(colours(root))
        else:
            light.update(colours(rule))
    return {"light": light, "dark": light | dark}


def colours(rule):
    for declaration in tinycss2.parse_blocks_contents(rule.content, skip_whitespace=True):
        values = [node for node in getattr(declaration, "value", []) if node.type == "hash"]
        if values:
            yield declaration.name.removeprefix("--"), f"#{values[0].value}"


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one, other):
    """The contrast of two colours, from 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
