"""What people read where they cannot answer, or need not any more."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import translate_url
from django.utils.translation import get_language, get_language_info
from django.views.decorators.cache import never_cache

from surveys.models import Survey

STATUS = {"unknown": 404, "expired": 410, "too_many": 429}
"""Where the notice is no ordinary page."""
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def private(view: View[P]) -> View[P]:
    """Keeps what a person answers out of caches and search engines."""

    @never_cache
    @wraps(view)
    def kept_private(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    return kept_private


def languages(request: HttpRequest) -> list[dict[str, object]]:
    """Each language of the site with the address of this page in it."""
    return [
        {
            "code": code,
            "name": get_language_info(code)["name_local"],
            "url": translate_url(request.path, code),
            "current": code == get_language(),
        }
        for code, _name in settings.LANGUAGES
    ]


def show(request: HttpRequest, template: str, status: int = 200, **context: object) -> HttpResponse:
    """A page for respondents: without the site's menus, in any of its languages."""
    context |= {"languages": languages(request)}
    return render(request, f"surveys/respond/{template}.html", context, status=status)


def notice(
    request: HttpRequest, kind: str, survey: Survey | None = None, **words: object
) -> HttpResponse:
    """The page that says this; `kind` chooses its words in the template."""
    status = STATUS.get(kind, 200)
    return show(request, "notice", status, kind=kind, survey=survey, **words)
