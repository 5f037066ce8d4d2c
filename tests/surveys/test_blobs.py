"""Files of interviews: the same bytes once, and nothing of what was cut off."""

import os
import time
from pathlib import Path

import pytest

from surveys.models import Blob
from surveys.services.blobs import UNFINISHED_SECONDS, keep_blob, sweep_unfinished


@pytest.fixture
def folder(settings, tmp_path, db):
    settings.BLOBS_ROOT = tmp_path
    return tmp_path


def files(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_the_same_bytes_are_kept_once(folder):
    first, second = keep_blob([b"pic", b"ture"]), keep_blob([b"picture"])
    assert first == second
    assert (first.size, files(folder)) == (7, [first.sha256])
    assert Path(folder, first.file.name).read_bytes() == b"picture"


def test_bytes_name_and_folder_are_on_the_disk_before_the_row(folder, monkeypatch):
    """What a power cut takes, no test can show: the order of the calls keeps it."""
    done = []
    fsync, replace = os.fsync, Path.replace

    def noted_fsync(handle):
        done.append(("fsync", Path(f"/proc/self/fd/{handle}").readlink().name[:6]))
        fsync(handle)

    def noted_replace(path, target):
        done.append(("rename", path.name[:6]))
        return replace(path, target)

    def noted_row(**values):
        done.append(("row", values["sha256"][:2]))
        return Blob(sha256=values["sha256"]), True

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(Path, "replace", noted_replace)
    monkeypatch.setattr(Blob.objects, "get_or_create", noted_row)
    start = keep_blob([b"picture"]).sha256[:2]
    assert done == [
        ("fsync", "draft-"),
        ("fsync", folder.name[:6]),
        ("rename", "draft-"),
        ("fsync", start),
        ("row", start),
    ]


def test_a_file_that_is_cut_off_leaves_nothing(folder):
    def torn():
        yield b"half"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        keep_blob(torn())
    assert (files(folder), Blob.objects.count()) == ([], 0)


def test_drafts_of_killed_servers_are_swept_after_a_day(folder):
    kept = keep_blob([b"picture"])
    for name, age in {"draft-old": UNFINISHED_SECONDS + 60, "draft-new": 60}.items():
        (folder / name).write_bytes(b"half")
        os.utime(folder / name, (time.time() - age,) * 2)
    assert sweep_unfinished() == 1
    assert files(folder) == sorted([kept.sha256, "draft-new"])
