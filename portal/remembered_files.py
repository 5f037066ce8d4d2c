"""A cache of files that several processes share and that each process remembers for a moment."""

import pickle
import time
from functools import cached_property
from pathlib import Path
from typing import Any

from django.core.cache.backends.filebased import FileBasedCache

MARK = "cleared"
"""Whoever throws everything away writes this key anew; so the other processes notice."""
SECONDS = 10
"""How long a process remembers what it has read; a copy lives that much longer than it should."""
MOST = 1_000
State = tuple[int, int] | None

remembered: dict[str, tuple[State, float, bytes]] = {}
"""By file: the state in which it was read, until when it holds, and what it held."""


class RememberedFiles(FileBasedCache):
    """Reads a file once in a while instead of on each request.

    Reading lets other threads go first, which costs more than the reading itself.
    """

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        if key == MARK:
            return super().get(key, default, version)
        name, state = self._key_to_file(key, version), self._state()
        known, until, content = remembered.get(name, (None, 0.0, b""))
        if known == state and time.monotonic() < until:
            return pickle.loads(content)  # noqa: S301 - pickled below
        found = super().get(key, None, version)
        if found is None:
            return default
        if len(remembered) >= MOST:
            remembered.clear()
        remembered[name] = (state, time.monotonic() + SECONDS, pickle.dumps(found))
        return found

    def set(self, key: str, value: Any, *args: Any, **kwargs: Any) -> None:
        super().set(key, value, *args, **kwargs)
        remembered.clear()

    def delete(self, key: str, version: int | None = None) -> bool:
        remembered.clear()
        return super().delete(key, version)

    def clear(self) -> None:
        super().clear()
        remembered.clear()

    @cached_property
    def _mark_file(self) -> Path:
        return Path(self._key_to_file(MARK))

    def _state(self) -> State:
        """Another one each time that everything has been thrown away."""
        try:
            mark = self._mark_file.stat()
        except FileNotFoundError:
            return None
        return mark.st_ino, mark.st_mtime_ns
