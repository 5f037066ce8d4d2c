"""The reference samples of volunteers: their tables are uploaded on the page of the survey."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from surveys import access
from surveys.cleaning.csv_table import read_table
from surveys.errors import SurveyError
from surveys.forms.sample import ReferenceForm
from surveys.services.samples import store_reference
from surveys.views.admin import survey_page


@require_POST
def upload_reference(request: HttpRequest, slug: str) -> HttpResponse:
    """Store the table of a reference sample; every problem of it is shown at once."""
    survey = access.edited_survey(request.user, slug)
    form = ReferenceForm(request.POST, request.FILES, prefix="reference")
    if not form.is_valid():
        return survey_page(request, survey, reference_form=form, status=422)
    given = form.cleaned_data
    content, filename = given["table"].read(), given["table"].name
    try:
        lines = len(read_table(content, filename))
    except SurveyError as error:
        form.add_problems(error.problems)
        return survey_page(request, survey, reference_form=form, status=422)
    stored = store_reference(
        survey=survey,
        name=given["name"],
        filename=filename,
        content=content,
        source=form.origin,
        date=given["date"],
    )
    words = {"name": stored, "count": lines}
    messages.success(
        request, _("The reference sample %(name)s is stored: %(count)s lines.") % words
    )
    return redirect("surveys_survey", slug=slug)
