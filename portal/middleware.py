"""What every answer of the site gets: its language, time zone and content security policy."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import timezone

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


class ContentSecurityPolicyMiddleware:
    """Lets a browser load nothing from any other host."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
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
