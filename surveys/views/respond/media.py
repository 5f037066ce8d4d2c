"""Pictures, sounds and videos of a questionnaire, for whoever may see the page that shows them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from portal.identifiers import token_hash
from portal.ranges import send_file
from surveys import access
from surveys.instrument.media_types import HEAD, type_of
from surveys.models import Draft, InstrumentVersion
from surveys.queries import respondents
from surveys.views.review.files import SANDBOX, as_file

SHORT, LONG = "private, no-cache", "private, max-age=3600"


@require_safe
def invitation_medium(request: HttpRequest, token: str, name: str) -> HttpResponseBase:
    """A file of the questionnaire that an invitation leads to."""
    found = respondents.invitation_with(token_hash(token))
    return _of_draft(request, respondents.draft_where(invitation=found) if found else None, name)


@require_safe
def draft_medium(request: HttpRequest, token: str, name: str) -> HttpResponseBase:
    """A file of the questionnaire of an interview that began at the open door."""
    return _of_draft(request, respondents.draft_where(token_sha256=token_hash(token)), name)


@require_safe
def preview_medium(request: HttpRequest, number: int, name: str) -> HttpResponseBase:
    """A file of a version that is looked at before it is used."""
    return medium(request, access.previewed_version(request.user, number), name)


def _of_draft(request: HttpRequest, draft: Draft | None, name: str) -> HttpResponseBase:
    if draft is None or draft.closed_at is not None:
        raise Http404
    return medium(request, draft.instrument, name)


def medium(request: HttpRequest, version: InstrumentVersion, name: str) -> HttpResponseBase:
    """The file, shown only as what its first bytes say it is."""
    found = version.files.select_related("blob").filter(name=name).first()
    if found is None:
        raise Http404
    with found.blob.file.open("rb") as opened:
        content_type = type_of(opened.read(HEAD))
    response = send_file(
        request,
        found.blob.file,
        content_type=content_type or "application/octet-stream",
        filename="file",
        etag=found.md5,
        modified=int(found.blob.created_at.timestamp()),
    )
    if not content_type:
        return as_file(response, found.name)
    published = version.state == InstrumentVersion.State.PUBLISHED
    response.headers["Cache-Control"] = LONG if published else SHORT
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
