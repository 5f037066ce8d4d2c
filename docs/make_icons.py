"""Make the site's icons and social cards from `mark.svg` and `arcs.svg`, which lie beside them.

    .venv/bin/python docs/make_icons.py

The print shop sets each picture as a page; PDFium draws the page.
"""

import sys
from pathlib import Path

import pypdfium2

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "portal/static/portal/img"
PORTAL = ROOT / "portal"
sys.path.insert(0, str(ROOT))

from portal.printing import render_pdf  # noqa: E402 - the project is no installed package

TOKENS = (HERE.parent / "css" / "tokens.css").read_text()
MARK = (HERE / "mark.svg").read_text()
ARCS = (HERE / "arcs.svg").read_text()
SHAPE = 'rx="8"'
"""The rounded corners of the mark; systems that cut icons themselves want it square."""

CARDS = {
    "en": (
        "Social Security Training Portal",
        "Training, surveys and shared experience for social security institutions.",
    ),
    "zh-hans": ("社会保障培训门户", "为社会保障机构提供培训、调查与经验交流。"),
}
CARD_STYLE = """
    body { position: relative; background: var(--band); color: var(--on-band);
           font-family: "Noto Sans CJK SC"; font-feature-settings: "pwid"; }
    .arcs { position: absolute; right: 20px; bottom: 0; width: 780px; }
    .mark { position: absolute; left: 84px; top: 68px; width: 100px; border: 3px solid #fff; }
    .words { position: absolute; left: 84px; bottom: 72px; width: 760px; }
    h1 { margin: 0; font-size: 76px; line-height: 1.15; }
    h1::after { display: block; width: 110px; height: 10px; margin: 34px 0 30px;
                background: var(--accent-bright); content: ""; }
    p { margin: 0; color: var(--on-band-muted); font-size: 32px; line-height: 1.4; }
    .mark, .mark svg { border-radius: 20px; }
"""


def picture(width, height, style, body, language="en"):
    """An image of a page of that many pixels."""
    html = (
        f'<html lang="{language}"><title>-</title><style>{TOKENS}'
        f"@page {{ size: {width}px {height}px; margin: 0 }}"
        f"body {{ width: {width}px; height: {height}px; margin: 0 }} svg {{ display: block;"
        f" width: 100%; height: auto }}{style}</style><body>{body}"
    )
    page = pypdfium2.PdfDocument(render_pdf(html))[0]
    return page.render(scale=width / page.get_width()).to_pil()


def card(language):
    title, aim = CARDS[language]
    body = (
        f'<div class="arcs">{ARCS}</div><div class="mark">{MARK}</div>'
        f'<div class="words"><h1>{title}</h1><p>{aim}</p></div>'
    )
    return picture(1200, 630, CARD_STYLE, body, language)


def main():
    """Write the pictures beside this script."""
    for language in CARDS:
        image = card(language).convert("RGB").quantize(128)
        image.save(HERE / f"card.{language}.png", optimize=True)
    square = MARK.replace(SHAPE, "")
    for size in (180, 192, 512):
        picture(size, size, "", square).quantize(64).save(HERE / f"icon-{size}.png", optimize=True)
    picture(48, 48, "", MARK).save(HERE / "favicon.ico", sizes=[(16, 16), (32, 32), (48, 48)])


if __name__ == "__main__":
    main()
