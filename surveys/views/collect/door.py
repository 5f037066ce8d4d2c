"""The door of all addresses for devices: who may come in, and an answer whatever happens."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from http import HTTPStatus

from django.core.exceptions import (
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from portal.chunked import EXPLAINING, FAULT
from surveys.access import collector_key
from surveys.models import CollectorKey
from surveys.services.keys import note_refusal, note_use
from surveys.views.collect.answers import Refusal, refused, with_headers
from surveys.views.collect.login import challenge, key_of_login

logger = logging.getLogger(__name__)

View = Callable[..., HttpResponse]
PIECE = 64 * 1024
READ_AT_MOST = 100_000_000
NOT_COUNTED = ("login", "stale_login")
"""Part of every log-in, not a failure."""

FAULTS: list[tuple[type[Exception] | tuple[type[Exception], ...], str]] = [
    (Http404, "no_form"),
    (RequestDataTooBig, "too_large"),
    ((TooManyFilesSent, TooManyFieldsSent), "too_many_parts"),
    ((MultiPartParserError, UnreadablePostError, SuspiciousOperation), "damaged"),
    ((OperationalError, InterfaceError), "busy"),
]


def device_view(*methods: str, right: str) -> Callable[[View], View]:
    """A view for devices whose key has this right; it is called with the key.

    Every answer is OpenRosa's, errors too: an app takes any other for one of a foreign network.
    """

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def answer(request: HttpRequest, token: str = "", **arguments: str) -> HttpResponse:
            key = None
            try:
                _check_method(request, methods)
                key = collector_key(token) if token else key_of_login(request)
                with translation.override(_language(request, key)):
                    response = _let_in(request, view, key, right, arguments)
            except Exception as error:  # noqa: BLE001 - logged where it is not expected
                with translation.override(_language(request, key)):
                    response = _turned_away(request, error, key)
            if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
                response["Allow"] = ", ".join(methods)
            _read_to_end(request)
            return response

        return answer

    return decorate


def _check_method(request: HttpRequest, methods: tuple[str, ...]) -> None:
    if request.method not in methods:
        raise Refusal("method")


def _let_in(
    request: HttpRequest,
    view: View,
    key: CollectorKey | None,
    right: str,
    arguments: dict[str, str],
) -> HttpResponse:
    if key is None or not key.in_force:
        raise Refusal("no_key")
    if not getattr(key, right):
        raise Refusal("may_not")
    if fault := request.META.get(FAULT):
        raise Refusal(fault)
    note_use(key)
    return with_headers(view(request, key, **arguments))


def _turned_away(request: HttpRequest, error: Exception, key: CollectorKey | None) -> HttpResponse:
    refusal = _refusal(error)
    key = key or refusal.key
    if key is not None and refusal.code not in NOT_COUNTED:
        # The count is for the administrator; the device's answer does not wait for it.
        with suppress(DatabaseError):
            note_refusal(key, refusal.code, request.GET.get("deviceID", ""))
    response = with_headers(refused(refusal))
    if response.status_code == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = challenge(request, stale=refusal.code == "stale_login")
    return response


def _refusal(error: Exception) -> Refusal:
    if isinstance(error, Refusal):
        return error
    for kinds, code in FAULTS:
        if isinstance(error, kinds):
            return Refusal(code)
    logger.error("a request of a device was not served", exc_info=error)
    return Refusal("failed")


def _language(request: HttpRequest, key: CollectorKey | None) -> str:
    """The language a device asks for; else that of the interviewer who carries it."""
    owner = key.interviewer if key else None
    if owner and owner.language and "Accept-Language" not in request.headers:
        return owner.language
    return translation.get_language() or "en"


def _read_to_end(request: HttpRequest) -> None:
    """Read what a refusal left unread: a device that is still sending would miss the answer."""
    with suppress(OSError):
        for _ in range(READ_AT_MOST // PIECE):
            if not request.read(PIECE):
                return


class EnvelopeMiddleware:
    """Gives devices their envelope also where a request is refused before it comes to a view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith(EXPLAINING) or "X-OpenRosa-Version" in response.headers:
            return response
        if response.status_code < HTTPStatus.BAD_REQUEST:  # such as "not modified"
            return with_headers(response)
        code = "no_host" if response.status_code == HTTPStatus.BAD_REQUEST else "failed"
        return with_headers(refused(Refusal(code)))


@device_view("GET", "HEAD", "POST", right="may_list")
def unknown(request: HttpRequest, key: CollectorKey, **arguments: str) -> HttpResponse:
    """An address under a key that leads to nothing."""
    raise Refusal("no_address")


@csrf_exempt
def nowhere(request: HttpRequest, **arguments: str) -> HttpResponse:
    """An address for devices that leads to nothing."""
    return with_headers(refused(Refusal("no_address")))
