"""The data page of a survey: answers are exported, and what went out is told."""

from __future__ import annotations

from pathlib import Path

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveys import access
from surveys.forms.exchange import ExportForm
from surveys.models import ExportLog
from surveys.services.exports import log_export, remove_export
from surveys.tasks import enqueue_export
from surveys.views.pages import form_page, posted

LOGGED = 20


@require_http_methods(["GET", "HEAD", "POST"])
def data(request: HttpRequest, slug: str) -> HttpResponse:
    """What can be taken out, the person's own exports, and what was taken out lately."""
    survey = access.read_survey(request.user, slug)
    form = ExportForm(*posted(request))
    if form.is_valid():
        enqueue_export(
            survey=survey,
            owner=request.user,
            kind=form.cleaned_data["format"],
            options=form.options(),
        )
        messages.success(
            request, _("The export is being written. It appears here when it is done.")
        )
        return redirect("surveys_data", slug=slug)
    own = access.own_exports(request.user, survey).select_related("job")
    context = {
        "survey": survey,
        "form": form,
        "exports": own,
        "log": survey.export_log.select_related("actor")[:LOGGED],
        "may": access.capabilities(request.user, survey),
    }
    return form_page(request, "surveys/admin/data.html", context)


@require_safe
def download(request: HttpRequest, slug: str, public_id: str) -> HttpResponseBase:
    """An export's file, for its owner while they may read the answers; each time is noted."""
    export = access.own_export(request.user, slug, public_id)
    if not export.file:
        raise Http404
    try:
        file = export.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    if request.method == "GET":
        log_export(
            survey=export.survey,
            actor=request.user,
            action=ExportLog.Action.DOWNLOADED,
            kind=export.format,
            options=export.options,
            rows=export.told["rows"].get("", 0),
        )
    return FileResponse(file, as_attachment=True, filename=Path(export.file.name).name)


@require_POST
def remove(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Remove an export before it expires."""
    remove_export(export=access.own_export(request.user, slug, public_id))
    messages.success(request, _("The export is removed."))
    return redirect("surveys_data", slug=slug)
