"""Pages as PDF: the page's address without its last slash, and `.pdf`."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe
from wagtail.models import Page

from portal import prints


@require_safe
def page_pdf(request: HttpRequest, path: str) -> HttpResponseBase:
    """The print of the page at this path in the language of the address."""
    page = printable_page(request, path)
    html = prints.page_html(page, request)
    filename = f"{file_stem(path)}-{page.locale.language_code}.pdf"
    return prints.answer(request, html, filename, web=page.get_url(request) or "")


def file_stem(path: str) -> str:
    """The page's address as a file's name: `monitor-4` says more than `4`.

    The first part, the section of the site, stays only where little else would be left.
    """
    parts = [part for part in path.split("/") if part]
    return "-".join(parts[1:] if len(parts) > 2 else parts)


def printable_page(request: HttpRequest, path: str) -> Page:
    """The live page at this path that can be printed and that the visitor may see, else 404."""
    page = Page.find_for_request(request, path)
    if page is None or not prints.can_print(page):
        raise Http404
    if not all(each.accept_request(request) for each in page.get_view_restrictions()):
        raise Http404
    return page
