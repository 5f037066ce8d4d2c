"""Figures of a release as files, under addresses that stay."""

from __future__ import annotations

import hashlib

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from portal import prints
from portal.models import Print
from surveys import downloads
from surveys.access import readable_release
from surveys.downloads import Download


@require_safe
def figure(request: HttpRequest, public_id: str, number: str, ending: str) -> HttpResponseBase:
    """A numbered figure of a release's findings."""
    release = readable_release(request.user, public_id)
    return _answer(request, downloads.report_figure(release, int(number)), ending)


@require_safe
def finding(
    request: HttpRequest, public_id: str, name: str, by: str, ending: str
) -> HttpResponseBase:
    """A finding of a release by the levels of one variable."""
    release = readable_release(request.user, public_id)
    return _answer(request, downloads.finding_figure(release, name, by), ending)


@require_safe
def analyses(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The published models and tests of a release as a table."""
    found = downloads.report_analyses(readable_release(request.user, public_id))
    if found is None:
        raise Http404
    filename, content = found
    return _file(request, content, "text/csv; charset=utf-8", filename)


def _answer(request: HttpRequest, found: Download | None, ending: str) -> HttpResponseBase:
    if found is None:
        raise Http404
    filename = f"{found.stem}.{ending}"
    if ending == "png":
        return prints.answer(request, found.svg, filename, kind=Print.Kind.PNG)
    if ending == "svg":
        return _file(request, found.svg.encode(), "image/svg+xml", filename)
    return _file(request, found.csv, "text/csv; charset=utf-8", filename)


def _file(request: HttpRequest, content: bytes, kind: str, filename: str) -> HttpResponseBase:
    etag = f'"{hashlib.sha256(content).hexdigest()}"'
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, filename) or "attachment"
    response["ETag"] = etag
    # A release never changes, but its page may be taken back.
    response["Cache-Control"] = "private, no-cache"
    return get_conditional_response(request, etag=etag, response=response) or response
