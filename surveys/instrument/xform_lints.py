"""What a ready XForm shows beside its logic: identity, addresses, names, missing languages."""

from __future__ import annotations

from collections.abc import Iterator

from surveys.errors import Problem
from surveys.instrument.kinds import (
    ASKED_BY,
    ASKED_BY_COLUMN,
    BROWSER_REFUSED,
    SEARCH,
    ignored_appearances,
)
from surveys.instrument.nodes import Labels, Node, Question
from surveys.instrument.questionnaire import Questionnaire, read_questionnaire
from surveys.instrument.sheet_lints import FORM_ID, NAME, SITE_LANGUAGES
from surveys.instrument.xform import XForm


def problems(content: bytes) -> Iterator[Problem]:
    """What refuses the XForm."""
    form = XForm(content)
    for attribute, value in (("id", form.form_id), ("version", form.version)):
        if not value:
            yield Problem("xform_identity", f"/{form.root} › {attribute}", "—", {"name": attribute})
    if form.form_id and (".." in form.form_id or not FORM_ID.fullmatch(form.form_id)):
        yield Problem("settings_form_id", f"/{form.root} › id", form.form_id)
    if form.submission is not None:
        action, key = (form.submission.get(name) for name in ("action", "base64RsaPublicKey"))
        if action:
            yield Problem("settings_submission_url", "submission › action", str(action)[:80])
        if key:
            yield Problem("settings_public_key", "submission › base64RsaPublicKey", str(key)[:80])
    for node in read_questionnaire(content).walk():
        yield from _of_node(node)


def _of_node(node: Node) -> Iterator[Problem]:
    if not NAME.fullmatch(node.name):
        yield Problem("question_name", node.path, node.name)
    if SEARCH.search(node.appearance):
        where = f"{node.path} › appearance"
        yield Problem("search_refused", where, node.appearance[:80])
    by = node.asked_by if isinstance(node, Question) else ""
    if by and by not in ASKED_BY:
        known = {"known": ", ".join(ASKED_BY)}
        yield Problem("asked_by_unknown", f"{node.path} › {ASKED_BY_COLUMN}", by, known)


def warnings(content: bytes) -> Iterator[Problem]:
    """What is told and let pass."""
    form = read_questionnaire(content)
    for code in SITE_LANGUAGES:
        if code not in form.languages:
            found = ", ".join(form.languages)
            yield Problem("language_missing", "itext", found, {"language": code})
    for question in form.questions.values():
        if question.kind in BROWSER_REFUSED:
            yield Problem("browser_refused", question.path, question.kind)
        ignored = ignored_appearances(question.appearance.strip())
        if ignored and not SEARCH.search(ignored):
            where = f"{question.path} › appearance"
            yield Problem("appearance_ignored", where, ignored[:80])
        for column, texts in (("label", question.labels), ("hint", question.hints)):
            yield from _untranslated(form, texts, f"{question.path} › {column}")


def _untranslated(form: Questionnaire, texts: Labels, where: str) -> Iterator[Problem]:
    given = {code: text for code, text in texts.items() if text.strip() not in ("", "-")}
    for code in form.languages if given else ():
        if code not in given:
            other = next(iter(given.values()))[:60]
            place = f"{where}::{code}"
            yield Problem("translation_missing", place, texts.get(code) or "—", {"other": other})
