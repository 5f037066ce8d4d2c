"""Submissions from devices: they are acknowledged only after the commit."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from surveys.models import Blob, CollectorKey
from surveys.services.attachments import beside
from surveys.services.blobs import keep_blob
from surveys.services.intake import Receipt, receive_submission
from surveys.services.origins import Origin
from surveys.views.collect.answers import REFUSALS, Refusal, envelope, received
from surveys.views.collect.door import device_view
from surveys.views.collect.parts import received_parts


@device_view("HEAD", "POST", right="may_submit")
def submission(request: HttpRequest, key: CollectorKey) -> HttpResponse:
    """Take one submission with its files; HEAD says how much may be sent at once."""
    if request.method == "HEAD":
        return envelope("", 204)
    parts = received_parts(request)
    receipt = receive_submission(
        survey=key.survey,
        xml=parts.main.read(),
        files=_kept(parts.others),
        origin=Origin(key=key),
    )
    if receipt.outcome in REFUSALS:
        raise Refusal(receipt.outcome, _problems(receipt))
    return received()


def _kept(files: Iterable[UploadedFile]) -> dict[str, Blob]:
    """The files, on the disk, by name; two of one name stand beside each other."""
    blobs: dict[str, Blob] = {}
    for file in files:
        blob = keep_blob(file.chunks())
        known = blobs.get(file.name)
        blobs[file.name if known in (None, blob) else beside(file.name, blob)] = blob
    return blobs


def _problems(receipt: Receipt) -> str:
    problems = receipt.error.problems if receipt.error else ()
    return " ".join(problem.remedy(_) for problem in problems)
