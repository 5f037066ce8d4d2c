"""CSS rules of the house; the print shop shares tokens, base and components with the site."""

from pathlib import Path

import pytest
import tinycss2

CSS = Path(__file__).parents[2] / "portal" / "static" / "portal" / "css"
FILES = sorted(CSS.rglob("*.css"))
SHARED = [path for path in FILES if path.parent.name == "components" or path.stem == "base"]
PHYSICAL = {
    f"{kind}-{side}"
    for kind in ("margin", "padding", "border")
    for side in ("left", "right", "top", "bottom")
}
COLOUR_FUNCTIONS = {"rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch"}
DROPPED_IN_PRINT = {"supports", "container"}


def walk(nodes):
    """All component values, those inside blocks and functions included."""
    for node in nodes:
        yield node
        for inside in ("prelude", "content", "arguments", "value"):
            children = getattr(node, inside, None)
            if isinstance(children, list):
                yield from walk(children)


def nodes_of(path):
    return list(walk(tinycss2.parse_stylesheet(path.read_text(), skip_comments=True)))


def idents(path):
    return [node for node in nodes_of(path) if node.type == "ident"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
class TestFile:
    def test_it_parses(self, path):
        assert [node.message for node in nodes_of(path) if node.type == "error"] == []

    def test_colours_stand_in_tokens_only(self, path):
        if path.stem == "tokens":
            return
        colours = [
            node.serialize()
            for node in nodes_of(path)
            if (node.type == "hash" and node.value.lower().strip("0123456789abcdef") == "")
            or (node.type == "function" and node.lower_name in COLOUR_FUNCTIONS)
        ]
        assert colours == []

    def test_nothing_is_important(self, path):
        assert [node for node in idents(path) if node.lower_value == "important"] == []

    def test_margins_and_paddings_are_logical(self, path):
        if path.stem == "print":
            return
        physical = [node.value for node in idents(path) if node.lower_value in PHYSICAL]
        assert physical == []


@pytest.mark.parametrize("path", SHARED, ids=lambda path: path.name)
def test_what_print_shares_has_no_rule_that_print_drops(path):
    rules = [node.lower_at_keyword for node in nodes_of(path) if node.type == "at-rule"]
    assert DROPPED_IN_PRINT & set(rules) == set()
    mixes = [n for n in nodes_of(path) if n.type == "function" and n.lower_name == "color-mix"]
    assert mixes == []


def test_every_component_is_part_of_the_site_s_style_sheet():
    site = (CSS / "site.css").read_text()
    missing = [path.name for path in (CSS / "components").glob("*.css") if path.name not in site]
    assert missing == []
