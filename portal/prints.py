"""Any page on paper, any chart as a picture: the document names its print, a worker makes it once.

HTML becomes a PDF, SVG a PNG: who asks says which. The document must depend on nothing but the page: no visitor, no time,
no random name. The same page then gives the same hash, and one print serves everybody.
"""

import hashlib
import mimetypes
import re
from base64 import b64encode
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import unquote, urljoin

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from wagtail.models import Page

from portal.characters import for_xml
from portal.jobs import ahead_of, enqueue, input_hash
from portal.models import Job, Print, User
from portal.printing import ignore_progress, render_pdf, render_png, style_sheet
from portal.registries import Progress

PRINT_JOB = "portal.print"
PDF = Print.Kind.PDF
SECONDS_TO_LOOK_AGAIN = 2
RETRY_AFTER = timedelta(minutes=10)
"""How long a failure stands before the next reader has the print tried again."""


def can_print(page: Page) -> bool:
    """Whether a page names a template for print, and does not say that there is nothing yet."""
    return bool(getattr(page, "print_template", "")) and getattr(page, "printable", True)


def page_html(page: Page, request: HttpRequest | None = None, **extra: Any) -> str:
    """The page's document for print, alone and complete, from the template it names.

    The request only helps to find the page's address; what is printed does not depend on it.
    """
    address = page.get_url(request) or ""
    language = page.locale.language_code
    return document_html(
        page.print_template, language, address=address, page=page, pages=[page], **extra
    )


def document_html(template: str, language: str, *, address: str, **context: Any) -> str:
    """A document for print, alone and complete; the address is where it can be read on the web.

    Dates are those of the site's time zone, whatever the reader's is.
    """
    with translation.override(language), timezone.override(None):
        context |= {
            "printing": True,
            "language": language,
            "style_sheet": style_sheet(),
            "address": urljoin(settings.WAGTAILADMIN_BASE_URL, address),
        }
        return with_pictures(for_xml(render_to_string(template, context)))


def with_pictures(html: str) -> str:
    """The document with the site's own pictures inside it: the print shop fetches nothing."""
    source = re.compile(rf'(?<=\ssrc="){re.escape(settings.MEDIA_URL)}([^"]+)(?=")')
    return source.sub(lambda found: _data_address(found[1]) or found[0], html)


def _data_address(path: str) -> str:
    name = unquote(path)
    kind, _encoding = mimetypes.guess_type(name)
    try:
        with default_storage.open(name) as file:
            return f"data:{kind};base64,{b64encode(file.read()).decode()}"
    except (OSError, SuspiciousFileOperation):
        return ""


def print_of(html: str, kind: str = PDF) -> Print | None:
    """The print of a document, if it has been made."""
    known = Print.objects.filter(html_sha256=_sha256(html), kind=kind).first()
    return known if known and known.made else None


def print_now(html: str) -> Print:
    """The PDF of a document, made now unless it is there; raises `PrintError`."""
    return print_of(html) or _make(_wanted(html, PDF))


def request_print(html: str, actor: User | None = None, kind: str = PDF) -> Job:
    """The job that makes this print: the one under way or just failed, else a new one."""
    with transaction.atomic():
        wanted = _wanted(html, kind)
        payload = {"html_sha256": wanted.html_sha256, "kind": kind}
        latest = Job.objects.filter(kind=PRINT_JOB, input_hash=input_hash(payload)).first()
        return latest if latest and _stands(latest) else enqueue(PRINT_JOB, payload, actor)


def print_job(payload: Mapping[str, Any], progress: Progress) -> None:
    """What a worker does: make the print, unless another has."""
    wanted = Print.objects.get(**payload)
    if not wanted.made:
        _make(wanted, progress)


def answer(
    request: HttpRequest, html: str, filename: str, *, kind: str = PDF, web: str = ""
) -> HttpResponseBase:
    """The print of a document; while it is made, a page that looks again by itself (202).

    503 where the print has failed; a later reader has it tried again. `web` is where the same can
    be read as a page.
    """
    made = print_of(html, kind)
    if made:
        return _file_response(request, made, filename)
    job = request_print(html, request.user if request.user.is_authenticated else None, kind)
    failed = job.state == Job.State.FAILED
    status = 503 if failed else 202
    context = {"job": job, "failed": failed, "before": ahead_of(job), "web": web}
    context["picture"] = kind == Print.Kind.PNG
    response = render(request, "portal/print/waiting.html", context, status=status)
    response["Cache-Control"] = "no-store"
    if failed:
        response["Retry-After"] = str(int(RETRY_AFTER.total_seconds()))
    else:
        response["Refresh"] = str(SECONDS_TO_LOOK_AGAIN)
    return response


def _file_response(request: HttpRequest, made: Print, filename: str) -> HttpResponseBase:
    etag = f'"{made.html_sha256}"'
    with made.file.open("rb") as file:
        kind, _encoding = mimetypes.guess_type(filename)
        response = HttpResponse(file.read(), content_type=kind)
    response["Content-Disposition"] = content_disposition_header(False, filename) or "inline"
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return get_conditional_response(request, etag=etag, response=response) or response


def _stands(job: Job) -> bool:
    """Whether a job is under way, or failed too short a time ago to be tried again."""
    if job.state == Job.State.FAILED:
        return job.finished_at is not None and timezone.now() < job.finished_at + RETRY_AFTER
    return job.state in (Job.State.QUEUED, Job.State.RUNNING)


def _wanted(html: str, kind: str) -> Print:
    """The row of a document, with its text for as long as the print is not there."""
    wanted, new = Print.objects.get_or_create(
        html_sha256=_sha256(html), kind=kind, defaults={"html": html}
    )
    if not new and not wanted.made:
        wanted.html, wanted.file = html, ""
        wanted.save(update_fields=["html", "file"])
    return wanted


def _make(wanted: Print, progress: Progress = ignore_progress) -> Print:
    digest = wanted.html_sha256
    picture = wanted.kind == Print.Kind.PNG
    made = render_png(wanted.html) if picture else render_pdf(wanted.html, progress)
    wanted.file.save(f"prints/{digest[:2]}/{digest}.{wanted.kind}", ContentFile(made), save=False)
    wanted.html = ""
    wanted.save(update_fields=["html", "file"])
    return wanted


def _sha256(html: str) -> str:
    return hashlib.sha256(html.encode()).hexdigest()
