"""Into the portal and out of it."""

from typing import Any

from allauth.account.utils import get_next_redirect_url, perform_login
from allauth.account.views import LoginView, LogoutView
from allauth.socialaccount.providers.openid_connect import views as oidc
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from requests import RequestException

from portal.accounts.forms import FirstPasswordForm
from portal.accounts.invitations import accept, find_invited


class LogIn(LoginView):
    """The log-in page; who is logged in goes on to where they wanted to go.

    Wagtail sends people without access to its admin here; they are told so instead of being sent
    back and forth.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if (
            request.user.is_authenticated
            and (get_next_redirect_url(request) or "").startswith("/admin/")
            and not request.user.has_perm("wagtailadmin.access_admin")
        ):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        provider = settings.OIDC_NAME if settings.OIDC_SERVER else ""
        return {**super().get_context_data(**kwargs), "provider": provider}


class LogOut(LogoutView):
    """Log-out, by a form only: no other site can log somebody out with a link or a picture."""

    http_method_names = ["post", "options"]


def to_provider(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """To the log-in of an institution; a page that says so where it cannot be reached."""
    try:
        return oidc.login(request, provider_id)
    except RequestException:
        return render(request, "socialaccount/authentication_error.html", status=502)


def from_provider(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Back from there; a page that says so where it no longer answers."""
    try:
        return oidc.callback(request, provider_id)
    except RequestException:
        return render(request, "socialaccount/authentication_error.html", status=502)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Where an invited person chooses a password, once, and is then logged in."""
    user = find_invited(token)
    if user is None:
        return render(request, "account/invitation_closed.html", status=410)
    form = FirstPasswordForm(data=request.POST or None, user=user)
    if not form.is_valid():
        return render(request, "account/invitation.html", {"form": form, "person": user})
    try:
        accept(user=user, password=form.cleaned_data["password1"])
    except ValidationError:
        return render(request, "account/invitation_closed.html", status=410)
    return perform_login(request, user, email=user.email)
