"""Files are kept under the hash of their content, first on the disk, then in the database."""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from surveys.models import Blob

UNFINISHED = "draft-"
"""How the name of a file begins that is still being written."""
UNFINISHED_SECONDS = 24 * 60 * 60
"""After so long no request can still be writing its file."""


def keep_blob(chunks: Iterable[bytes]) -> Blob:
    """The stored file with this content.

    When this returns, the bytes are on the disk: a row never stands for a file that a fallen
    server lost. A file without a row, left by a transaction that failed, serves the next one.
    """
    root = Path(settings.BLOBS_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    handle, unfinished = tempfile.mkstemp(dir=root, prefix=UNFINISHED)
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        name = _name(digest.hexdigest())
        folder = (root / name).parent
        if not folder.exists():
            folder.mkdir(exist_ok=True)
            _sync_folder(root)
        Path(unfinished).replace(root / name)
        _sync_folder(folder)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
    blob, _ = Blob.objects.get_or_create(
        sha256=digest.hexdigest(), defaults={"size": size, "file": name}
    )
    return blob


def sweep_unfinished() -> int:
    """Remove what servers that were killed left unfinished; returns how many files."""
    old, removed = time.time() - UNFINISHED_SECONDS, 0
    for file in Path(settings.BLOBS_ROOT).glob(f"{UNFINISHED}*"):
        with suppress(FileNotFoundError):  # it was finished meanwhile
            if file.stat().st_mtime < old:
                file.unlink()
                removed += 1
    return removed


def _sync_folder(folder: Path) -> None:
    """Write the folder's entries to the disk, as its new file was."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _name(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"
