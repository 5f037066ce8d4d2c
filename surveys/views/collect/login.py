"""Devices that log in: HTTP Digest on any connection, Basic only where it is encrypted."""

from __future__ import annotations

import binascii
import hashlib
import re
import secrets
from base64 import b64decode
from collections.abc import Iterator, Mapping
from urllib.request import parse_http_list, parse_keqv_list

from django.core.cache import cache
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from portal.accounts.lockout import client_ip
from surveys.access import collector_login
from surveys.models import CollectorKey
from surveys.services.keys import REALM, digest, ha1_of
from surveys.views.collect.answers import Refusal

NONCE_SECONDS = 600
WINDOW = 15 * 60
FROM_ONE_ADDRESS, FROM_ALL = 5, 25
"""Wrong log-ins of one user name, after which it is closed for the window."""
USERNAME = re.compile(r"[0-9A-Za-z_-]{1,40}")
signer = TimestampSigner(salt="surveys.collect.nonce")


def challenge(request: HttpRequest, *, stale: bool) -> str:
    """How a device may log in here."""
    nonce = signer.sign(secrets.token_urlsafe(16))
    fields = f'realm="{REALM}", domain="/collect/login/", nonce="{nonce}", qop="auth"'
    fields += f", algorithm=MD5, stale={'true' if stale else 'false'}"
    basic = f', Basic realm="{REALM}", charset="UTF-8"' if request.is_secure() else ""
    return f"Digest {fields}{basic}"


def key_of_login(request: HttpRequest) -> CollectorKey:
    """The key a device logs in with; Refusal where it does not, or was wrong too often."""
    scheme, _, rest = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "digest":
        fields = _fields(rest)
        username = fields.get("username", "")
    elif scheme.lower() == "basic" and request.is_secure():
        username, secret = _name_and_secret(rest)
    else:
        raise Refusal("login")
    if any(cache.get(name, 0) >= most for name, most in _counters(request, username)):
        raise Refusal("throttled")
    key = collector_login(username) if USERNAME.fullmatch(username) else None
    ha1 = ha1_of(key) if key else ""
    if scheme.lower() == "digest":
        right = _answers_challenge(request, fields, ha1)
    else:
        right = constant_time_compare(digest(username, REALM, secret), ha1)
    if key is None or not right:
        for name, _most in _counters(request, username):
            cache.set(name, cache.get(name, 0) + 1, WINDOW)
        raise Refusal("wrong_login", key=key)
    return key


def _fields(written: str) -> Mapping[str, str]:
    try:
        return parse_keqv_list(parse_http_list(written))
    except (ValueError, IndexError):  # such as a field without a value
        return {}


def _name_and_secret(written: str) -> tuple[str, str]:
    try:
        name, _, secret = b64decode(written, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return name, secret


def _answers_challenge(request: HttpRequest, fields: Mapping[str, str], ha1: str) -> bool:
    """Whether the device knows the secret and means this request."""
    try:
        signer.unsign(fields.get("nonce", ""), max_age=NONCE_SECONDS)
    except BadSignature:
        raise Refusal("stale_login") from None
    asked = (request.META.get("RAW_URI"), request.get_full_path())
    uri = fields.get("uri", "")
    if uri not in asked or fields.get("qop") != "auth":
        return False
    rest = (fields.get(name, "") for name in ("nonce", "nc", "cnonce", "qop"))
    expected = digest(ha1, *rest, digest(request.method or "", uri))
    return constant_time_compare(expected, fields.get("response", ""))


def _counters(request: HttpRequest, username: str) -> Iterator[tuple[str, int]]:
    """The counters of wrong log-ins: of the name from this address, and from all."""
    for place, most in ((client_ip(request), FROM_ONE_ADDRESS), ("", FROM_ALL)):
        who = hashlib.sha256(f"{username} {place}".encode()).hexdigest()
        yield f"collect-login-{who}", most
