"""Bodies of requests as phones send them: without their length, and over lines that break.

Django reads an empty body where `CONTENT_LENGTH` is missing, so a submission would be lost. The
body is spooled to a temporary file first, up to a limit, and its length is then known. A sender who
falls silent is given up after a while: each that waits keeps one thread of the server from others.
"""

import socket
import tempfile
from collections.abc import Callable, Iterable
from typing import IO, Any

LIMIT = 32_000_000
IN_MEMORY = 1024 * 1024
PIECE = 64 * 1024
READ_AT_MOST = 100_000_000
SILENCE_SECONDS = 30.0
FAULT = "portal.body_fault"
"""Where views that explain refusals themselves (`EXPLAINING`) find what is wrong with a body."""
EXPLAINING = "/collect/"
STATUSES = {"too_large": "413 Content Too Large", "damaged": "400 Bad Request"}

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class Heard:
    """A body whose sender may fall silent for `SILENCE_SECONDS`; reading then raises TimeoutError.

    Only reading is bounded: a large answer may take longer over a slow line.
    """

    def __init__(self, source: IO[bytes], line: socket.socket) -> None:
        self.source, self.line = source, line

    def read(self, *size: int) -> bytes:
        """As of a file."""
        return self._within(self.source.read, *size)

    def readline(self, *size: int) -> bytes:
        """As of a file."""
        return self._within(self.source.readline, *size)

    def _within(self, method: Callable[..., bytes], *size: int) -> bytes:
        self.line.settimeout(SILENCE_SECONDS)
        try:
            return method(*size)
        finally:
            self.line.setblocking(True)


class ChunkedBodies:
    """A WSGI application around another that gives chunked bodies a length, or refuses them."""

    def __init__(self, application: Application, limit: int = LIMIT) -> None:
        self.application = application
        self.limit = limit

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if line := environ.get("gunicorn.socket"):
            environ["wsgi.input"] = Heard(environ["wsgi.input"], line)
        chunked = "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower()
        if not (chunked and environ.get("wsgi.input_terminated")):
            return self.application(environ, start_response)
        body = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by WSGI
        fault, length = self._spool(environ["wsgi.input"], body)
        if fault:
            body.truncate(0)
            length = 0
            environ[FAULT] = fault
            if not environ.get("PATH_INFO", "").startswith(EXPLAINING):
                start_response(STATUSES[fault], [("Content-Type", "text/plain")])
                return [f"{STATUSES[fault]}\n".encode()]
        body.seek(0)
        del environ["HTTP_TRANSFER_ENCODING"]
        environ.update({"wsgi.input": body, "CONTENT_LENGTH": str(length)})
        return self.application(environ, start_response)

    def _spool(self, source: IO[bytes] | Heard, target: IO[bytes]) -> tuple[str, int]:
        """What is wrong with the body, and its length."""
        try:
            length = copy_up_to(source, target, self.limit)
            if length > self.limit:
                discard(source)
                return "too_large", length
        except Exception:  # noqa: BLE001 - each server has errors of its own for chunks that it cannot read
            return "damaged", 0
        return "", length


def copy_up_to(source: IO[bytes] | Heard, target: IO[bytes], limit: int) -> int:
    """The number of bytes copied; copying ends soon after the limit is passed."""
    length = 0
    while length <= limit and (piece := source.read(PIECE)):
        target.write(piece)
        length += len(piece)
    return length


def discard(source: IO[bytes] | Heard) -> None:
    """Read on for a while: a sender that is cut off while it sends never sees the answer."""
    for _ in range(READ_AT_MOST // PIECE):
        if not source.read(PIECE):
            return
