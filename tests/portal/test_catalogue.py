"""Every text of the site is in the catalogue, translated, with its places filled as before."""

import ast
import re
from collections import Counter
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils.translation.template import templatize

CATALOGUE = Path(settings.ROOT, "portal/locale/zh_Hans/LC_MESSAGES/django.po")
APPS = ["portal", "surveys", "briefs", "courses"]
MARKS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
LITERAL = r"u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
TAG = re.compile(rf"(?:\bn?gettext\(|\bn?pgettext\({LITERAL}, )(?P<text>{LITERAL})")
PLACE = re.compile(r"%\(\w+\)[sd]")


@pytest.fixture(scope="module")
def catalogue():
    return polib.pofile(str(CATALOGUE))


def marked_in_python(source):
    """The first literal text of every call that marks a text for translation."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKS:
            context = node.func.id.startswith("pgettext")
            argument = node.args[1 if context else 0]
            if isinstance(argument, ast.Constant):
                yield argument.value


def marked_in_template(source):
    """The texts that the translation tags of a template mark."""
    for call in TAG.finditer(templatize(source)):
        yield ast.literal_eval(call["text"])


def test_nothing_is_missing_or_fuzzy(catalogue):
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []
    assert [entry.msgid for entry in catalogue.obsolete_entries()] == []


def test_every_place_is_kept(catalogue):
    for entry in catalogue:
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            if text:
                places = PLACE.findall(entry.msgid_plural or entry.msgid)
                assert Counter(PLACE.findall(text)) == Counter(places), entry.msgid


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
    missing = sorted(marked[app] - {entry.msgid for entry in catalogue})
    assert missing == [], "run makemessages and translate what it adds"


def test_the_catalogue_holds_no_text_that_nobody_marks(catalogue, marked):
    stale = sorted({entry.msgid for entry in catalogue} - set().union(*marked.values()))
    assert stale == [], "delete these entries"


def test_the_errors_of_the_stages_are_in_the_catalogue(catalogue):
    from surveys.errors import MESSAGES

    known = {entry.msgid for entry in catalogue}
    for message in MESSAGES.values():
        assert {message.expected, message.remedy} - {""} <= known
