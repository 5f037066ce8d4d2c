"""Uploads that do not announce their length, as phones send them.

Django reads an empty body where `CONTENT_LENGTH` is missing, so a submission would be lost. The
body is spooled to a temporary file first, up to a limit, and its length is then known.
"""

import tempfile
from collections.abc import Callable, Iterable
from typing import IO, Any

LIMIT = 100 * 1024 * 1024
IN_MEMORY = 1024 * 1024
PIECE = 64 * 1024

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class ChunkedBodies:
    """A WSGI application around another that gives chunked bodies a length, or answers 413."""

    def __init__(self, application: Application, limit: int = LIMIT) -> None:
        self.application = application
        self.limit = limit

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        chunked = "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower()
        if not (chunked and environ.get("wsgi.input_terminated")):
            return self.application(environ, start_response)
        body = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by WSGI
        length = copy_up_to(environ["wsgi.input"], body, self.limit)
        if length > self.limit:
            start_response("413 Content Too Large", [("Content-Type", "text/plain")])
            return [b"The upload is too large.\n"]
        body.seek(0)
        del environ["HTTP_TRANSFER_ENCODING"]
        environ.update({"wsgi.input": body, "CONTENT_LENGTH": str(length)})
        return self.application(environ, start_response)


def copy_up_to(source: IO[bytes], target: IO[bytes], limit: int) -> int:
    """The number of bytes copied; copying ends soon after the limit is passed."""
    length = 0
    while length <= limit and (piece := source.read(PIECE)):
        target.write(piece)
        length += len(piece)
    return length
