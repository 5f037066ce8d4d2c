"""Invitations: made, counted, exported as links, marked as sent, revoked, made anew."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.sheets import Sheets
from surveys import access
from surveys.findings.spreadsheet import BYTE_ORDER_MARK, csv_bytes
from surveys.forms.invitations import InvitationFilter, InvitingForm
from surveys.models import Survey
from surveys.queries import units as cases
from surveys.queries.invitations import invitation_counts, waiting
from surveys.queries.invitations import invitations as found_invitations
from surveys.services.invitations import (
    invite_missing,
    link_of,
    mark_sent,
    renew_links,
    revoke_invitations,
)
from surveys.views.pages import form_page, posted

PER_PAGE = 100


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: HttpRequest, slug: str) -> HttpResponse:
    """The invitations that the filters leave; the form makes new ones."""
    survey = access.fielded_survey(request.user, slug)
    strata = cases.strata(survey)
    form = InvitingForm(strata, *posted(request))
    if form.is_valid():
        return _invite(request, survey, form)
    shown = InvitationFilter(request.GET, strata)
    sheets = Sheets(found_invitations(survey, **shown.wanted), PER_PAGE)
    context = {
        "survey": survey,
        "form": form,
        "filter": shown,
        "kept": urlencode(shown.wanted),
        "counts": invitation_counts(survey),
        "invitations": sheets.get_page(request.GET.get("page")),
        "may": access.capabilities(request.user, survey),
    }
    return form_page(request, "surveys/admin/invitations.html", context)


def _invite(request: HttpRequest, survey: Survey, form: InvitingForm) -> HttpResponse:
    wanted = {"outcome": cases.OPEN, "stratum": form.cleaned_data["stratum"]}
    count = invite_missing(
        survey=survey,
        units=cases.filtered(survey.units.all(), wanted),
        language=form.cleaned_data["language"],
        expires_at=form.cleaned_data["expires_at"],
    )
    words = ngettext("%(count)s invitation made.", "%(count)s invitations made.", count)
    messages.success(request, words % {"count": count})
    return redirect("surveys_invitations", slug=survey.slug)


@require_POST
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """Revoke, give new links to, or mark as sent what the filters leave."""
    survey = access.fielded_survey(request.user, slug)
    form = InvitationFilter(request.GET, cases.strata(survey))
    rows = found_invitations(survey, **form.wanted).order_by()
    if "renew" in request.POST:
        count = renew_links(invitations=rows)
        words = ngettext("%(count)s new link made.", "%(count)s new links made.", count)
    elif "revoke" in request.POST:
        count = revoke_invitations(invitations=rows)
        words = ngettext("%(count)s invitation revoked.", "%(count)s invitations revoked.", count)
    else:
        count = mark_sent(invitations=rows)
        words = ngettext(
            "%(count)s invitation marked as sent.", "%(count)s invitations marked as sent.", count
        )
    messages.success(request, words % {"count": count})
    address = reverse("surveys_invitations", args=[slug])
    return redirect(f"{address}?{urlencode(form.wanted)}")


@never_cache
@require_safe
def links(request: HttpRequest, slug: str) -> HttpResponse:
    """The links that the filters leave and may still be answered by, for a mailing of one's own."""
    survey = access.fielded_survey(request.user, slug)
    form = InvitationFilter(request.GET, cases.strata(survey))
    rows = [
        (each.unit.case_id, each.unit.stratum, each.language, link_of(each), _yes(each.opened_at))
        for each in waiting(found_invitations(survey, **form.wanted))
    ]  # fmt: skip
    content = BYTE_ORDER_MARK + csv_bytes(
        [("case_id", "stratum", "language", "link", "opened"), *rows]
    )
    headers = {"Content-Disposition": f'attachment; filename="{slug}-links.csv"'}
    return HttpResponse(content, "text/csv; charset=utf-8", headers=headers)


def _yes(moment: object) -> str:
    return "yes" if moment else "no"
