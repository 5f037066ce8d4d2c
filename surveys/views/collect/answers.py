"""What devices are answered: an envelope with a sentence that the app shows to the interviewer."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from django.http import HttpResponse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from surveys.models import CollectorKey

MAX_ATTACHMENT = 10_000_000
ANNOUNCED = 20_000_000
"""How much a device is told to send at once. It sends a larger file alone, after the answers."""
MAX_REQUEST = 32_000_000
"""What is read at most: the answers and one file of the largest size fit in with room to spare."""
RETRY_AFTER = {429: "900", 503: "30"}
"""Seconds to wait, by status."""
ENVELOPE = (
    '<OpenRosaResponse xmlns="http://openrosa.org/http/response">'
    "<message>{}</message></OpenRosaResponse>"
)

# code → (status, what the device is told)
REFUSALS: dict[str, tuple[int, Any]] = {
    "no_key": (
        404,
        _("This address opens no survey, or its key was withdrawn. Ask for a new settings code."),
    ),
    "no_form": (404, _("There is no such form or file here. Refresh the list of forms.")),
    "no_address": (404, _("There is nothing at this address. Check the address of the server.")),
    "login": (401, _("Enter the user name and the secret of this device.")),
    "stale_login": (401, _("The log-in has expired. Send again.")),
    "wrong_login": (401, _("The user name or the secret is wrong, or its key was withdrawn.")),
    "throttled": (429, _("Too many wrong log-ins. Wait for a quarter of an hour.")),
    "no_host": (400, _("The server is not meant to be asked by this name. Tell the survey team.")),
    "method": (405, _("This address does not take such a request.")),
    "may_not": (403, _("This key does not open this. Ask for a new settings code.")),
    "not_multipart": (
        415,
        _("A submission comes as multipart/form-data with the part xml_submission_file."),
    ),
    "encoded": (415, _("The submission is compressed. Send it as it is.")),
    "damaged": (400, _("The request did not arrive whole. Send the form again.")),
    "no_main_part": (400, _("The part xml_submission_file is missing.")),
    "two_main_parts": (400, _("The part xml_submission_file came more than once.")),
    "xml_too_large": (413, _("The submission is larger than two megabytes.")),
    "file_too_large": (413, _("A file is larger than ten megabytes: take a smaller picture.")),
    "too_large": (413, _("The request is too large. Send the files in several requests.")),
    "too_many_parts": (
        413,
        _("The request has too many parts. Send the files in several requests."),
    ),
    "conflict": (
        409,
        _("Another content was received under this instance ID. Both are kept."),
    ),
    "unknown_edit": (
        404,
        _("The version that this edit replaces was never received. The edit is kept."),
    ),
    "unreadable": (400, _("This is not readable as a submission. What came is kept.")),
    "failed": (
        503,
        _("The portal could not take this in. Keep it on the device and tell the survey team."),
    ),
    "busy": (503, _("The portal is busy. Keep the form on the device and send it again later.")),
}


class Refusal(Exception):
    """A request that is not served: a code of REFUSALS, and what was found."""

    def __init__(self, code: str, detail: str = "", key: CollectorKey | None = None) -> None:
        super().__init__(code)
        self.code, self.detail, self.key = code, detail, key

    @property
    def status(self) -> int:
        return REFUSALS[self.code][0]

    @property
    def message(self) -> str:
        words = str(REFUSALS[self.code][1])
        return f"{words} {self.detail}" if self.detail else words


def envelope(message: str, status: int) -> HttpResponse:
    """The message to the device; 204 has no body."""
    body = "" if status == 204 else ENVELOPE.format(escape(message))
    return HttpResponse(body, status=status, content_type="text/xml; charset=utf-8")


def received() -> HttpResponse:
    """The acknowledgement: the device may forget what it sent."""
    return envelope(gettext("Received."), 201)


def refused(refusal: Refusal) -> HttpResponse:
    """The refusal as an answer."""
    response = envelope(refusal.message, refusal.status)
    if refusal.status in RETRY_AFTER:
        response["Retry-After"] = RETRY_AFTER[refusal.status]
    return response


def with_headers(response: HttpResponse) -> HttpResponse:
    """What every answer to a device carries, errors too."""
    response["X-OpenRosa-Version"] = "1.0"
    response["X-OpenRosa-Accept-Content-Length"] = str(ANNOUNCED)
    response["Content-Language"] = get_language() or "en"
    response["Cache-Control"] = "private, no-cache"
    return response
