"""The page cache's files: read once in a while, and never longer than they hold."""

from pathlib import Path

import pytest
from django.core.cache.backends.filebased import FileBasedCache

from portal import remembered_files
from portal.remembered_files import MARK, RememberedFiles


@pytest.fixture
def cache(tmp_path):
    remembered_files.remembered.clear()
    return RememberedFiles(str(tmp_path), {})


@pytest.fixture
def elsewhere(tmp_path):
    """The same files as another process sees them, which remembers nothing here."""
    return FileBasedCache(str(tmp_path), {})


def forget_files(folder):
    for path in Path(folder).iterdir():
        path.unlink()


def test_what_was_read_is_not_read_again(cache, elsewhere, tmp_path):
    elsewhere.set("page", ["words"])
    assert cache.get("page") == ["words"]
    forget_files(tmp_path)
    assert cache.get("page") == ["words"]


def test_it_is_read_again_after_a_moment(cache, elsewhere, tmp_path, monkeypatch):
    elsewhere.set("page", "words")
    assert cache.get("page") == "words"
    forget_files(tmp_path)
    monkeypatch.setattr(remembered_files.time, "monotonic", lambda: 10**9)
    assert cache.get("page", "nothing") == "nothing"


def test_what_another_process_has_thrown_away_is_gone_at_once(cache, elsewhere):
    elsewhere.set("page", "old")
    assert cache.get("page") == "old"
    elsewhere.clear()
    elsewhere.set(MARK, "again")
    assert cache.get("page") is None
    elsewhere.set("page", "new")
    assert cache.get("page") == "new"


def test_the_mark_itself_is_always_read(cache, elsewhere):
    for word in ("one", "two"):
        elsewhere.set(MARK, word)
        assert cache.get(MARK) == word


def test_own_changes_are_seen_at_once(cache):
    cache.set("page", "old")
    assert cache.get("page") == "old"
    cache.set("page", "new")
    assert cache.get("page") == "new"
    cache.delete("page")
    assert cache.get("page") is None
    cache.set("page", "again")
    assert cache.get("page") == "again"
    cache.clear()
    assert cache.get("page") is None


def test_what_a_reader_does_to_its_copy_stays_with_it(cache):
    cache.set("page", {"header": "one"})
    cache.get("page")["header"] = "two"
    assert cache.get("page") == {"header": "one"}
