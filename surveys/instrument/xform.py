"""Reading an XForm as pyxform writes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from surveys.errors import Problem, SurveyError
from surveys.instrument.file_lists import CASES_FILE, csv_rows
from surveys.instrument.itext import translations, words_of
from surveys.instrument.languages import UNNAMED, site_code
from surveys.instrument.nodes import Choice, Group, Labels, Media, Node, Question, Repeat
from surveys.instrument.prompts import prompt
from surveys.instrument.safe_xml import (
    Element,
    XmlRefused,
    child,
    children,
    local_name,
    parse_xml,
)
from surveys.instrument.values import DECIMAL
from surveys.instrument.xform_actions import actions_of

LIST_FILE = "jr://file-csv/"
MAX_BYTES = 10_000_000
PORTAL_NAMESPACE = "urn:portal:xforms"
ASKED_BY = f"{{{PORTAL_NAMESPACE}}}asked_by"
JAVAROSA = "{http://openrosa.org/javarosa}"
ITEMSET = re.compile(
    r"\s*instance\(\s*['\"]([^'\"]+)['\"]\s*\)/root/item(?:\[(.*)\])?\s*", re.DOTALL
)
RANDOMIZED = re.compile(r"\s*randomize\((.*?)(?:,([^,\])]*))?\)\s*", re.DOTALL)
"""A list shown in random order, with its seed if it has one."""
REFERENCE = re.compile(r"\s*jr:itext\(\s*['\"](.*)['\"]\s*\)\s*")
CONTROLS = {
    "select1": "select_one",
    "select": "select_multiple",
    "rank": "rank",
    "trigger": "acknowledge",
}
ACTIONS = ("setvalue", "setgeopoint", "recordaudio")
"""They stand among the controls of a repeat, name a question, and are none."""
KINDS = {"int": "integer", "string": "text", "dateTime": "datetime"}
PRELOADS = {"uid": "instance_id"}
PREFIX = re.compile(r"/[\w.-]+:(?=\w)")
"""Of a namespace, as in /data/orx:meta/orx:instanceID: nodes are known by their local names."""


@dataclass(frozen=True, slots=True)
class _Control:
    """A control of the body, and its label."""

    element: Element
    label: Element | None


class XForm:
    """The parts of an XForm; SurveyError when the bytes are none.

    `files` are the lists of choices that stand beside it, by file name.
    """

    def __init__(self, content: bytes, files: Mapping[str, bytes] | None = None) -> None:
        head, model, body, root = parts(content)
        self.files = files or {}
        said = translations(model)
        title = child(head, "title")
        self.texts, self.media = said.texts, said.media
        self.languages = said.languages or (UNNAMED,)
        self.default_language = said.default
        self.title = (title.text or "") if title is not None else ""
        self.form_id = str(root.get("id", ""))
        self.version = str(root.get("version", ""))
        self.root = local_name(root)
        self.submission = child(model, "submission")
        self.binds = {
            PREFIX.sub("/", str(bind.get("nodeset", "")).strip()): bind
            for bind in children(model, "bind")
        }
        self.lists = {str(part.get("id")): part for part in children(model, "instance")[1:]}
        self.rows = {name: tuple(self._items(name)) for name in self.lists}
        self.cases = frozenset(
            name
            for name, part in self.lists.items()
            if part.get("src") == f"{LIST_FILE}{CASES_FILE}" and CASES_FILE not in self.files
        )
        self.choices: dict[str, tuple[Choice, ...]] = {}
        self.controls: dict[str, _Control] = {}
        self.repeats: dict[str, Element] = {}
        self.actions = actions_of(model, body)
        self._find_controls(body)
        self.nodes = self._nodes(root, f"/{self.root}")

    def _find_controls(self, element: Element) -> None:
        for control in element:
            kind, label = local_name(control), child(control, "label")
            if kind == "repeat":
                self.repeats[str(control.get("nodeset", "")).strip()] = control
            elif kind not in ACTIONS and (control.get("ref") or control.get("bind")):
                self.controls[str(control.get("ref", "")).strip()] = _Control(control, label)
            if kind in ("group", "repeat"):
                self._find_controls(control)

    def _nodes(self, parent: Element, path: str) -> tuple[Node, ...]:
        nodes: dict[str, Node] = {}
        for element in parent:
            name = local_name(element)
            if name not in nodes:
                nodes[name] = self._node(element, name, f"{path}/{name}")
        return tuple(nodes.values())

    def _node(self, element: Element, name: str, path: str) -> Node:
        bind, control = self.binds.get(path), self.controls.get(path)
        label = control.label if control else None
        labels, media = self._labels(label), self._shown(label)
        appearance = str(control.element.get("appearance", "")) if control else ""
        relevant = str(bind.get("relevant", "")).strip() if bind is not None else ""
        if path in self.repeats:
            count = str(self.repeats[path].get(f"{JAVAROSA}count", "")).strip()
            nodes = self._nodes(element, path)
            return Repeat(path, name, nodes, labels, relevant, appearance, count, media)
        if len(element):
            nodes = self._nodes(element, path)
            return Group(path, name, nodes, labels, relevant, appearance, media)
        return self._question(element, name, path)

    def _question(self, element: Element, name: str, path: str) -> Question:
        bind: Mapping[str, str] = {
            str(key): str(value).strip() for key, value in _attributes(self.binds.get(path))
        }
        control = self.controls.get(path)
        choices, list_name, choice_filter = self._choices(control)
        return Question(
            path=path,
            name=name,
            kind=_kind(bind, control.element if control else None, name, path in self.actions),
            data_type=bind.get("type", "string").rpartition(":")[2] or "string",
            labels=self._labels(control.label if control else None),
            hints=self._labels(child(control.element, "hint") if control else None),
            choices=choices,
            choice_list=list_name,
            choice_filter=choice_filter,
            choice_nodes=_choice_nodes(_itemset(control)),
            relevant=bind.get("relevant", ""),
            constraint=bind.get("constraint", ""),
            constraint_messages=self._message(bind.get(f"{JAVAROSA}constraintMsg", "")),
            required="" if (needed := bind.get("required", "")) == "false()" else needed,
            required_messages=self._message(bind.get(f"{JAVAROSA}requiredMsg", "")),
            calculation=bind.get("calculate", ""),
            read_only=bind.get("readonly", "") == "true()",
            appearance=str(control.element.get("appearance", "")) if control else "",
            default=element.text or "",
            parameters=_range(control.element) if control else {},
            asked_by=self._asked_by(path),
            actions=self.actions.get(path, ()),
            media=self._shown(control.label if control else None),
            order=_order(_itemset(control)),
        )

    def _asked_by(self, path: str) -> str:
        """Who fills the node: said by its own bind, or by the nearest group's around it."""
        bind = self.binds.get(path)
        said = str(bind.get(ASKED_BY, "")).strip() if bind is not None else ""
        above = path.rpartition("/")[0]
        return said or (self._asked_by(above) if above else "")

    def _choices(self, control: _Control | None) -> tuple[tuple[Choice, ...], str, str]:
        if control is None:
            return (), "", ""
        itemset = _itemset(control)
        if itemset is None:
            return tuple(self._item(item) for item in children(control.element, "item")), "", ""
        match = ITEMSET.fullmatch(_offered(itemset))
        if match is None:
            return (), "", ""
        name = match.group(1)
        if name not in self.choices:
            self.choices[name] = self._choice_list(name, itemset)
        return self.choices[name], name, (match.group(2) or "").strip()

    def _choice_list(self, name: str, itemset: Element) -> tuple[Choice, ...]:
        value, label = child(itemset, "value"), child(itemset, "label")
        key = str(value.get("ref", "name")) if value is not None else "name"
        caption = str(label.get("ref", "label")) if label is not None else "label"
        caption = caption.removeprefix("jr:itext(").removesuffix(")")
        found = []
        for columns in self.rows.get(name, ()):
            text = columns.get(caption, "")
            labels = self.texts.get(text) if caption == "itextId" else self._plain(text)
            media = self.media.get(text, {}) if caption == "itextId" else {}
            labels = {**(labels or {}), **_named(columns)}
            found.append(Choice(columns.get(key, ""), labels, columns, media))
        return tuple(found)

    def _items(self, name: str) -> list[dict[str, str]]:
        """The rows of a list: those in the form, or in the CSV file that it names."""
        part = self.lists.get(name)
        root = child(part, "root") if part is not None else None
        if root is not None:
            return [
                {local_name(cell): cell.text or "" for cell in item}
                for item in children(root, "item")
            ]
        source = str(part.get("src") or "") if part is not None else ""
        return csv_rows(self.files.get(source.rpartition("/")[2], b""))

    def _item(self, item: Element) -> Choice:
        value = child(item, "value")
        name = (value.text or "") if value is not None else ""
        label = child(item, "label")
        return Choice(name, self._labels(label), {"name": name}, self._shown(label))

    def _labels(self, element: Element | None) -> Labels:
        if element is None:
            return {}
        if element.get("ref"):
            return self._message(str(element.get("ref")))
        return self._plain(words_of(element))

    def _message(self, text: str) -> Labels:
        match = REFERENCE.fullmatch(text)
        return self.texts.get(match.group(1), {}) if match else self._plain(text)

    def _plain(self, text: str) -> Labels:
        return {self.default_language: prompt(text)} if text else {}

    def _shown(self, element: Element | None) -> Media:
        """The pictures, sounds and videos of a label."""
        match = REFERENCE.fullmatch(str(element.get("ref", ""))) if element is not None else None
        return self.media.get(match.group(1), {}) if match else {}


def parts(content: bytes) -> tuple[Element, Element, Element, Element]:
    """Head, model, body and the root of the primary instance."""
    try:
        html = parse_xml(content, MAX_BYTES)
    except XmlRefused as refused:
        raise SurveyError([Problem("xform_unreadable", "XForm", str(refused))]) from refused
    head, body = child(html, "head"), child(html, "body")
    model = child(head, "model") if head is not None else None
    instance = child(model, "instance") if model is not None else None
    if head is None or body is None or model is None or instance is None or not len(instance):
        raise SurveyError([Problem("xform_unreadable", "XForm", f"<{local_name(html)}>")])
    return head, model, body, instance[0]


def _itemset(control: _Control | None) -> Element | None:
    return child(control.element, "itemset") if control is not None else None


def _offered(itemset: Element) -> str:
    """The expression of the nodes that are offered as choices, without their order."""
    nodes = str(itemset.get("nodeset", ""))
    shuffled = RANDOMIZED.fullmatch(nodes)
    return shuffled.group(1) if shuffled else nodes


def _order(itemset: Element | None) -> str | None:
    """The seed of a list in random order, "" for chance; None for the order of the sheet."""
    shuffled = (
        RANDOMIZED.fullmatch(str(itemset.get("nodeset", ""))) if itemset is not None else None
    )
    return (shuffled.group(2) or "").strip() if shuffled else None


def _choice_nodes(itemset: Element | None) -> str:
    """The path of the answers that are offered as choices, as the names in a repeat."""
    nodes = _offered(itemset).strip() if itemset is not None else ""
    value = child(itemset, "value") if itemset is not None else None
    return f"{nodes}/{value.get('ref', '')}" if nodes.startswith("/") and value is not None else ""


def _named(columns: Mapping[str, str]) -> dict[str, str]:
    """The labels of columns such as `label::English (en)` in a file of choices."""
    return {
        site_code(column.partition("::")[2]): prompt(text)
        for column, text in columns.items()
        if column.startswith("label::") and text
    }


def _attributes(element: Element | None) -> list[tuple[str, str]]:
    return (
        [] if element is None else [(str(key), str(element.attrib[key])) for key in element.attrib]
    )


def _range(control: Element) -> dict[str, str]:
    """The limits and the step of a range control, where all of them are numbers."""
    if local_name(control) != "range":
        return {}
    limits = {key: str(control.get(key, "")) for key in ("start", "end", "step")}
    return limits if all(DECIMAL.fullmatch(limit) for limit in limits.values()) else {}


def _kind(bind: Mapping[str, str], control: Element | None, name: str, is_set: bool) -> str:
    """What the node is to a person; metadata by its preload, controls by tag and type."""
    preload = bind.get(f"{JAVAROSA}preload", "")
    data_type = bind.get("type", "string").rpartition(":")[2]
    if preload:
        return PRELOADS.get(preload) or bind.get(f"{JAVAROSA}preloadParams", preload)
    if control is None:
        if name == "audit" and data_type == "binary":
            return "audit"
        return "calculate" if bind.get("calculate") or is_set else "hidden"
    tag = local_name(control)
    if tag == "upload":
        medium = str(control.get("mediatype", "")).partition("/")[0]
        return medium if medium in ("image", "audio", "video") else "file"
    if tag in CONTROLS:
        return CONTROLS[tag]
    if bind.get("readonly") == "true()" and not bind.get("calculate"):
        return "note"
    return KINDS.get(data_type, data_type)
