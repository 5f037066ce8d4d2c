"""A device as ODK Collect behaves: its requests, byte by byte, without a library's help."""

import hashlib
import http.client
import re
import uuid
from dataclasses import dataclass
from urllib.parse import urlsplit

BOUNDARY = "a-boundary-of-the-app"
DEVICE = "deviceID=collect%3AaB3"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def message(self):
        found = re.search(r"<message>(.*)</message>", self.body.decode(), re.DOTALL)
        return found[1] if found else None


def multipart(*parts, end=True):
    """A body of parts: (name, file name or None, content, type)."""
    pieces = []
    for name, filename, content, kind in parts:
        file = "" if filename is None else f'; filename="{filename}"'
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{file}\r\n'
        head += f"Content-Type: {kind}\r\n\r\n" if filename is not None else "\r\n"
        pieces += [head.encode(), content, b"\r\n"]
    return b"".join(pieces) + (f"--{BOUNDARY}--\r\n".encode() if end else b"")


def answers(xml):
    """The part with the answers."""
    return ("xml_submission_file", "interview.xml", xml, "text/xml; charset=UTF-8")


def photo(name, content=b"picture"):
    """The part with a file."""
    return (name, name, content, "image/jpeg")


MORE_TO_COME = ("*isIncomplete*", None, b"yes", "")


class Phone:
    """Speaks to one base address; every request carries the device's number."""

    def __init__(self, base):
        self.base = base.rstrip("/")
        self.parts = urlsplit(self.base)

    def ask(self, method, path, body=None, headers=None, query=DEVICE, chunked=False):
        if path.startswith("http"):
            assert path.startswith(self.base), f"{path} is not under {self.base}"
            path = path.removeprefix(self.base).lstrip("/")
        target = f"{self.parts.path}/{path}"
        target += f"{'&' if '?' in target else '?'}{query}" if query else ""
        connection = http.client.HTTPConnection(self.parts.netloc, timeout=60)
        headers = {
            "X-OpenRosa-Version": "1.0",
            "Date": "Tue, 24 Nov 2026 01:02:03 GMT",
            "User-Agent": "org.odk.collect.android/v2026.1.0",
            **(headers or {}),
        }
        try:
            connection.request(method, target, body, headers, encode_chunked=chunked)
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def get(self, path, **options):
        return self.ask("GET", path, **options)

    def send(self, xml, *further, chunked=False, headers=None, path="submission"):
        """Post an interview and what stands beside it."""
        return self.post(multipart(answers(xml), *further), chunked, headers, path)

    def post(self, body, chunked=False, headers=None, path="submission"):
        kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", **(headers or {})}
        if chunked:
            kind["Transfer-Encoding"] = "chunked"
            whole = body
            body = (whole[place : place + 9000] for place in range(0, len(whole), 9000))
        return self.ask("POST", path, body, kind, chunked=chunked)


def new_id():
    return f"uuid:{uuid.uuid4()}"


def interview(instance=None, *, age="40", photos=(), replaces="", form="household", version="2"):
    """An interview as the app writes it."""
    named = "".join(
        f"<photo{place or ''}>{name}</photo{place or ''}>" for place, name in enumerate(photos)
    )
    deprecated = f"<orx:deprecatedID>{replaces}</orx:deprecatedID>" if replaces else ""
    return (
        f'<?xml version="1.0" ?><data xmlns:orx="http://openrosa.org/xforms" id="{form}" '
        f'version="{version}"><start>2026-11-24T09:00:00.000+08:00</start>'
        f"<end>2026-11-24T09:20:00.000+08:00</end><age>{age}</age>{named}"
        f"<orx:meta><orx:instanceID>{instance or new_id()}</orx:instanceID>{deprecated}</orx:meta></data>"
    ).encode()


def digest(text):
    return hashlib.md5(text.encode()).hexdigest()
