"""Files sent in parts, so that players can seek: range requests of RFC 9110, sections 13 and 14.

One range is answered with 206. Several ranges, or a header that is not understood, are answered
with the whole file, as the standard allows. A file is read in pieces, whatever its size.
"""

import re
from collections.abc import Iterator

from django.core.files import File
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date_safe, quote_etag

PIECE = 64 * 1024
ONE_RANGE = re.compile(r"bytes=[ \t]*([0-9]{0,18})-([0-9]{0,18})", re.IGNORECASE | re.ASCII)


class Unsatisfiable(Exception):
    """A range that lies outside of the file."""


def asked_range(header: str, size: int) -> tuple[int, int] | None:
    """The first and last byte asked for, or None when the whole file is to be sent.

    Raises `Unsatisfiable` for a range that begins behind the end or asks for the last 0 bytes.
    """
    matched = ONE_RANGE.fullmatch(header.strip())
    if not matched or matched.groups() == ("", ""):
        return None
    begin, end = matched.groups()
    if begin and end and int(end) < int(begin):
        return None
    if begin:
        first, last = int(begin), min(int(end or size), size - 1)
    else:
        first, last = max(size - int(end), 0), size - 1
    if first >= size:
        raise Unsatisfiable
    return first, last


def send_file(
    request: HttpRequest, file: File, *, content_type: str, filename: str, etag: str, modified: int
) -> HttpResponseBase:
    """The file, the part of it that is asked for, or 304 for whoever has it already.

    `etag` names the content, without quotes; `modified` is in seconds since 1970; `filename` is
    plain ASCII.
    """
    tag, size = quote_etag(etag), file.size
    headers = {"Accept-Ranges": "bytes", "ETag": tag, "Last-Modified": http_date(modified)}
    conditional = get_conditional_response(request, tag, modified)
    if conditional is not None:
        for name, value in headers.items():
            conditional.headers[name] = value
        return conditional
    try:
        part = asked_range(_range_header(request, tag, modified), size)
    except Unsatisfiable:
        return HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    first, last = part or (0, size - 1)
    headers["Content-Disposition"] = f'inline; filename="{filename}"'
    headers["Content-Length"] = str(last - first + 1)
    if part:
        headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    status = 206 if part else 200
    if request.method == "HEAD":
        return HttpResponse(status=status, content_type=content_type, headers=headers)
    pieces = _Pieces(file.open("rb"), first, last)
    return StreamingHttpResponse(pieces, status=status, content_type=content_type, headers=headers)


def _range_header(request: HttpRequest, tag: str, modified: int) -> str:
    """The range asked for; empty if the reader holds a part of some other version of the file."""
    condition = request.headers.get("If-Range", "").strip()
    if condition and condition != tag and parse_http_date_safe(condition) != modified:
        return ""
    return request.headers.get("Range", "")


class _Pieces:
    """Bytes `first` to `last` of an open file; the server closes it when the answer is sent."""

    def __init__(self, file: File, first: int, last: int) -> None:
        self.file, self.first, self.last = file, first, last

    def __iter__(self) -> Iterator[bytes]:
        self.file.seek(self.first)
        left = self.last - self.first + 1
        while left > 0 and (piece := self.file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece

    def close(self) -> None:
        self.file.close()
