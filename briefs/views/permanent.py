"""Addresses that stay: they lead to a record wherever its page has moved."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request
from django.views.decorators.http import require_safe

from briefs.access import public_record


@require_safe
def permanent(request: HttpRequest, permanent_id: str) -> HttpResponse:
    """To the record in the language that the visitor prefers, else in its first one."""
    page = public_record(permanent_id, get_language_from_request(request))
    response = redirect(page.get_url(request))
    patch_vary_headers(response, ["Accept-Language"])
    return response
