"""One member of a panel: looked at, changed, withdrawn."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from portal.sheets import Sheets
from surveys import access
from surveys.forms.panels import MemberForm
from surveys.forms.units import ReasonForm
from surveys.models import ContactReading, PanelMember
from surveys.queries.panels import cases_of
from surveys.services.contacts import contact_of, read_contact
from surveys.services.panels import change_member, withdraw_member
from surveys.views.pages import posted

READINGS_PER_PAGE = 20


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, slug: str, number: int, member: int) -> HttpResponse:
    """What is known of a member but the contact data; the form keeps what has changed."""
    found = _member(request, slug, number, member)
    form = MemberForm.of(found, *posted(request))
    if form.is_bound and found.state != PanelMember.State.WITHDRAWN and form.is_valid():
        change_member(member=found, **form.values)
        messages.success(request, _("Kept."))
        return redirect(request.path)
    return _page(request, found, form=form, status=422 if form.is_bound else 200)


@never_cache
@require_POST
def contact(request: HttpRequest, slug: str, number: int, member: int) -> HttpResponse:
    """The contact data, for somebody who says why."""
    found = _member(request, slug, number, member)
    reason = ReasonForm(request.POST)
    if not reason.is_valid():
        return _page(request, found, reason=reason, status=422)
    told = read_contact(owner=found, reader=request.user, reason=reason.cleaned_data["reason"])
    return _page(request, found, contact=told)


@require_POST
def withdraw(request: HttpRequest, slug: str, number: int, member: int) -> HttpResponse:
    """The person wants to hear no more."""
    found = _member(request, slug, number, member)
    withdraw_member(member=found)
    messages.success(
        request,
        _("%(member)s is withdrawn: contact data erased, links ended.") % {"member": found},
    )
    return redirect("surveys_panel_member", slug=slug, number=number, member=member)


def _member(request: HttpRequest, slug: str, number: int, member: int) -> PanelMember:
    panel = access.run_panel(request.user, slug, number)
    members = panel.members.select_related("panel__survey", "recruited_from__survey")
    return get_object_or_404(members, pk=member)


def _page(
    request: HttpRequest,
    member: PanelMember,
    *,
    form: MemberForm | None = None,
    reason: ReasonForm | None = None,
    contact: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    stored = contact_of(member)
    readings = stored.readings.select_related("reader") if stored else ContactReading.objects.none()
    survey = member.panel.survey
    context = {
        "survey": survey,
        "panel": member.panel,
        "member": member,
        "may": access.capabilities(request.user, survey),
        "values": form or MemberForm.of(member),
        "form": reason or ReasonForm(),
        "contact": contact,
        "has_contact": stored is not None and bool(stored.sealed),
        "readings": Sheets(readings, READINGS_PER_PAGE).get_page(request.GET.get("page")),
        "units": cases_of(member),
    }
    return render(request, "surveys/admin/panel_member.html", context, status=status)
