"""The parts of a multipart request, none of which is dropped silently."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParser

from surveys.collection.answers import MAX_BYTES
from surveys.collection.attachments import file_name
from surveys.views.collect.answers import MAX_ATTACHMENT, MAX_REQUEST, Refusal

MAIN_PART = "xml_submission_file"
NAMELESS = "unnamed"
LONGEST_END = 400


@dataclass(frozen=True, slots=True)
class Parts:
    """What came: the answers, and the files beside them."""

    main: UploadedFile
    others: list[UploadedFile]


class _KeepsEveryPart(MultiPartParser):
    """Django's parser, which else leaves out files whose name it does not like."""

    def sanitize_file_name(self, file_name_sent: str) -> str:
        return file_name(file_name_sent) or NAMELESS


class _RemembersItsEnd:
    """A stream that knows the last bytes that were read of it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream, self.end = stream, b""

    def read(self, size: int) -> bytes:
        piece = self.stream.read(size)
        self.end = (self.end + piece)[-LONGEST_END:]
        return piece


def received_parts(request: HttpRequest) -> Parts:
    """The parts of the request; Refusal where they are not what a device sends."""
    if request.content_type != "multipart/form-data":
        raise Refusal("not_multipart", request.content_type[:60])
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise Refusal("encoded")
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_REQUEST:
        raise Refusal("too_large")
    stream = _RemembersItsEnd(request)
    parser = _KeepsEveryPart(request.META, stream, request.upload_handlers, "utf-8")
    _fields, files = parser.parse()
    # A body that ends in the middle of a part must not pass as a whole one.
    boundary = request.content_params.get("boundary", "").encode()
    if files and b"--" + boundary + b"--" not in stream.end:
        raise Refusal("damaged")
    return _sorted(files)


def _sorted(files) -> Parts:
    main = files.getlist(MAIN_PART)
    if len(main) != 1:
        raise Refusal("two_main_parts" if main else "no_main_part")
    if main[0].size > MAX_BYTES:
        raise Refusal("xml_too_large")
    others = [each for name in files if name != MAIN_PART for each in files.getlist(name)]
    large = [each.name for each in others if each.size > MAX_ATTACHMENT]
    if large:
        raise Refusal("file_too_large", ", ".join(large)[:200])
    return Parts(main[0], others)
