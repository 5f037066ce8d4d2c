"""Reading XML that strangers sent: no DTD, no entities, no network, bounded size and depth."""

from __future__ import annotations

from lxml import etree

Element = etree._Element


class XmlRefused(ValueError):
    """XML that is malformed or not allowed; the text says why."""


def parse_xml(content: bytes, limit: int) -> Element:
    """The root element; XmlRefused for anything malformed, hostile or longer than `limit` bytes."""
    if len(content) > limit:
        raise XmlRefused(f"{len(content)} bytes, more than {limit}")
    if b"<!DOCTYPE" in content[:10_000]:
        raise XmlRefused("a document type declaration")
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_pis=True,
        remove_comments=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise XmlRefused(str(error)[:200]) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise XmlRefused("a document type declaration")
    return root


def local_name(element: Element) -> str:
    """The element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def children(element: Element, name: str) -> list[Element]:
    """The child elements of this local name."""
    return [child for child in element if local_name(child) == name]


def by_name(element: Element | None) -> dict[str, list[Element]]:
    """All child elements by their local names, in order; looked through once for many names."""
    found: dict[str, list[Element]] = {}
    for inner in element if element is not None else ():
        found.setdefault(local_name(inner), []).append(inner)
    return found


def child(element: Element, name: str) -> Element | None:
    """The first child element of this local name."""
    return next(iter(children(element, name)), None)
