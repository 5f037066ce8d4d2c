"""Tells the counter which pages were read; stands outside of the page cache."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from portal.models.pages import PAGE_HEADER
from portal.visits.counting import counter

MACHINES = re.compile(
    r"bot|crawl|spider|slurp|archive|preview|monitor|scan|fetch|headless|lighthouse|"
    r"curl|wget|python|java/|go-http|okhttp|libwww|http[-_]?client|^\W*$",
    re.IGNORECASE,
)
"""What programs that are no readers call themselves; those without any name are none either."""


class CountVisitsMiddleware:
    """Counts the answers that are pages of the site, read by people who do not work on it.

    A page names itself in a header, which is cached with it and leaves here: so pages from the
    cache count too, and nothing has to be looked up.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        _name, page = response.headers.pop(PAGE_HEADER, ("", ""))
        if page and response.status_code == 200 and read_by_a_visitor(request):
            counter.count(int(page))
        return response


def read_by_a_visitor(request: HttpRequest) -> bool:
    """Whether a person asked who does not edit the site; programs and their owners do not count."""
    if request.method != "GET" or MACHINES.search(request.headers.get("User-Agent", "")):
        return False
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return True
    return not request.user.has_perm("wagtailadmin.access_admin")
