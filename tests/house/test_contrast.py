"""Text is read and bounds are seen, in the light scheme and in the dark one."""

import re

import pytest
import tinycss2

from tests.house import contrast
from tests.house.test_css import CSS, FILES, walk

TEXT, OTHER = 4.5, 3
SCHEMES = contrast.schemes((CSS / "tokens.css").read_text())
OWN = [path for path in FILES if path.stem not in ("tokens", "admin", "gallery", "print", "paper")]
"""What visitors see; the gallery shows each colour as a ground."""
TOKEN = re.compile(r"var\(--([a-z-]+)")
LINES = re.compile(r"border|outline|accent-color|text-decoration")


@pytest.mark.parametrize("scheme", SCHEMES)
class TestScheme:
    def below(self, scheme, pairs, least):
        """The pairs whose contrast is too low; a colour that is no token stands for itself."""
        tokens = SCHEMES[scheme]
        ratios = {
            pair: round(contrast.ratio(*(tokens.get(name, name) for name in pair)), 2)
            for pair in pairs
        }
        return {pair: value for pair, value in ratios.items() if value < least}

    def test_every_text_reads_on_every_ground(self, scheme):
        assert self.below(scheme, contrast.READABLE, TEXT) == {}

    def test_every_bound_is_seen_on_every_ground(self, scheme):
        assert self.below(scheme, contrast.VISIBLE, OTHER) == {}

    def test_one_of_the_two_rings_shows_on_every_ground(self, scheme):
        for ground in (*contrast.GROUNDS, *contrast.BANDS, *contrast.FILLS):
            rings = [(ring, ground) for ring in contrast.FOCUS]
            assert len(self.below(scheme, rings, OTHER)) < len(rings), ground


def test_every_colour_is_known():
    """So that a new token cannot escape the pairs above."""
    known = {*contrast.TEXTS, *contrast.GROUNDS, *contrast.BANDS, *contrast.ON_BANDS, "sheet"}
    assert set(SCHEMES["light"]) == {
        *known,
        *contrast.BOUNDS,
        *contrast.DECORATION,
        *contrast.FOCUS,
    }
    assert set(SCHEMES["dark"]) == set(SCHEMES["light"])


def rules():
    """Each rule's file, and the colour tokens that its properties name."""
    for path in OWN:
        sheet = tinycss2.parse_stylesheet(path.read_text(), skip_comments=True)
        for block in walk(sheet):
            if getattr(block, "content", None) is None or block.type == "at-rule":
                continue
            found = {}
            for item in tinycss2.parse_blocks_contents(block.content, skip_comments=True):
                if item.type == "declaration":
                    names = set(TOKEN.findall(tinycss2.serialize(item.value)))
                    found[item.name] = names & set(SCHEMES["light"])
            yield path.name, found


def test_rules_name_texts_as_texts_and_grounds_as_grounds():
    """A rule that wrote with a ground's colour would be in none of the pairs."""
    strange = []
    for file, properties in rules():
        for name, tokens in properties.items():
            kind = "line" if LINES.match(name) else name
            allowed = contrast.MEANT.get(kind, contrast.MEANT["background"])
            strange += [f"{file}: {name}: {token}" for token in sorted(tokens - allowed)]
    assert strange == []


def test_the_text_of_a_fill_is_used_on_a_fill_only():
    elsewhere = [
        file
        for file, properties in rules()
        if properties.get("color", set()) & {*contrast.ON_FILLS}
        and not properties.get("background", set()) & {*contrast.FILLS}
    ]
    assert elsewhere == []
