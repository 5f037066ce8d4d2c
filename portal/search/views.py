"""The page of search results."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import translate_url
from django.utils.translation import get_language_info
from django.views.decorators.http import require_safe
from wagtail.models import Page

from portal.characters import for_xml
from portal.search.results import answer, count, home_pages
from portal.search.tokens import MAX_QUERY_LENGTH


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What the public pages in this language answer to `?q=`, and how many in other languages."""
    query = " ".join(for_xml(request.GET.get("q", "")).split())[:MAX_QUERY_LENGTH]
    home, others = home_pages(request)
    found = answer(request, home, query) if home else None
    elsewhere = [_elsewhere(request, other, query) for other in others] if found else []
    kept = [urlencode({"q": query}), found.narrowed.query if found else ""]
    context = {
        "query": query,
        "kept": "&".join(part for part in kept if part),
        "answer": found,
        "elsewhere": [each for each in elsewhere if each["count"]],
        "sections": home.get_children().live().in_menu() if home else (),
    }
    return render(request, "portal/search.html", context)


def _elsewhere(request: HttpRequest, home: Page, query: str) -> dict[str, Any]:
    """How many pages of another language hold the query, and where they are listed."""
    code = home.locale.language_code
    return {
        "code": code,
        "name": get_language_info(code)["name_translated"],
        "count": count(home, query),
        "url": f"{translate_url(request.path, code)}?{urlencode({'q': query})}",
    }
