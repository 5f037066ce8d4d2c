"""What machines read: a survey's answers as JSON, with a key in the header."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from surveys import access
from surveys.models import ApiKey, Submission
from surveys.services.feed import FILTERS, Cursor, feed_page
from surveys.services.keys import note_use

MOST, USUAL = 500, 100
PER_MINUTE = 120
"""Requests that one key may make in a minute."""


@csrf_exempt
def submissions(request: HttpRequest, public_id: str) -> HttpResponse:
    """A page of the changes after the cursor."""
    if request.method not in ("GET", "HEAD"):
        return _refused(405, "method", "This address is read with GET.", Allow="GET, HEAD")
    key = access.api_key(request.headers.get("Authorization", ""), public_id)
    if key is None:
        words = "Send the key of this survey in the header: Authorization: Bearer KEY"
        return _refused(401, "key", words, **{"WWW-Authenticate": 'Bearer realm="survey"'})
    if not _within_rate(key):
        words = f"A key makes {PER_MINUTE} requests a minute at most; wait a minute."
        return _refused(429, "rate", words, **{"Retry-After": "60"})
    strangers = set(request.GET) - {"since", "limit", *FILTERS}
    if strangers:
        words = f"Expected only since, limit, {', '.join(FILTERS)}."
        return _refused(400, "parameter", words)
    wanted = {name: request.GET[name] for name in FILTERS if request.GET.get(name)}
    if wanted.get("state", Submission.State.APPROVED) not in Submission.State.values:
        return _refused(400, "state", f"Expected one of {', '.join(Submission.State.values)}.")
    try:
        since = Cursor.read(request.GET["since"]) if request.GET.get("since") else Cursor()
    except (ValueError, OverflowError):
        return _refused(400, "since", "Expected the cursor of an earlier answer, or none.")
    limit = request.GET.get("limit", str(USUAL))
    if not (limit.isascii() and limit.isdigit() and 1 <= int(limit[:9]) <= MOST):
        return _refused(400, "limit", f"Expected a whole number from 1 to {MOST}.")
    note_use(key)
    page = feed_page(key=key, since=since, limit=int(limit), wanted=wanted)
    answer = {
        "survey": public_id,
        "submissions": page.submissions,
        "cursor": str(page.cursor),
        "more": page.more,
    }
    return _json(answer)


def _within_rate(key: ApiKey) -> bool:
    """Counts the request; True while the key made few enough in this minute."""
    counter = f"surveys.api:{key.pk}:{timezone.now():%Y%m%d%H%M}"
    if cache.add(counter, 1, timeout=120):
        return True
    try:
        return cache.incr(counter) <= PER_MINUTE
    except ValueError:  # the counter went in between
        return True


def _refused(status: int, code: str, message: str, **headers: str) -> HttpResponse:
    return _json({"error": {"code": code, "message": message}}, status, headers)


def _json(
    answer: dict[str, object], status: int = 200, headers: dict[str, str] | None = None
) -> HttpResponse:
    told = JsonResponse(answer, status=status, json_dumps_params={"ensure_ascii": False})
    for name, value in (headers or {}).items():
        told[name] = value
    told["Cache-Control"] = "private, no-store"
    return told
