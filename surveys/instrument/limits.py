"""Child processes that open what strangers made: bounded in memory, time and what they write."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {
    "PATH": os.defpath,
    "LANG": "C.UTF-8",
    "PYTHONDONTWRITEBYTECODE": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
"""No setting and no secret of the site."""


def limit_process(*, memory: int, cpu_seconds: int, file_bytes: int) -> None:
    """Bound this process; the limits hold until its end."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run_child(
    module: str,
    *arguments: str,
    seconds: int,
    content: bytes = b"",
    out: IO[bytes] | int = subprocess.PIPE,
) -> bytes:
    """What one of our modules prints; subprocess.SubprocessError where it did not end well."""
    done = subprocess.run(  # noqa: S603 - our own module, no shell
        [sys.executable, "-m", module, *arguments],
        input=content,
        stdout=out,
        stderr=subprocess.PIPE,
        timeout=seconds,
        check=True,
        cwd=ROOT,
        env=ENVIRONMENT,
    )
    return done.stdout or b""
