"""Where the elements of a picture lie."""

import re
from xml.etree import ElementTree as ET

from portal.charts.lettering import width

SVG = "{http://www.w3.org/2000/svg}"


def printable(text: str) -> str:
    """XML knows no control characters."""
    return re.sub(r"[^\u0020-\uD7FF\uE000-\uFFFD]", "?", text)


def outside(svg: str):
    """Elements that reach beyond the view box, by coordinates and estimated text width."""
    root = ET.fromstring(svg)
    _, _, right, bottom = map(float, root.get("viewBox").split())
    for node, dx, dy in placed(root):
        for x, y in corners(node):
            if not (-0.5 <= x + dx <= right + 0.5 and -0.5 <= y + dy <= bottom + 0.5):
                yield node.tag.removeprefix(SVG), node.text, x + dx, y + dy


def placed(node, dx=0.0, dy=0.0):
    """Every element with how far its groups have moved it."""
    moved = re.fullmatch(r"translate\((\S+) (\S+)\)", node.get("transform", ""))
    if moved:
        dx, dy = dx + float(moved[1]), dy + float(moved[2])
    yield node, dx, dy
    for child in node:
        yield from placed(child, dx, dy)


def corners(node):
    def number(name, default=0.0):
        return float(node.get(name, default))

    match node.tag.removeprefix(SVG):
        case "text":
            size = number("font-size", 13)
            room = width(node.text or "", size)
            start = number("x") - {"end": room, "middle": room / 2}.get(node.get("text-anchor"), 0)
            return [(start, number("y") - size), (start + room, number("y") + size / 4)]
        case "rect":
            x, y = number("x"), number("y")
            return [(x, y), (x + number("width"), y + number("height"))]
        case "line":
            return [(number("x1"), number("y1")), (number("x2"), number("y2"))]
        case "circle":
            x, y, r = number("cx"), number("cy"), number("r")
            return [(x - r, y - r), (x + r, y + r)]
        case "polygon":
            return [tuple(map(float, pair.split(","))) for pair in node.get("points").split()]
        case "path":
            return list(batched(map(float, re.findall(r"-?[\d.]+", node.get("d")))))
    return []


def batched(numbers):
    """Coordinates in pairs."""
    return zip(*[iter(numbers)] * 2, strict=True)
