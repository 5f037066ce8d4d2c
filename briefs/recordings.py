"""What a file of sound says about itself: its type, size, length and digest.

A file is accepted only if it is sound from end to end: tinytag tells the type and the announced
length; then the frames of an MP3 (ISO/IEC 11172-3 and 13818-3) or the boxes of an M4A
(ISO/IEC 14496-12) are walked through, which shows files that were cut off, damaged or renamed.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

from tinytag import TinyTag, TinyTagException

LARGEST = 100 * 1024 * 1024
CONTENT_TYPES = {"mp3": "audio/mpeg", "m4a": "audio/mp4"}
KINDS = {"audio/mpeg": "mp3", "audio/mp4": "m4a", "audio/x-m4a": "m4a", "video/mp4": "m4a"}
TOLERANCE = 0.02
"""Share of the announced length by which the frames found may fall short of it."""

FEWEST_FRAMES = 10
"""A quarter of a second."""

# Kilobits per second of layer III by index: MPEG 1, and MPEG 2 with 2.5.
BIT_RATES = (
    (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
)
SAMPLE_RATES = {
    3: (44_100, 48_000, 32_000),
    2: (22_050, 24_000, 16_000),
    0: (11_025, 12_000, 8_000),
}


class Unplayable(Exception):
    """Why a file is refused; `code` has words in `briefs.wording`."""

    def __init__(self, code: str, found: str = "") -> None:
        super().__init__(code, found)
        self.code, self.found = code, found


@dataclass(frozen=True, slots=True)
class Recording:
    """Facts about a file of sound; the duration is in seconds, the size in bytes."""

    kind: str
    duration: float
    size: int
    sha256: str

    @property
    def content_type(self) -> str:
        """The media type with which the file is sent."""
        return CONTENT_TYPES[self.kind]


def read_recording(file: BinaryIO, name: str) -> Recording:
    """The facts about an MP3 or M4A file of this name; raises `Unplayable` for any other file."""
    extension = PurePath(name).suffix.lower().lstrip(".")
    if not extension:
        raise Unplayable("no_extension")
    if extension not in CONTENT_TYPES:
        raise Unplayable("wrong_extension", extension)
    size = file.seek(0, os.SEEK_END)
    if not size:
        raise Unplayable("empty")
    if size > LARGEST:
        raise Unplayable("too_large", str(size))
    announced = _announced(file)
    kind = KINDS.get((announced.mime_type or "").partition(";")[0], "")
    if not kind or not announced.duration:
        raise Unplayable("not_audio")
    if kind != extension:
        raise Unplayable("other_kind", kind)
    found = _mp3_seconds(file, size) if kind == "mp3" else _m4a_seconds(file, size, announced)
    if found < announced.duration * (1 - TOLERANCE) - 0.5:
        raise Unplayable("cut_off", str(round(found)))
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return Recording(kind, round(found, 3), size, digest)


def _announced(file: BinaryIO) -> TinyTag:
    file.seek(0)
    try:
        return TinyTag.get(file_obj=file, tags=False)
    except TinyTagException as error:
        raise Unplayable("not_audio") from error


def _mp3_seconds(file: BinaryIO, size: int) -> float:
    """The length of all frames that follow each other from the beginning of the sound.

    Raises `Unplayable` for a handful of them: any bytes may look like a frame.
    """
    place = _behind_id3(file)
    seconds = 0.0
    frames = 0
    while place + 4 <= size:
        file.seek(place)
        frame = _frame(file.read(4))
        if frame is None or place + frame[0] > size:
            break
        body = b"" if frames else file.read(60)
        # The first frame may hold no sound but a table of contents.
        if not any(mark in body for mark in (b"Xing", b"Info", b"VBRI")):
            seconds += frame[1]
        place += frame[0]
        frames += 1
    if frames < FEWEST_FRAMES:
        raise Unplayable("not_audio")
    return seconds


def _behind_id3(file: BinaryIO) -> int:
    file.seek(0)
    head = file.read(10)
    if len(head) < 10 or not head.startswith(b"ID3"):
        return 0
    length = 0
    for byte in head[6:10]:
        length = length << 7 | byte & 0x7F
    return 10 + length + (10 if head[5] & 0x10 else 0)


def _frame(header: bytes) -> tuple[int, float] | None:
    """The bytes and seconds of the layer III frame with this header; None if it is none."""
    version, layer = header[1] >> 3 & 3, header[1] >> 1 & 3
    bit_rate, sample_rate = header[2] >> 4, header[2] >> 2 & 3
    if header[0] != 0xFF or header[1] & 0xE0 != 0xE0 or version == 1 or layer != 1:
        return None
    if bit_rate in (0, 15) or sample_rate == 3:
        return None
    hertz = SAMPLE_RATES[version][sample_rate]
    samples = 1152 if version == 3 else 576
    bits = BIT_RATES[version != 3][bit_rate] * 1000
    return samples // 8 * bits // hertz + (header[2] >> 1 & 1), samples / hertz


def _m4a_seconds(file: BinaryIO, size: int, announced: TinyTag) -> float:
    """The announced length, if the file's boxes fill it to the end; else 0."""
    place = 0
    while place + 8 <= size:
        file.seek(place)
        head = file.read(16)
        length = int.from_bytes(head[:4], "big")
        if length == 1:
            length = int.from_bytes(head[8:16], "big")
        elif length == 0:
            length = size - place
        if length < 8:
            return 0.0
        place += length
    return float(announced.duration or 0) if place == size else 0.0
