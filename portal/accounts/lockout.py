"""What stops those who guess passwords and codes, in every server process at once."""

from datetime import timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.models import Authenticator
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from axes.utils import reset
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.models import User


def client_ip(request: HttpRequest) -> str | None:
    """The address a request comes from; None where the server does not say."""
    try:
        return get_adapter().get_client_ip(request)
    except PermissionDenied:
        return None


def account_name(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The e-mail address tried, in the form under which failures are counted."""
    tried = (credentials or {}).get("email") or (credentials or {}).get("username") or ""
    return str(tried).strip().lower()[:254]


def too_many(
    request: HttpRequest,
    answer: HttpResponse | None = None,
    credentials: dict[str, Any] | None = None,
) -> HttpResponse:
    """The page that says how long to wait and what else helps."""
    wait = get_cool_off(request) or timedelta(minutes=15)
    minutes = wait.seconds // 60
    return render(request, "429.html", {"minutes": minutes}, status=429)


def refuse_locked(request: HttpRequest, email: str) -> None:
    """Raise the answer to a request from where this account was guessed at too often."""
    if not AxesProxyHandler.is_allowed(request, {"email": email}):
        raise ImmediateHttpResponse(too_many(request))


def count_wrong_code(sender: type, request: HttpRequest, user: User, **details: Any) -> None:
    """A wrong code of a second factor counts like a wrong password."""
    user_login_failed.send(sender=Authenticator, request=request, credentials={"email": user.email})


def open_again(sender: type, request: HttpRequest, user: User, **details: Any) -> None:
    """Who has chosen a new password by a link in the mailbox may log in at once."""
    reset(username=user.email.lower())
