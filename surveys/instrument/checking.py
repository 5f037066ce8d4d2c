"""Everything that is noticed about a questionnaire, gathered: problems refuse it, warnings do not."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from surveys.errors import Problem
from surveys.instrument import (
    house_rules,
    labels,
    lints,
    media,
    row_lints,
    sheet_lints,
    xform_lints,
)
from surveys.instrument.places import Places
from surveys.instrument.questionnaire import read_questionnaire
from surveys.instrument.sheets import Refused, Sheets
from surveys.instrument.workbook import MAX_ROWS, Workbook, read_sheets
from surveys.instrument.xform import PORTAL_NAMESPACE, parts

ROW = re.compile(r"\[row : (\d+)\]\s*")
SHEET = re.compile(r"On the '(\w+)' sheet")
QUOTED = re.compile(r"'([^']+)'")
OTHERS = "or_other and translations"
"""What pyxform tells of the whole form, our own warning tells with its rows."""
OF_SHEETS = ("list_unknown", "type_column_missing")
"""Beside these, what pyxform tells of the whole file is said already."""
UNLIMITED = "max-pixels"
UNNAMED_FORM = "questionnaire"


@dataclass
class Findings:
    """A questionnaire and what was noticed; the XForm is empty where none came out."""

    xform: bytes = b""
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


def check_workbook(
    sheets: Sheets, converted: Mapping[str, Any], weighting: frozenset[str]
) -> Findings:
    """What the sheets, pyxform and the logic show; a place without a name is the file itself."""
    workbook = read_sheets(sheets)
    findings = Findings(problems=sheet_lints.problems(workbook))
    findings.warnings += sheet_lints.warnings(workbook)
    if "error" in converted:
        findings.problems += row_lints.problems(workbook)
        known = {_row(problem.where) for problem in findings.problems}
        if any(problem.code in OF_SHEETS for problem in findings.problems):
            known.add("")
        told = _told_by_pyxform(converted["error"], Places(workbook))
        findings.problems += [problem for problem in told if _row(problem.where) not in known]
        return findings
    findings.warnings += [_warning(text) for text in converted["warnings"] if OTHERS not in text]
    xform = _declared(converted["xform"]).encode()
    findings.xform = _identified(labels.restore_quotes(xform, workbook), workbook)
    _check_logic(findings, Places(workbook), weighting)
    return findings


def check_xform(content: bytes, weighting: frozenset[str]) -> Findings:
    """A ready XForm under the same rules; places are paths instead of rows."""
    nodes = sum(1 for _ in parts(content)[3].iter())
    if nodes > MAX_ROWS:
        raise Refused("workbook_too_large", f"{nodes} nodes")
    findings = Findings(content, [*xform_lints.problems(content)], [*xform_lints.warnings(content)])
    _check_logic(findings, Places(Workbook()), weighting)
    return findings


def _check_logic(findings: Findings, places: Places, weighting: frozenset[str]) -> None:
    questionnaire = read_questionnaire(findings.xform)
    findings.problems += media.problems(findings.xform, places)
    findings.problems += lints.lint_logic(questionnaire, places)
    findings.warnings += house_rules.warnings(questionnaire, places, weighting)


def _warning(text: str) -> Problem:
    """What pyxform wonders about, in words of ours where it comes with every picture."""
    if UNLIMITED in text:
        return Problem("picture_size", f"{_row_place(text)} › parameters", "—")
    return Problem("pyxform_warning", _row_place(text), ROW.sub("", text).strip())


def _told_by_pyxform(message: str, places: Places) -> Iterator[Problem]:
    """pyxform's messages, which stand one under the other, with the places they name."""
    for part in re.split(r"\n(?=\[row : )", message):
        quoted = QUOTED.search(part)
        place = _row_place(part) or (places.naming(quoted.group(1)) if quoted else "")
        yield Problem("xlsform_rule", place, ROW.sub("", part).strip())


def _row_place(message: str) -> str:
    """The row that a message names; it stands on the sheet survey where no other is named."""
    row, sheet = ROW.search(message), SHEET.search(message)
    where = sheet.group(1) if sheet else "survey" if row else ""
    place = f"row {row.group(1)}" if row else ""
    return " › ".join(part for part in (where, place) if part)


def _row(place: str) -> str:
    """The sheet and row of a place, without its column."""
    return " › ".join(place.split(" › ")[:2])


def _declared(xform: str) -> str:
    """The XForm with the portal's namespace, where a column uses it and no setting names it."""
    if " portal:" in xform and "xmlns:portal=" not in xform:
        return xform.replace("<h:html ", f'<h:html xmlns:portal="{PORTAL_NAMESPACE}" ', 1)
    return xform


def _identified(xform: bytes, workbook: Workbook) -> bytes:
    """The XForm with a form id and a version; where none is set, the version is the content's."""
    head, _, _, root = parts(xform)
    version = root.get("version") or hashlib.sha256(xform).hexdigest()[:12]
    titled = re.sub(r"\W+", "_", workbook.setting("form_title"), flags=re.ASCII).strip("_").lower()
    form_id = workbook.setting("form_id") or titled or UNNAMED_FORM
    if (root.get("id"), root.get("version")) == (form_id, version):
        return xform
    root.set("id", form_id)
    root.set("version", version)
    return bytes(etree.tostring(head.getroottree(), xml_declaration=True, encoding="utf-8"))
