"""How the synthetic people of the demonstration reach the portal: with HTTP requests, as a device in
the field and a browser send them, answered in this process.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from surveys.collection.audit import AUDIT_FILE

COLLECT = "org.odk.collect.android/v2026.1.0 (synthetic interviewer)"
BROWSER = "Mozilla/5.0 (Linux; Android 14) Mobile (synthetic respondent)"
MORE_TO_COME = "*isIncomplete*"


def browser(agent: str, number: int) -> Client:
    """A program with its own cookies, at one of the addresses kept for examples (RFC 5737)."""
    host = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    return Client(
        enforce_csrf_checks=True,
        headers={"User-Agent": agent},
        SERVER_NAME=host.hostname or "localhost",
        SERVER_PORT=str(host.port or (443 if host.scheme == "https" else 80)),
        REMOTE_ADDR=f"192.0.2.{number % 254 + 1}",
        **{"wsgi.url_scheme": host.scheme},
    )


class Tablet:
    """An interviewer's device with ODK Collect, set up with the address of its key."""

    def __init__(self, token: str, code: str, number: int) -> None:
        self.base = f"/collect/key/{token}"
        self.query = f"deviceID=tablet%3A{code}"
        self.client = browser(COLLECT, number)

    def get(self, path: str) -> Any:
        return self.client.get(f"{self.base}/{path}?{self.query}", headers=self._headers)

    def send(
        self, xml: bytes, files: Mapping[str, bytes] | None = None, *, more: bool = False
    ) -> int:
        """Post an interview with what stands beside it; the status of the answer."""
        parts: dict[str, Any] = {
            "xml_submission_file": SimpleUploadedFile("interview.xml", xml, "text/xml"),
            **{
                name: SimpleUploadedFile(
                    name, content, "text/csv" if name == AUDIT_FILE else "application/octet-stream"
                )
                for name, content in (files or {}).items()
            },
        }
        if more:
            parts[MORE_TO_COME] = "yes"
        address = f"{self.base}/submission?{self.query}"
        status: int = self.client.post(address, parts, headers=self._headers).status_code
        return status

    _headers = {"X-OpenRosa-Version": "1.0"}
