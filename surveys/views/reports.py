"""Printed findings."""

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from portal import prints
from surveys import queries
from surveys.access import readable_release
from surveys.printing import release_html


@require_safe
def printed_findings(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The PDF of a release in the language of the address."""
    release = readable_release(request.user, public_id)
    language = get_language() or "en"
    page = queries.findings_pages(language).filter(release=release).first()
    filename = f"findings-{release.survey.slug}-release-{release.number}-{language}.pdf"
    web = page.get_url(request) or "" if page else ""
    return prints.answer(request, release_html(release, language), filename, web=web)
