"""What every answer of the site gets: language, time zone, security policy, how long it keeps."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import set_response_etag

from portal import pagecache

NOT_ALLOWED = 405
GetResponse = Callable[[HttpRequest], HttpResponse]

PUBLIC_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; media-src 'self'; connect-src 'self'; form-action 'self'; "
    "manifest-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)
# The editor's own pages carry inline scripts and styles without a nonce, and show previews in a
# frame of their own.
ADMIN_POLICY = PUBLIC_POLICY.replace(
    "script-src 'self'; style-src 'self'",
    "script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; frame-src 'self'",
).replace("img-src 'self' data:", "img-src 'self' data: blob:")
ADMIN_POLICY = ADMIN_POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")


class WithoutNulMiddleware:
    """Takes NUL from what a request asks for: PostgreSQL refuses a query that holds one.

    Forms of Django refuse it themselves. A cookie may hold one in the octal writing of its quotes.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.path = request.path.replace("\0", "\ufffd")
        request.path_info = request.path_info.replace("\0", "\ufffd")
        for name, mark in (("QUERY_STRING", "%00"), ("HTTP_COOKIE", "\\000")):
            if mark in request.META.get(name, ""):
                request.META[name] = request.META[name].replace(mark, "")
        return self.get_response(request)


class WithoutBodyMiddleware:
    """Answers HEAD with what goes before a body; else the server has to throw the body away."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "HEAD":
            if response.streaming:
                response.streaming_content = ()
            else:
                response.content = b""
        return response


class ContentSecurityPolicyMiddleware:
    """Lets a browser load nothing from any other host."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "sandbox" in response.headers.get("Content-Security-Policy", ""):
            return response  # a file of strangers, which may do nothing at all
        if request.path.startswith("/admin/"):
            # A preview has passed here before, as an answer of the page that it shows.
            response.headers["Content-Security-Policy"] = ADMIN_POLICY
        else:
            response.headers.setdefault("Content-Security-Policy", PUBLIC_POLICY)
        return response


class SiteLocaleMiddleware(LocaleMiddleware):
    """Chooses the language by address, then cookie, then browser.

    Machines that call the unprefixed paths (`UNPREFIXED_PATHS`) get their answer as it is, never
    a redirect to a page in some language.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if request.path.startswith(settings.UNPREFIXED_PATHS):
            return response
        return super().process_response(request, response)


class RevalidatedPagesMiddleware:
    """Lets browsers keep public pages, but ask each time whether they still hold.

    The page cache itself would have them kept without asking, past the next publication.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.get("X-Wagtail-Cache") in ("hit", "miss"):
            response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
            del response.headers["Expires"]
        elif response.get("Cache-Control", "no-cache") == "no-cache":
            response.headers["Cache-Control"] = "private, no-cache"
        return response


class UnchangedWhileMadeMiddleware:
    """Keeps a page out of the cache when something was published while the page was being made."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not getattr(request, "_wagtailcache_update", False):
            return self.get_response(request)
        before = pagecache.generation()
        response = self.get_response(request)
        if pagecache.generation() != before:
            response.headers["Cache-Control"] = "private, no-cache"
        elif not response.streaming:
            set_response_etag(response)  # kept with the page, so that hits need not compute it
        return response


class ExplainedRefusalMiddleware:
    """Says what to do at an address that only a form leads to.

    People come to it by logging in anew after their session has ended while they filled in a form.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == NOT_ALLOWED and not is_for_machines(request.path):
            response.content = render_to_string("405.html", request=request)
        return response


def is_for_machines(path: str) -> bool:
    return path.startswith(settings.UNPREFIXED_PATHS) and not path.startswith("/admin/")


class DeskLanguageMiddleware:
    """Speaks the language that the person has chosen where no address says one: at the desk."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        at_desk = request.path.startswith(reverse("wagtailadmin_home"))
        if at_desk and (language := getattr(request.user, "language", "")):
            translation.activate(language)
        return self.get_response(request)


class TimeZoneMiddleware:
    """Shows times in the zone that the person has chosen, else in the site's."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Without a session nobody is logged in: the answer then stays the same for everybody.
        known = settings.SESSION_COOKIE_NAME in request.COOKIES
        zone = getattr(request.user, "time_zone", "") if known else ""
        with timezone.override(zone or None):
            return self.get_response(request)
