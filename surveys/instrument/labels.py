"""The workbook's own texts put back into the XForm.

pyxform turns “ ” ‘ ’ into straight quotes in every cell. In running text that is a fault (in
Chinese a glaring one), so each text that differs from its cell by its quotes alone is restored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from surveys.instrument.safe_xml import Element, child, children, local_name
from surveys.instrument.workbook import TRANSLATED, Workbook
from surveys.instrument.xform import JAVAROSA, parts

STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})
REFERENCE = re.compile(r"\$\{[^}]*\}")
SUFFIXES = {
    "label": "label",
    "hint": "hint",
    "constraint_message": "jr:constraintMsg",
    "required_message": "jr:requiredMsg",
}
Wanted = dict[tuple[str, str], str]
"""Cells with curly quotes by language ("" where the column names none) and text id."""


def restore_quotes(xform: bytes, workbook: Workbook) -> bytes:
    """The XForm with curly quotes where the workbook has them; the same bytes if it has none."""
    head, model, body, root = parts(xform)
    name = etree.QName(root).localname
    wanted = {(language, key): cell for language, key, cell in _cells(workbook, name)}
    changed = [_restore(element, cell) for element, cell in _texts(model, body, wanted)]
    changed += [_restore_message(bind, wanted) for bind in children(model, "bind")]
    title, cell = child(head, "title"), workbook.setting("form_title")
    if title is not None and cell != cell.translate(STRAIGHT):
        changed.append(_restore(title, cell))
    if not any(changed):
        return xform
    return bytes(etree.tostring(head.getroottree(), xml_declaration=True, encoding="utf-8"))


def _texts(model: Element, body: Element, wanted: Wanted) -> Iterator[tuple[Element, str]]:
    """Each text of the XForm with the cell it came from."""
    itext = child(model, "itext")
    for translation in children(itext, "translation") if itext is not None else ():
        language = str(translation.get("lang"))
        for entry in children(translation, "text"):
            cell, value = wanted.get((language, str(entry.get("id")))), child(entry, "value")
            if cell is not None and value is not None:
                yield value, cell
    for key, element in (*_plain_controls(body), *_plain_choices(model)):
        if ("", key) in wanted:
            yield element, wanted["", key]


def _plain_controls(body: Element) -> Iterator[tuple[str, Element]]:
    """Labels and hints of forms in one language stand in the controls themselves."""
    for control in body.iter(etree.Element):
        for element in (child(control, "label"), child(control, "hint")):
            if element is not None and not element.get("ref"):
                yield f"{control.get('ref', '')}:{local_name(element)}", element


def _plain_choices(model: Element) -> Iterator[tuple[str, Element]]:
    """Labels of choices of forms in one language stand in the lists themselves."""
    for instance in children(model, "instance")[1:]:
        listed = child(instance, "root")
        for place, item in enumerate(children(listed, "item") if listed is not None else ()):
            label = child(item, "label")
            if label is not None:
                yield f"{instance.get('id')}-{place}", label


def _cells(workbook: Workbook, root: str) -> Iterator[tuple[str, str, str]]:
    """Language, text id and text of each cell of running text that holds a curly quote."""
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


def _restore_message(bind: Element, wanted: Wanted) -> bool:
    """Messages of forms in one language stand in the bind itself."""
    changed = False
    for suffix in ("constraintMsg", "requiredMsg"):
        attribute = f"{JAVAROSA}{suffix}"
        cell = wanted.get(("", f"{bind.get('nodeset')}:jr:{suffix}"))
        if cell is not None and _plain(cell) == _plain(str(bind.get(attribute, ""))):
            bind.set(attribute, cell)
            changed = True
    return changed


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
