"""The weighting of a survey: its plan edited, tried on the data, compared with another, and kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from surveys import access, queries
from surveys.files import Reading
from surveys.forms import WeightingForm
from surveys.models import AnalysisPlan, Survey
from surveys.plans.sections import (
    Sections,
    insert_step,
    kind_of,
    move_step,
    parse,
    read_sections,
    remove_step,
    steps_of,
)
from surveys.plans.suggestions import KINDS, suggested_step
from surveys.services.weighing import Bootstrap, keep_plan, opened, resolved, try_plans
from surveys.trials import Comparison, compare, weights_csv

BUTTONS = re.compile(r"(up|down|remove):([1-9][0-9]{0,2})")
DEFAULTS = {"variance": "linearised", "replicates": "200", "seed": "1"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What trying the form gave."""

    comparison: Comparison | None
    reading: Reading
    document: Mapping[str, Any] | None

    @property
    def may_be_kept(self) -> bool:
        """Nothing is wrong with the plan; answers may still be missing."""
        codes = {problem.code for problem in self.reading.problems}
        return self.document is not None and codes <= {"nothing_approved"}

    @property
    def is_whole(self) -> bool:
        """All steps of the plan could be done."""
        if self.comparison is None or self.document is None:
            return False
        steps = self.document.get("weighting", {}).get("steps", [])
        return len(self.comparison.first.plan.weighting.steps) == len(steps)


@require_http_methods(["GET", "HEAD", "POST"])
def weighting(request: HttpRequest, slug: str) -> HttpResponse:
    """The plan with its diagnostics; buttons insert, move and remove steps, keep, or download."""
    survey = access.edited_survey(request.user, slug)
    plans = list(survey.plans.select_related("kept_by").order_by("-kept_at", "-pk"))
    given = _edited(survey, request.POST) if request.method == "POST" else _first(survey, plans)
    form = WeightingForm(
        [(str(plan.pk), _("Plan kept: %(plan)s") % {"plan": _named(plan)}) for plan in plans], given
    )
    outcome = _tried(survey, form, plans) if form.is_valid() else Outcome(None, Reading(), None)
    if "keep" in request.POST and outcome.may_be_kept:
        keep_plan(survey=survey, sections=_sections(form), actor=request.user)
        messages.success(request, _("The plan is kept. The next release is made with it."))
        return redirect("surveys_weighting", slug=slug)
    if "download" in request.POST and outcome.comparison and outcome.is_whole:
        name = f"{slug}-weights.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        content = weights_csv(outcome.comparison.first)
        return HttpResponse(content, "text/csv; charset=utf-8", headers=headers)
    context = {
        "survey": survey,
        "form": form,
        "present": _named(plans[0]) if plans else "",
        "steps": [kind_of(step) for step in steps_of(given["steps"])],
        "step_actions": [("up", _("Up")), ("down", _("Down")), ("remove", _("Remove"))],
        "catalogue": KINDS,
        "other_name": dict(form.fields["against"].choices).get(given["against"], ""),
        "comparison": outcome.comparison,
        "is_whole": outcome.is_whole,
        "problems": outcome.reading.problems,
    }
    wrong = request.method == "POST" and not outcome.may_be_kept
    return render(request, "surveys/admin/weighting.html", context, status=422 if wrong else 200)


def _first(survey: Survey, plans: list[AnalysisPlan]) -> dict[str, str]:
    """The form of somebody who opens the page: the plan that is kept."""
    plan = plans[0] if plans else None
    return {**asdict(opened(survey, plan)), **DEFAULTS, "against": WeightingForm.NO_STEPS}


def _edited(survey: Survey, post: Mapping[str, str]) -> dict[str, str]:
    """What was typed, with the step that a button inserts, moves or removes."""
    given = {name: post.get(name, "").replace("\r\n", "\n") for name in WeightingForm.base_fields}
    kind, pressed = post.get("insert"), BUTTONS.fullmatch(post.get("step", ""))
    if kind in KINDS:
        step = suggested_step(kind, *_suggestions(survey, given))
        given["steps"] = insert_step(given["steps"], step)
    elif pressed and pressed[1] == "remove":
        given["steps"] = remove_step(given["steps"], int(pressed[2]))
    elif pressed:
        by = -1 if pressed[1] == "up" else 1
        given["steps"] = move_step(given["steps"], int(pressed[2]), by)
    return given


def _suggestions(survey: Survey, given: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """The strata and the margins that the texts name, as far as they can be read."""
    reading = Reading()
    rest = reading.attempt(parse, given["rest"], "") or {}
    totals = reading.attempt(parse, given["totals"], "") or {}
    design, tables = rest.get("design", {}), totals.get("control_totals", {})
    strata = design.get("strata", []) if isinstance(design, Mapping) else []
    margins = list(tables) if isinstance(tables, Mapping) else []
    return list(strata), margins or list(queries.control_totals(survey))


def _sections(form: WeightingForm) -> Sections:
    return Sections(*(form.cleaned_data[name] for name in ("steps", "totals", "rest")))


def _tried(survey: Survey, form: WeightingForm, plans: list[AnalysisPlan]) -> Outcome:
    """The trial of the plan in the form and of the one to compare with, with all problems."""
    reading, data = Reading(), form.cleaned_data
    names = Sections(*(str(form.fields[name].label) for name in ("steps", "totals", "rest")))
    document = reading.attempt(read_sections, _sections(form), names, _("Plan"))
    documents = {_("Plan"): document}
    other = next((plan for plan in plans if str(plan.pk) == data["against"]), None)
    against = reading.attempt(parse, other.text, _("Other plan")) if other else None
    if document is not None and data["against"] == WeightingForm.NO_STEPS:
        against = {**document, "weighting": {}}
    same = document and against and resolved(survey, document) == resolved(survey, against)
    if against is not None and not same:
        documents[_("Other plan")] = against
    bootstrap = Bootstrap(data["replicates"], data["seed"])
    trials = try_plans(
        survey, documents, bootstrap if data["variance"] == "bootstrap" else None, reading
    )
    done = [trial for trial in trials if trial]
    return Outcome(compare(*done) if trials[0] else None, reading, document)


def _named(plan: AnalysisPlan) -> str:
    """A kept plan by its moment, its person where known, and the first digits of its digest."""
    moment = date_format(localtime(plan.kept_at), "DATETIME_FORMAT")
    person = f", {plan.kept_by}" if plan.kept_by else ""
    return f"{moment}{person}, {plan.sha256[:8]}"
