"""Pages that are no Wagtail pages."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.forms import EmailLoginForm
from portal.guides import guides_for
from portal.registries import cards_for


class LogIn(LoginView):
    """The log-in page; who is logged in goes on to where they wanted to go.

    Wagtail sends people without access to its admin here; they are told so instead of being sent
    back and forth.
    """

    template_name = "portal/login.html"
    authentication_form = EmailLoginForm
    redirect_authenticated_user = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if (
            request.user.is_authenticated
            and self.get_redirect_url().startswith("/admin/")
            and not request.user.has_perm("wagtailadmin.access_admin")
        ):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """200 when the database answers, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "database": "failed"}, status=503)
    return JsonResponse({"status": "ok", "database": "ok"})


@require_safe
@never_cache
@login_required
def start(request: HttpRequest) -> HttpResponse:
    """What awaits the person who has logged in, and the doors that are open to them."""
    groups = set(request.user.groups.values_list("name", flat=True))
    everything = request.user.is_superuser or "administrator" in groups
    cards = cards_for(groups, everything=everything)
    doors = [
        {"title": card.title, "text": card.text, "url": url}
        for card in cards
        if (url := card.url(request))
    ]
    awaiting = [thing for card in cards for thing in card.awaiting(request)]
    guides = guides_for(groups, everything=everything)
    context = {"doors": doors, "awaiting": awaiting, "guides": guides}
    return render(request, "portal/start.html", context)
