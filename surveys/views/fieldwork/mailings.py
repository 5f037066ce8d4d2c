"""Letters and e-mails to those invited: prepared, printed, sent, taken back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.prints import answer
from portal.sheets import Sheets
from surveys import access
from surveys.errors import SurveyError
from surveys.forms.invitations import MailingForm
from surveys.models import Invitation, Mailing
from surveys.printing import letters_html
from surveys.problems import sentences
from surveys.queries import invitations as found
from surveys.queries.units import strata
from surveys.services.invitations import link_of
from surveys.services.mailings import prepare_mailing, send_mailing, take_back_mailing
from surveys.views.pages import form_page, posted, tell

PER_PAGE = 50
LETTERS = 100
"""So many letters in one document: a print shop makes them in about a minute."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mailings(request: HttpRequest, slug: str) -> HttpResponse:
    """The mailings of a survey; the form prepares another one."""
    survey = access.fielded_survey(request.user, slug)
    form = MailingForm(strata(survey), *posted(request))
    if form.is_valid():
        try:
            made = prepare_mailing(survey=survey, actor=request.user, **form.values)
        except SurveyError as error:
            form.add_error(None, sentences(error.problems))
        else:
            count = made.pieces.count()
            words = ngettext(
                "Prepared for %(count)s person.", "Prepared for %(count)s people.", count
            )
            messages.success(request, words % {"count": count})
            return redirect("surveys_mailings", slug)
    context = {
        "survey": survey,
        "may": access.capabilities(request.user, survey),
        "form": form,
        "mailings": Sheets(found.mailings(survey), PER_PAGE).get_page(request.GET.get("page")),
        "letters": LETTERS,
    }
    return form_page(request, "surveys/admin/mailings.html", context)


@require_POST
def send(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Note letters as sent, or have e-mails sent."""
    mailing = _mailing(request, slug, number)
    job = send_mailing(mailing=mailing, actor=request.user)
    told = _("The e-mails are being sent.") if job else _("Noted as sent.")
    messages.success(request, told)
    return redirect("surveys_mailings", slug)


@require_POST
def take_back(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Undo a mailing that is not sent."""
    mailing = _mailing(request, slug, number)
    try:
        take_back_mailing(mailing=mailing)
    except SurveyError as error:
        tell(request, error)
    else:
        messages.success(request, _("The mailing is undone."))
    return redirect("surveys_mailings", slug)


@never_cache
@require_safe
def letters(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """A hundred letters of a mailing as one PDF; who has answered meanwhile gets none."""
    mailing = _mailing(request, slug, number)
    theirs = Invitation.objects.filter(pieces__mailing=mailing).select_related("unit")
    rows = found.waiting(theirs).order_by("unit__case_id", "pk")
    sheet = Sheets(rows, LETTERS).get_page(request.GET.get("page"))
    html = letters_html(
        mailing.survey,
        [(each, link_of(each)) for each in sheet],
        get_language() or "en",
        reminder=mailing.reminder,
    )
    return answer(request, html, f"{slug}-letters-{mailing.pk}-{sheet.number}.pdf")


def _mailing(request: HttpRequest, slug: str, number: int) -> Mailing:
    survey = access.fielded_survey(request.user, slug)
    return get_object_or_404(survey.mailings.select_related("survey"), pk=number)
