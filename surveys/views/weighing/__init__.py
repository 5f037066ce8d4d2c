"""The weighting of a survey: its plan edited, tried on the data, compared with another, and kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from surveys import access
from surveys.files import Reading
from surveys.forms.plan_fields import RecordForm, replicates_form, step_form
from surveys.forms.weighting import NO_STEPS, PlanForm
from surveys.models import AnalysisPlan, Survey
from surveys.plans.sections import cut, parse, read_sections
from surveys.plans.weighting.reading import STEPS
from surveys.services.weighing import Tried, keep_plan, opened, resolved, try_plans
from surveys.trials import Comparison, compare, weights_csv
from surveys.views.weighing.edited import Edited, edited, in_fields
from surveys.views.weighing.options import offered
from surveys.views.weighing.places import Forms

BY_FIELDS = ("rest", "steps", "replicates", "totals")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What trying the form gave."""

    tried: Tried = field(default_factory=lambda: Tried([], None))
    reading: Reading = field(default_factory=Reading)
    document: Mapping[str, Any] | None = None

    @property
    def comparison(self) -> Comparison | None:
        """The trial, or two side by side."""
        done = [trial for trial in self.tried.trials if trial]
        return compare(*done) if done and self.tried.trials[0] else None

    @property
    def may_be_kept(self) -> bool:
        """Nothing is wrong with the plan; answers may still be missing."""
        codes = {problem.code for problem in self.reading.problems}
        return self.document is not None and codes <= {"nothing_approved"}

    @property
    def is_whole(self) -> bool:
        """All steps of the plan could be done."""
        if self.document is None or not self.tried.trials or self.tried.trials[0] is None:
            return False
        steps = self.document.get("weighting", {}).get("steps", [])
        return len(self.tried.trials[0].plan.weighting.steps) == len(steps)


@require_http_methods(["GET", "HEAD", "POST"])
def weighting(request: HttpRequest, slug: str) -> HttpResponse:
    """The plan with its diagnostics; buttons add, move and remove steps, keep, or download."""
    survey = access.edited_survey(request.user, slug)
    plans = list(survey.plans.select_related("kept_by").order_by("-kept_at", "-pk"))
    sent = request.method == "POST"
    now = edited(survey, request.POST) if sent else _first(survey, plans)
    form = PlanForm(
        [(str(plan.pk), _("Plan kept: %(plan)s") % {"plan": _named(plan)}) for plan in plans],
        now.values,
    )
    outcome = _tried(survey, form, now, plans) if form.is_valid() else Outcome()
    if "keep" in request.POST and outcome.may_be_kept:
        sections = now.sections if now.text is None else cut(now.text)
        keep_plan(survey=survey, sections=sections, actor=request.user)
        messages.success(request, _("The plan is kept. The next release is made with it."))
        return redirect("surveys_weighting", slug=slug)
    comparison = outcome.comparison
    if "download" in request.POST and comparison and outcome.is_whole:
        headers = {"Content-Disposition": f'attachment; filename="{slug}-weights.csv"'}
        content = weights_csv(comparison.first)
        return HttpResponse(content, "text/csv; charset=utf-8", headers=headers)
    edited_forms = _forms(survey, form, now, outcome)
    context = {
        "survey": survey,
        "form": form,
        "forms": edited_forms,
        "edited": now,
        "sent": sent,
        "present": _named(plans[0]) if plans else "",
        "catalogue": list(STEPS),
        "other_name": dict(form.fields["against"].choices).get(now.against, ""),
        "comparison": comparison,
        "is_whole": outcome.is_whole,
        "problems": outcome.reading.problems,
        "placed": edited_forms.place(outcome.reading.problems, _("Plan")),
    }
    status = 422 if sent and not outcome.may_be_kept else 200
    return render(request, "surveys/admin/weighting.html", context, status=status)


def _first(survey: Survey, plans: list[AnalysisPlan]) -> Edited:
    """The page as it opens: with the plan that is kept."""
    sections = opened(survey, plans[0] if plans else None)
    return in_fields(Edited(sections, NO_STEPS))


def _forms(survey: Survey, form: PlanForm, now: Edited, outcome: Outcome) -> Forms:
    """The forms of the steps and the replicates; none where the plan is edited as text."""
    if now.text is not None:
        return Forms(form)
    document = outcome.document or {}
    totals = resolved(survey, document).get("control_totals", {})
    options = offered(outcome.tried.frame, totals if isinstance(totals, Mapping) else {})
    steps: list[RecordForm] = [
        step_form(step, number, options) for number, step in enumerate(now.steps, 1)
    ]
    text = now.sections.replicates
    table = Reading().attempt(parse, text, "") or {}
    return Forms(form, steps, replicates_form(table.get("replicates", {}), text))


def _tried(survey: Survey, form: PlanForm, now: Edited, plans: list[AnalysisPlan]) -> Outcome:
    """The trial of the plan and of the one to compare with, with all problems."""
    reading = Reading()
    if now.text is not None:
        document = reading.attempt(parse, now.text, _("Plan"))
    else:
        names = {name: str(form.fields[name].label) for name in BY_FIELDS}
        document = reading.attempt(read_sections, now.sections, names, _("Plan"))
    documents = {_("Plan"): document}
    other = next((plan for plan in plans if str(plan.pk) == now.against), None)
    against = reading.attempt(parse, other.text, _("Other plan")) if other else None
    if document is not None and "volunteers" not in document and now.against == NO_STEPS:
        against = {**document, "weighting": {}}
    same = document and against and resolved(survey, document) == resolved(survey, against)
    if against is not None and not same:
        documents[_("Other plan")] = against
    return Outcome(try_plans(survey, documents, reading), reading, document)


def _named(plan: AnalysisPlan) -> str:
    """A kept plan by its moment, its person where known, and the first digits of its digest."""
    moment = date_format(localtime(plan.kept_at), "DATETIME_FORMAT")
    person = f", {plan.kept_by}" if plan.kept_by else ""
    return f"{moment}{person}, {plan.sha256[:8]}"
