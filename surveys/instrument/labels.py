"""The workbook's own texts put back into the XForm.

pyxform turns “ ” ‘ ’ into straight quotes in every cell. In running text that is a fault (in
Chinese a glaring one), so each text that differs from its cell by its quotes alone is restored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from surveys.instrument.safe_xml import Element, child, children
from surveys.instrument.workbook import TRANSLATED, Workbook
from surveys.instrument.xform import parts

STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})
REFERENCE = re.compile(r"\$\{[^}]*\}")
SUFFIXES = {
    "label": "label",
    "hint": "hint",
    "constraint_message": "jr:constraintMsg",
    "required_message": "jr:requiredMsg",
}


def restore_quotes(xform: bytes, workbook: Workbook) -> bytes:
    """The XForm with curly quotes where the workbook has them; the same bytes if it has none."""
    head, model, _, root = parts(xform)
    itext = child(model, "itext")
    if itext is None:
        return xform
    name = etree.QName(root).localname
    wanted = {(language, key): cell for language, key, cell in _cells(workbook, name)}
    changed = False
    for translation in children(itext, "translation"):
        language = str(translation.get("lang"))
        for entry in children(translation, "text"):
            cell = wanted.get((language, str(entry.get("id"))))
            value = child(entry, "value")
            if cell is not None and value is not None:
                changed = _restore(value, cell) or changed
    if not changed:
        return xform
    return bytes(etree.tostring(head.getroottree(), xml_declaration=True, encoding="utf-8"))


def _cells(workbook: Workbook, root: str) -> Iterator[tuple[str, str, str]]:
    """Language, text id and text of each translated cell that holds a curly quote."""
    for path, row in workbook.paths(root):
        for column, cell in row.cells.items():
            base, _, language = column.partition("::")
            if base in TRANSLATED and cell != cell.translate(STRAIGHT):
                yield language, f"{path}:{SUFFIXES[base]}", cell
    places: dict[str, int] = {}
    for row in workbook.choices:
        name = row.get("list_name").strip()
        place = places[name] = places.get(name, -1) + 1
        for column, cell in row.cells.items():
            base, _, language = column.partition("::")
            if base == "label" and cell != cell.translate(STRAIGHT):
                yield language, f"{name}-{place}", cell


def _restore(value: Element, cell: str) -> bool:
    """Write the cell's text around the answers it quotes; False where it is another text."""
    texts = REFERENCE.split(cell)
    outputs = list(value)
    found = [value.text or "", *[output.tail or "" for output in outputs]]
    if len(texts) != len(found) or [_plain(text) for text in texts] != [_plain(t) for t in found]:
        return False
    value.text = texts[0]
    for output, text in zip(outputs, texts[1:], strict=True):
        output.tail = text
    return True


def _plain(text: str) -> str:
    return "".join(text.translate(STRAIGHT).split())
