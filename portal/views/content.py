"""The report of what editors should look at."""

import csv
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.permissions import page_permission_policy

from portal import content_checks
from portal.publishing import is_late, last_look
from portal.registries import ContentFinding
from portal.sheets import Sheets

ROWS_PER_PAGE = 50


@require_safe
def content_report(request: HttpRequest) -> HttpResponse:
    """The findings on the pages this person may edit, all or of one kind; 404 for who edits none."""
    if not page_permission_policy.user_has_permission(request.user, "change"):
        raise Http404
    labels = {check.kind: check.label for check in content_checks.checks()}
    kind = request.GET.get("kind", "")
    kind = kind if kind in labels else ""
    found = content_checks.findings(request.user, kind)
    if request.GET.get("format") == "csv":
        return as_csv(found, labels, request)
    rows = Sheets(found, ROWS_PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "rows": [(labels[row.kind], row) for row in rows],
        "page_obj": rows,
        "kinds": labels,
        "kind": kind,
        "query": urlencode({"kind": kind}) if kind else "",
        "looked": (looked := last_look()),
        "late": is_late(looked),
    }
    return render(request, "portal/admin/content_report.html", context)


def as_csv(
    found: list[ContentFinding], labels: dict[str, object], request: HttpRequest
) -> HttpResponse:
    """All findings as a table that spreadsheets open in any language."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="content.csv"'
    response["Cache-Control"] = "private, no-store"
    table = csv.writer(response)
    table.writerow([_("Kind"), _("Page or record"), _("Language"), _("What"), _("Address")])
    for row in found:
        address = request.build_absolute_uri(row.url)
        table.writerow(map(safe, [labels[row.kind], row.name, row.language, row.detail, address]))
    return response


def safe(value: object) -> str:
    """A text that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
