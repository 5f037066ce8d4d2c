"""DDI-Codebook 2.5: what the variables of the export are, in all languages of the questionnaire."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from lxml import etree

from surveys.exports.cases import Case
from surveys.exports.layout import Column, Layout, Table
from surveys.exports.variables import Variable
from surveys.exports.writing import Options, Written
from surveys.instrument.languages import UNNAMED
from surveys.instrument.safe_xml import Element

NAMESPACE = "ddi:codebook:2_5"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
MISSING = (
    "Missing values are of four kinds: not asked, asked and left blank, codes of the questionnaire",
    "such as don't know (98) and refused (99), and lost, where no value of the type was sent",
)
TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
NUMERIC = ("integer", "decimal", "flag")


def write(layout: Layout, cases: Iterable[Case], out: Path, options: Options) -> Written:
    """A codebook of all tables, with the number of rows in each."""
    written = Written([out], {table.name: 0 for table in layout.tables})
    for case in cases:
        for table in layout.tables:
            written.rows[table.name] += len(case.entries(table))
    root = etree.fromstring(f'<codeBook xmlns="{NAMESPACE}" version="2.5"/>')
    _study(root, options)
    for number, table in enumerate(layout.tables, start=1):
        _file(root, number, table, written.rows[table.name])
    data = _add(root, "dataDscr")
    place = 0
    for number, table in enumerate(layout.tables, start=1):
        for column in table.columns:
            place += 1
            _variable(data, f"V{place}", f"F{number}", column)
    etree.indent(root)
    out.write_bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8"))
    return written


def _add(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", attributes)
    element.text = text or None
    return element


def _add_each(parent: Element, tag: str, labels: Mapping[str, str]) -> None:
    """An element per language, in the codes of BCP 47."""
    for language, text in labels.items():
        if text:
            element = _add(parent, tag, " ".join(text.split()))
            element.set(LANGUAGE, _language_tag(language))


def _language_tag(language: str) -> str:
    """The code by BCP 47; a language that the questionnaire names without a code is undetermined."""
    return language.replace("hans", "Hans") if TAG.fullmatch(language) else UNNAMED


def _study(root: Element, options: Options) -> None:
    study = _add(root, "stdyDscr")
    titles = _add(_add(study, "citation"), "titlStmt")
    first, *others = options.title.items() or [("en", options.identifier)]
    _add_each(titles, "titl", dict([first]))
    _add_each(titles, "parTitl", dict(others))
    _add(titles, "IDNo", options.identifier)


def _file(root: Element, number: int, table: Table, rows: int) -> None:
    description = _add(_add(root, "fileDscr", ID=f"F{number}"), "fileTxt")
    _add(description, "fileName", table.name or "data")
    sizes = _add(description, "dimensns")
    _add(sizes, "caseQnty", str(rows))
    _add(sizes, "varQnty", str(len(table.columns)))
    _add(description, "dataMsng", "; ".join(MISSING))


def _variable(data: Element, identifier: str, file: str, column: Column) -> None:
    interval = "contin" if column.kind in ("integer", "decimal") else "discrete"
    variable = _add(data, "var", ID=identifier, name=column.name, files=file, intrvl=interval)
    _add_each(variable, "labl", column.labels)
    if column.labels:
        _add_each(_add(variable, "qstn"), "qstnLit", column.labels)
    if column.relevant:
        _add(variable, "universe", column.relevant)
    missing = Variable(column, is_text=False).missing_codes
    for code, labels in column.choices.items():
        if column.option:
            _add_each(variable, "txt", labels)
            continue
        category = _add(variable, "catgry", **({"missing": "Y"} if code in missing else {}))
        _add(category, "catValu", code)
        _add_each(category, "labl", labels)
    numeric = "numeric" if column.kind in NUMERIC else "character"
    _add(variable, "varFormat", type=numeric, schema="other")
