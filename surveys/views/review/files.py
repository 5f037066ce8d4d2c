"""Files that strangers sent: they are fetched and kept, never shown or run by the browser."""

from typing import TypeVar

from django.http import FileResponse, Http404, HttpResponseBase
from django.utils.http import content_disposition_header

from surveys.models import Blob

SANDBOX = "default-src 'none'; sandbox"
Response = TypeVar("Response", bound=HttpResponseBase)


def as_file(response: Response, name: str) -> Response:
    """The answer as a download of this name."""
    response.headers["Content-Type"] = "application/octet-stream"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def kept_file(blob: Blob | None, name: str) -> FileResponse:
    """The bytes of a stored file; 404 where they have not come, or are not on the disk any more."""
    if blob is None:
        raise Http404
    try:
        content = blob.file.open("rb")
    except OSError as error:
        raise Http404 from error
    return as_file(FileResponse(content), name)
