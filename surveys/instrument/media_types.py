"""What a picture, sound or video is, told by its first bytes; what is no such file is not shown."""

from __future__ import annotations

import re

HEAD = 64
"""So many bytes at the beginning tell what a file is."""
TYPES = (
    ("image/png", re.compile(rb"\x89PNG\r\n\x1a\n")),
    ("image/jpeg", re.compile(rb"\xff\xd8\xff")),
    ("image/gif", re.compile(rb"GIF8[79]a")),
    ("image/webp", re.compile(rb"RIFF....WEBP", re.DOTALL)),
    ("audio/mpeg", re.compile(rb"ID3|\xff[\xe2-\xe7\xf2-\xf7\xfa-\xff]")),
    ("audio/wav", re.compile(rb"RIFF....WAVE", re.DOTALL)),
    ("audio/ogg", re.compile(rb"OggS")),
    ("audio/mp4", re.compile(rb"....ftypM4A", re.DOTALL)),
    ("video/mp4", re.compile(rb"....ftyp(?!M4A)", re.DOTALL)),
    ("video/webm", re.compile(rb"\x1a\x45\xdf\xa3")),
)


def type_of(head: bytes) -> str:
    """The content type by the first `HEAD` bytes; "" for a file that browsers are not shown."""
    return next((name for name, pattern in TYPES if pattern.match(head)), "")


def is_kind(head: bytes, kind: str) -> bool:
    """Whether it is an `image`, an `audio` or a `video`; sounds come in the video containers too."""
    found = type_of(head).partition("/")[0]
    return found == kind or (kind == "audio" and found == "video")
