"""Printed findings as files."""

from django.http import FileResponse, HttpRequest
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from surveys.access import readable_report


@require_safe
def printed_findings(request: HttpRequest, public_id: str) -> FileResponse:
    """The PDF of a release in the language of the address."""
    report = readable_report(request.user, public_id, get_language() or "en")
    return FileResponse(
        report.file.open("rb"),
        filename=report.file.name.rsplit("/", 1)[-1],
        content_type="application/pdf",
    )
