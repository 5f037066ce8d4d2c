"""Make `STIXTwoMath-subset.woff2`, the site's font for formulae.

    .venv/bin/python docs/make_math_font.py

Needs fontTools and Brotli. The whole font lies inside the package ziamath, which draws the same
formulae for paper with it. Kept: Latin, Greek, the mathematical alphabets, operators, arrows and
brackets with all their layout features and the table by which brackets grow.
"""

from pathlib import Path

import ziamath
from fontTools import subset
from fontTools.ttLib import TTFont

SOURCE = Path(ziamath.__file__).parent / "fonts" / "STIXTwoMath-Regular.ttf"
TARGET = Path(__file__).parent.parent / "portal/static/portal/fonts/STIXTwoMath-subset.woff2"
RANGES = (
    (0x0020, 0x007E),  # Basic Latin
    (0x00A0, 0x00FF),  # Latin-1
    (0x02C6, 0x02DD),  # accents
    (0x0300, 0x0338),  # combining accents
    (0x0370, 0x03FF),  # Greek
    (0x2000, 0x2070),  # spaces, dashes, primes
    (0x20D0, 0x20F0),  # combining marks for symbols
    (0x2100, 0x214F),  # letterlike symbols
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # mathematical operators
    (0x2308, 0x230B),  # ceilings and floors
    (0x239B, 0x23E1),  # pieces of brackets, braces over and under
    (0x27C0, 0x27FF),  # mathematical symbols A, long arrows
    (0x1D400, 0x1D537),  # mathematical alphabets: bold, italic, script, Fraktur
    (0x1D538, 0x1D56B),  # double-struck
    (0x1D6A4, 0x1D76F),  # dotless and Greek, bold and italic
    (0x1D7CE, 0x1D7E1),  # bold and double-struck digits
)


def main() -> None:
    """Write the subset beside this script."""
    options = subset.Options(flavor="woff2", layout_features=["*"], hinting=False)
    options.drop_tables += ["DSIG"]
    font = subset.load_font(str(SOURCE), options, dontLoadGlyphNames=True)
    characters = {code for first, last in RANGES for code in range(first, last + 1)}
    maker = subset.Subsetter(options)
    maker.populate(unicodes=characters & set(TTFont(SOURCE).getBestCmap()))
    maker.subset(font)
    subset.save_font(font, str(TARGET), options)


if __name__ == "__main__":
    main()
