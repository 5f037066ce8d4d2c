"""Every text of the site is in the catalogue, translated, with its places filled as before."""

import ast
import re
from collections import Counter
from pathlib import Path

import django
import polib
import pytest
import wagtail
import wagtail_localize
from django.conf import settings
from django.utils.translation import override
from django.utils.translation.template import templatize

from portal.editor_words import EDITOR_WORDS
from tests.chinese import badly_set

LOCALES = Path(settings.ROOT, "portal/locale")
CATALOGUE = LOCALES / "zh_Hans/LC_MESSAGES/django.po"
FORM_WORDS = Path(settings.ROOT, "portal/form_words.py")
APPS = ["portal", "surveys", "briefs", "courses"]
MARKS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
LITERAL = r"u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
TAG = re.compile(
    rf"(?:\b_\(|\bn?gettext\(|\bn?pgettext\((?P<context>{LITERAL}), )(?P<text>{LITERAL})"
)
PLACE = re.compile(r"%\(\w+\)[sd]")
CHOSEN = {
    *("Approve", "Approved", "Change password", "English", "Log out", "Next", "Number"),
    *("Page not found", "Previous", "Source", "Text", "description", "name"),
    *("All", "Groups", "IP address", "Name", "Profile", "Remove"),
}
"""Words of Wagtail and Django for which we prefer our own Chinese, in the editor too."""
TYPED = {
    "One a line: when it begins, and its title, such as 2:05 Who pays.",
    "Line %(line)s, “%(found)s”: expected a time and a title, such as 2:05 Who pays.",
    "WebVTT: what is said from when to when. <v Host> before the words names the speaker.",
}
"""Entries that show what is typed into a field, with the space that stands there."""


@pytest.fixture(scope="module")
def catalogue():
    return polib.pofile(str(CATALOGUE))


def marked_in_python(source):
    """The first literal text, with its context, of every call that marks one for translation."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKS:
            literals = [getattr(argument, "value", None) for argument in node.args[:2]]
            context = literals.pop(0) if node.func.id.startswith("pgettext") else None
            if isinstance(literals[0], str):
                yield context, literals[0]


def marked_in_template(source):
    """The texts, with their contexts, that the translation tags of a template mark."""
    for call in TAG.finditer(templatize(source)):
        context = call["context"] and ast.literal_eval(call["context"])
        yield context, ast.literal_eval(call["text"])


def entries(catalogue):
    """The texts of a catalogue with their contexts."""
    return {(entry.msgctxt, entry.msgid) for entry in catalogue}


def forms(entry):
    """All forms of a translation."""
    return [text for text in [entry.msgstr, *entry.msgstr_plural.values()] if text]


@pytest.mark.parametrize("path", sorted(LOCALES.glob("*/LC_MESSAGES/*.po")), ids=str)
def test_nothing_is_empty_or_fuzzy(path):
    found = polib.pofile(str(path))
    assert [entry.msgid for entry in found.untranslated_entries()] == []
    assert [entry.msgid for entry in found.fuzzy_entries()] == []
    assert [entry.msgid for entry in found.obsolete_entries()] == []


@pytest.mark.parametrize("path", sorted(LOCALES.glob("*/LC_MESSAGES/*.po")), ids=str)
def test_every_place_is_kept(path):
    for entry in polib.pofile(str(path)):
        for text in forms(entry):
            places = PLACE.findall(entry.msgid_plural or entry.msgid)
            assert Counter(PLACE.findall(text)) == Counter(places), entry.msgid


def test_chinese_is_set_without_spaces_and_with_full_width_marks(catalogue):
    """`docs/languages.md` says how Chinese is set."""
    wrong = [
        text
        for entry in catalogue
        if entry.msgid not in TYPED
        for text in forms(entry)
        if badly_set(text)
    ]
    assert wrong == []


def marked_in(app):
    """Every text that an app marks for translation."""
    folder = Path(settings.ROOT, app)
    for path in folder.rglob("*.py"):
        if "migrations" not in path.parts:
            yield from marked_in_python(path.read_text())
    for path in folder.rglob("templates/**/*.*"):
        yield from marked_in_template(path.read_text())


@pytest.fixture(scope="module")
def marked():
    return {app: set(marked_in(app)) for app in APPS}


@pytest.mark.parametrize("app", APPS)
def test_the_catalogue_holds_every_marked_text(catalogue, marked, app):
    missing = sorted(text for _context, text in marked[app] - entries(catalogue))
    assert missing == [], "run makemessages and translate what it adds"


@pytest.mark.parametrize("path", sorted(LOCALES.glob("*/LC_MESSAGES/*.po")), ids=str)
def test_a_catalogue_holds_no_text_that_nobody_marks(path, marked):
    found = entries(polib.pofile(str(path))) - set().union(*marked.values())
    assert sorted(text for _context, text in found) == [], "delete these entries"


def test_the_errors_of_the_stages_are_in_the_catalogue(catalogue):
    from surveys.errors import MESSAGES

    known = {entry.msgid for entry in catalogue}
    for message in MESSAGES.values():
        assert {message.expected, message.remedy} - {""} <= known


def test_words_of_the_editor_are_ours_only_where_wagtail_has_none():
    folder = Path(wagtail.__file__).parent / "admin/locale"
    known = {entry.msgid for entry in polib.pofile(str(folder / "en/LC_MESSAGES/django.po"))}
    chinese = polib.mofile(str(folder / "zh_Hans/LC_MESSAGES/django.mo"))
    translated = {entry.msgid for entry in chinese if entry.msgstr}
    with override("en"):
        words = {str(word) for word in EDITOR_WORDS}
    assert words <= known - translated


def test_our_words_do_not_rename_those_of_the_editor(catalogue):
    """An entry without a context also stands for the same English word in Wagtail and Django."""
    ours = {entry.msgid: entry.msgstr for entry in catalogue if not entry.msgctxt}
    renamed = set()
    for package in (wagtail, wagtail_localize, django):
        for path in Path(package.__file__).parent.rglob("locale/zh_Hans/LC_MESSAGES/django.mo"):
            for entry in polib.mofile(str(path)):
                mine = None if entry.msgctxt else ours.get(entry.msgid)
                if mine and entry.msgstr and entry.msgstr != mine:
                    renamed.add(entry.msgid)
    form_words = {text for _context, text in marked_in_python(FORM_WORDS.read_text())}
    assert renamed - form_words == CHOSEN, "give the entry a context, or add it to those chosen"
