"""Uploaded pictures. Documents and recordings have views of their own; nothing else is handed out."""

from pathlib import PurePosixPath

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

KINDS = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
POLICY = "default-src 'none'; sandbox"
FOR_GOOD = "public, max-age=31536000, immutable"


@require_safe
def rendition(request: HttpRequest, name: str) -> FileResponse:
    """A picture as pages show it. Its name changes with its content, so it is kept for good."""
    response = _picture(f"images/{name}")
    response.headers["Cache-Control"] = FOR_GOOD
    return response


@require_safe
def original(request: HttpRequest, name: str) -> FileResponse:
    """A picture as it was uploaded, for editors: it may tell where and when it was taken."""
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    response = _picture(f"original_images/{name}")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _picture(path: str) -> FileResponse:
    """The file, which can do nothing but be looked at; 404 for what is not a picture."""
    kind = KINDS.get(PurePosixPath(path).suffix.lower())
    if kind is None:
        raise Http404
    try:
        file = default_storage.open(path)
    except (OSError, ValueError, SuspiciousFileOperation) as error:
        raise Http404 from error
    response = FileResponse(file, content_type=kind)
    response.headers["Content-Security-Policy"] = POLICY
    return response
