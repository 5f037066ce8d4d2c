"""Pages that are no Wagtail pages."""

import sys

from django.contrib.auth.decorators import login_required
from django.db import DatabaseError, OperationalError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.guides import guides_for
from portal.publishing import is_late, last_look
from portal.registries import Door, awaiting, cards_for, groups_of, own_doors


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """200 when the database answers, else 503; and when a worker last looked for due pages.

    A worker that does not look is no reason to take the site out of service: that is only told.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
        looked = last_look()
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "database": "failed"}, status=503)
    publishing = {"late": is_late(looked), "last_look": looked}
    return JsonResponse({"status": "ok", "database": "ok", "scheduled_publishing": publishing})


@require_safe
@never_cache
@login_required
def start(request: HttpRequest) -> HttpResponse:
    """What awaits the person who has logged in, and the doors that are open to them."""
    groups, everything = groups_of(request.user)
    cards = cards_for(groups, everything=everything)
    own = [door for doors in own_doors for door in doors(request)]
    others = [Door(card.title, card.text, url) for card in cards if (url := card.url(request))]
    context = {
        "doors": own + others,
        "awaiting": awaiting(request),
        "news": [thing for card in cards for thing in card.news(request)],
        "guides": guides_for(groups, everything=everything),
    }
    return render(request, "portal/start.html", context)


@require_safe
def footnotes_dialogue(request: HttpRequest) -> HttpResponse:
    """The window in which editors choose a footnote; raises 404 for others."""
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    return render(request, "wagtail_footnotes/admin/footnotes_modal.html")


def server_error(request: HttpRequest) -> HttpResponse:
    """What a visitor sees of a failure; a database that is busy or away asks to come back soon.

    The templates need no database.
    """
    busy = isinstance(sys.exc_info()[1], OperationalError)
    response = render(None, "503.html" if busy else "500.html", status=503 if busy else 500)
    if busy:
        response.headers["Retry-After"] = "60"
    return response
