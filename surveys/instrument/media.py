"""Files that a questionnaire names: lists of choices, pictures, sounds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from surveys.errors import Problem
from surveys.instrument.media_types import HEAD, is_kind, type_of
from surveys.instrument.nodes import Question, walk
from surveys.instrument.places import Places
from surveys.instrument.safe_xml import Element, child, children, local_name
from surveys.instrument.xform import LIST_FILE, XForm, parts

FOLDER = re.compile(r"jr://(file|file-csv|images|audio|video)/(.*)", re.DOTALL)
FOLDER_KINDS = {"images": "image", "audio": "audio", "video": "video"}
LAST_SAVED = "jr://instance/last-saved"
FILE_NAME = re.compile(r"[^/\\\x00-\x1f]{1,200}")


def named_files(xform: bytes) -> list[str]:
    """The names of the files, each once, in alphabetic order."""
    found = (FOLDER.fullmatch(address) for address in _addresses(xform))
    return sorted({match.group(2) for match in found if match and _plain(match.group(2))})


def problems(xform: bytes, places: Places) -> Iterator[Problem]:
    """Addresses outside the form's own files, and names that lead out of their folder."""
    for address in sorted(set(_addresses(xform))):
        match = FOLDER.fullmatch(address)
        if match is None:
            yield Problem("outside_address", places.naming(address) or "XForm", address[:200])
        elif not _plain(match.group(2)):
            name = match.group(2)
            stem = name.rpartition(".")[0] or name
            place = places.naming(name) or places.naming(stem) or "XForm"
            yield Problem("file_name", place, name[:200])


def kind_problems(xform: bytes, files: Mapping[str, bytes]) -> Iterator[Problem]:
    """Pictures, sounds and videos that are something else."""
    for address in sorted(set(_addresses(xform))):
        match = FOLDER.fullmatch(address)
        kind = FOLDER_KINDS.get(match.group(1), "") if match else ""
        if match and kind and match.group(2) in files:
            head = files[match.group(2)][:HEAD]
            if not is_kind(head, kind):
                yield Problem("medium_type", match.group(2), type_of(head) or "—", {"kind": kind})


def list_problems(xform: bytes, files: Mapping[str, bytes]) -> Iterator[Problem]:
    """Files of choices in which no row has both a code and a label where the questions look."""
    form = XForm(xform, files)
    for node in walk(form.nodes):
        if not isinstance(node, Question) or node.choice_list not in form.lists:
            continue
        name = str(form.lists[node.choice_list].get("src", "")).removeprefix(LIST_FILE)
        if name in files and not any(choice.name and choice.labels for choice in node.choices):
            first = files[name].decode(errors="replace").partition("\n")[0].strip()
            yield Problem("list_columns", name, first[:100] or "—")


def _plain(name: str) -> bool:
    return FILE_NAME.fullmatch(name) is not None and not name.startswith(".")


def _addresses(xform: bytes) -> Iterator[str]:
    _, model, _, _ = parts(xform)
    for instance in children(model, "instance"):
        source = str(instance.get("src") or "")
        if source and source != LAST_SAVED:
            yield source
    itext = child(model, "itext")
    for value in itext.iter() if itext is not None else ():
        if _is_media(value):
            yield str(value.text or "")


def _is_media(value: Element) -> bool:
    return (
        isinstance(value.tag, str)
        and local_name(value) == "value"
        and value.get("form") in ("image", "big-image", "audio", "video")
    )
