"""A sample planned and drawn in the admin; nothing of it is stored."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from surveys import access
from surveys.cleaning.csv_table import read_table
from surveys.files import DrawnSample, Reading, draw_from
from surveys.forms.sample import SampleForm
from surveys.plans.sample import TABLES, read_sample_plan
from surveys.simulation.frame import list_of_units


@require_http_methods(["GET", "HEAD", "POST"])
def sample(request: HttpRequest, slug: str) -> HttpResponse:
    """The form; with values the allocation and its precision; asked to draw, the sample as CSV."""
    survey = access.edited_survey(request.user, slug)
    form = SampleForm(request.POST, request.FILES) if request.method == "POST" else SampleForm()
    drawn = _drawn(form) if form.is_bound and form.is_valid() else None
    if drawn and "draw" in request.POST:
        name = f"{slug}-sample-{form.cleaned_data['seed']}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(drawn.content, "text/csv; charset=utf-8", headers=headers)
    context = {"survey": survey, "form": form, "drawn": drawn}
    status = 422 if form.is_bound and not drawn else 200
    return render(request, "surveys/admin/sample.html", context, status=status)


def _drawn(form: SampleForm) -> DrawnSample | None:
    """The sample; None after adding all problems to the form."""
    uploaded = form.cleaned_data["frame"]
    place, plan_place = uploaded.name if uploaded else _("Frame"), _("Plan")
    reading = Reading()
    plan = reading.attempt(read_sample_plan, form.document(TABLES), plan_place)
    table = reading.attempt(read_table, uploaded.read(), place) if uploaded else list_of_units()
    seed = form.cleaned_data["seed"]
    drawn = reading.attempt(draw_from, table, plan, seed, (place, plan_place))
    form.add_problems(reading.problems)
    return drawn
