"""Interviews that are held again: drawn, listed on paper, compared."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from portal.models import User
from portal.sheets import Sheets
from surveys import access
from surveys.collection.back_checks import Rate
from surveys.forms.back_checks import ComparedForm, DrawForm
from surveys.queries import back_checks as queries
from surveys.queries.contents import Contents
from surveys.services.back_checks import draw_back_checks
from surveys.views.pages import form_page, posted

PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def back_checks(request: HttpRequest, slug: str) -> HttpResponse:
    """The agreement so far, those that were drawn, and the draw of further ones."""
    survey = access.read_survey(request.user, slug)
    form = DrawForm(*posted(request))
    if form.is_valid():
        share, seed = form.cleaned_data["share"] / 100, form.cleaned_data["seed"]
        count = draw_back_checks(survey=survey, share=share, seed=seed, actor=request.user)
        words = ngettext(
            "%(count)s interview is to be held again.",
            "%(count)s interviews are to be held again.",
            count,
        )
        messages.success(request, words % {"count": count})
        return redirect("surveys_back_checks", slug=slug)
    compared = ComparedForm(request.GET, questions=queries.comparable(survey))
    found = queries.agreement_of(survey, compared.compared)
    context = {
        "survey": survey,
        "form": form,
        "compared": compared,
        "agreement": found,
        "rates": [
            (compared.questions[column], rate)
            for column, rate in sorted(found.questions.items(), key=lambda each: each[1].share or 0)
        ],
        "people": _people(found.interviewers),
        "checks": Sheets(queries.drawn(survey), PER_PAGE).get_page(request.GET.get("page")),
        "kept": request.GET.urlencode() if "question" in request.GET else "",
    }
    return form_page(request, "surveys/admin/back_checks.html", context)


def _people(rates: Mapping[str, Rate]) -> list[tuple[str, Rate]]:
    """The interviewers by name, those whose interviews agree least first."""
    names = {person.email: str(person) for person in User.objects.filter(email__in=rates)}
    named = [(names.get(email, email), rate) for email, rate in rates.items()]
    return sorted(named, key=lambda each: each[1].share or 0)


@require_safe
def back_check(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Both interviews of one case, question by question where they differ."""
    check = access.back_check(request.user, slug, number)
    contents = Contents(check.survey)
    changes = contents.between(check.submission, check.second) if check.second else ()
    context = {
        "survey": check.survey,
        "check": check,
        "changes": [change for change in changes if change.question.asked],
    }
    return render(request, "surveys/admin/back_check.html", context)


@require_safe
def back_check_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The cases that are still to be held again, for paper."""
    survey = access.read_survey(request.user, slug)
    waiting = queries.drawn(survey).filter(second=None)
    context = {"survey": survey, "checks": waiting.order_by("submission__unit__case_id")}
    return render(request, "surveys/admin/back_check_list.html", context)
