"""A sample planned and drawn in the admin; a list of cases only after it was seen there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from surveys import access
from surveys.cleaning.csv_table import read_table
from surveys.files import DrawnSample, Reading, draw_from
from surveys.forms.sample import SampleForm
from surveys.plans.issuing import WHOLE
from surveys.plans.sample import TABLES, read_sample_plan
from surveys.services.lists import keep_import
from surveys.simulation.frame import list_of_units
from surveys.views.pages import posted


@require_http_methods(["GET", "HEAD", "POST"])
def sample(request: HttpRequest, slug: str) -> HttpResponse:
    """The form; with values the allocation and its precision; asked to draw, the sample as CSV."""
    survey = access.edited_survey(request.user, slug)
    form = SampleForm(*posted(request))
    drawn = _drawn(form) if form.is_valid() else None
    name = f"{slug}-sample-{form.cleaned_data['seed']}.csv" if drawn else ""
    if drawn and "draw" in request.POST:
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(drawn.content, "text/csv; charset=utf-8", headers=headers)
    may = access.capabilities(request.user, survey)
    if drawn and "use" in request.POST and access.FIELD in may:
        kept = keep_import(
            survey=survey,
            filename=name,
            content=drawn.issued,
            actor=request.user,
            targets=_targets(drawn),
        )
        return redirect("surveys_units_preview", slug=slug, number=kept.pk)
    context = {"survey": survey, "form": form, "drawn": drawn, "may": may}
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


def _targets(drawn: DrawnSample) -> dict[str, int]:
    """The interviews to expect in each stratum, in which some are."""
    strata = [row for row in drawn.planned if row.part == "strata"]
    return {row.name or WHOLE: round(row.completes) for row in strata if round(row.completes) > 0}
